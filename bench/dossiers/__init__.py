"""Dossiers invented from DOMAIN §4, with what they lack: the judge against planted truth.

The plan of a dossier (`plan`, `people`, `papers`, `ofppt`, `cnops`, `pmas`, `ci`) imports no room
of the product: what is expected is what was planted, in DOMAIN's words.
"""
