"""What corrections teach: forms learned from them, and set aside when they do harm."""
