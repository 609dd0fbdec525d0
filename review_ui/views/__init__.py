"""What each template receives: plain values, already in French, already without secrets."""
