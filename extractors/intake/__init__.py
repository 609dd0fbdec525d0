"""What was deposited, opened: kinds by content, archives and mails unpacked, pages rendered."""
