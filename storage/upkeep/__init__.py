"""Care of what is kept: checked, moved, backed up, restored."""
