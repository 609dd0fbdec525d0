"""Mail: letters taken from a mailbox, each kept once and only then marked there."""
