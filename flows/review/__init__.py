"""What a reviewer does to dossiers, documents, pages, lots and envois.

Every change is one call of `act`: a transaction in which the person is known, what it touches is
locked, judged again, written to the audit trail, and kept so that it can be undone.
"""

from flows.review.desk import Desk, act
from flows.review.done import Change, Done, FindingChange
from flows.review.errors import ReviewError

__all__ = ["Change", "Desk", "Done", "FindingChange", "ReviewError", "act"]
