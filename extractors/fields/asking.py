"""What the words of a row ask for, and of whom, wherever they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.fields.meant import fields_meant
from extractors.fields.spoken import ENDINGS, Match, houses, notions, roles, walk, walks
from extractors.fields.understood import LINKS, Said
from extractors.layout import Row
from models.documents import DocumentType
from models.reference.wording import Notion, wording

JOINERS = frozenset({"et", "ou"})
"""Words that join two things asked for together, as «,», «/» and «&» do."""
JOINING = frozenset({"au", "aux", "en", "par", "pour", "et", "ou", "de", "du", "des", "d"})
"""Words with which a sentence goes on: a label begins with one only if it is its own."""
_TRADES = frozenset({"specialite", "profession"})
"""Notions answered by what somebody does, in words that name persons elsewhere."""
_SUBJECTS = frozenset({"patient", "personne", "medecin", "assure"})
"""Roles whose numbers are no paper's."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What words ask for, of whom, and the word after them."""

    meanings: Sequence[str]
    named: str | None
    end: int


def spoken_at(row: Row, said: Sequence[Said], at: int, kind: DocumentType) -> Spoken | None:
    """What the words from `at` on ask for, wherever they stand."""
    role = walk(roles(), said, at)
    notion = _asked(said, at, kind)
    initial = row.tokens[said[at].token].text.endswith(".")  # «D. N.»: date de naissance
    if said[at].word in JOINING and notion is not None and not initial:
        rest = walk(notions(), said, at + 1)
        if rest is not None and rest.end == notion.end:
            return None  # «au nom de» goes on with a sentence
    if notion is not None:
        after = _named_after(row, said, notion) or _named_beyond(row, said, notion)
        named = after.meanings[0] if after is not None else None
        end = after.end if after is not None else notion.end
        meanings = notion.meanings
        book = wording().notions
        if role is not None and (
            role.end > end or (role.end == end and not any(_kept(book[m], kind) for m in meanings))
        ):
            meanings, named, end = (), role.meanings[0], role.end
    elif role is not None:
        meanings, named, end = _of_role(said, at)
    else:
        return None
    return Spoken(meanings, named, end)


def _of_role(said: Sequence[Said], at: int) -> tuple[Sequence[str], str, int]:
    """What is asked of the role that begins here, its name short where more is understood so:
    «titulaire (de la carte)», «titulaire: carte d'identité»."""
    found: list[tuple[int, int, Sequence[str], str]] = []
    for role in walks(roles(), said, at):
        after = role.end
        while after < len(said) and said[after].word in ENDINGS:
            after += 1
        then = walk(notions(), said, after)
        end, meanings = (then.end, then.meanings) if then is not None else (role.end, ())
        found.append((end, -role.end if meanings else 0, meanings, role.meanings[0]))
    end, _, meanings, named = max(found, key=lambda f: f[:2])
    return meanings, named, end


def fields_of(spoken: Spoken, kind: DocumentType) -> list[str]:
    """Fields of the type that words ask for."""
    names: list[str] = []
    for meaning in spoken.meanings:
        if meaning == "reference" and spoken.named in _SUBJECTS:
            continue  # «Réf. patient», «Dossier patient n°»: a number of his file
        names += fields_meant(wording().notions[meaning], spoken.named, kind)
    if not spoken.meanings and spoken.named is not None:
        names += fields_meant(wording().notions["nom_prenom"], spoken.named, kind)
    return list(dict.fromkeys(names))


def _asked(said: Sequence[Said], at: int, kind: DocumentType) -> Match | None:
    """The longest notion that begins here of those that the type keeps, else the longest."""
    found = walks(notions(), said, at)
    book = wording()
    kept = [m for m in found if any(_kept(book.notions[name], kind) for name in m.meanings)]
    best = kept or found
    return best[-1] if best else None


def _kept(notion: Notion, kind: DocumentType) -> bool:
    """Whether the type may have a field for the notion; one that nobody keeps always counts."""
    if not notion.suffixes and not notion.champs:
        return True
    return any(n in kind.fields for n in notion.champs) or any(
        n == s or n.endswith(f"_{s}") for n in kind.fields for s in notion.suffixes
    )


def _named_after(row: Row, said: Sequence[Said], notion: Match) -> Match | None:
    """The role that follows a notion: not past a colon, where the value begins."""
    role = walk(roles(), said, notion.end)
    last = said[notion.end - 1].token
    if role is None or any(
        t.text.endswith((":", "=")) for t in row.tokens[last : said[notion.end].token]
    ):
        return None
    asked = [wording().notions[m] for m in notion.meanings]
    if "inpe" in notion.meanings:
        return role  # a number: «INPE clinique» names no house
    if role.meanings[0] in houses() or _TRADES & set(notion.meanings):
        # «Raison sociale Clinique Al Amal» names a house, «Nom de la clinique» asks for one;
        # «Spécialité Médecin interne», «Fonction Agent de maîtrise» lost their colon.
        linked = said[notion.end].word in LINKS
        return role if linked and any(n.suffixes for n in asked) else None
    return role


def _named_beyond(row: Row, said: Sequence[Said], notion: Match) -> Match | None:
    """The role that follows what is asked for besides: «Nom et adresse du médecin»."""
    if not all(wording().notions[m].suffixes for m in notion.meanings):
        return None
    while _joined(row, said, notion.end):
        further = walks(notions(), said, notion.end)
        named = [role for f in further if (role := _named_after(row, said, f)) is not None]
        if named or not further:
            return named[-1] if named else None
        notion = further[-1]
    return None


def _joined(row: Row, said: Sequence[Said], end: int) -> bool:
    """Whether «et», a comma or a stroke joins the words before `end` to those after it."""
    if end >= len(said):
        return False
    last, following = said[end - 1].token, said[end].token
    between = [row.tokens[last].text[-1], *(t.text for t in row.tokens[last + 1 : following])]
    return said[end].word in JOINERS or any(text in (",", "/", "&") for text in between)
