"""Where things are kept: blobs, database, audit trail."""
