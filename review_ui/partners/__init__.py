"""The space of partners, and the links that open it. Nothing here leads into the house."""
