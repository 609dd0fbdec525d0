"""The work of many machines: envois cut into pieces, handed out by a Prefect server, claimed here."""
