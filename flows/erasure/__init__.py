"""One person erased, or a dossier whose time is over: found, shown, confirmed by a second person, done."""
