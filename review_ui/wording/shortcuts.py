"""All shortcuts, said once: the help shows them, and `keys.js` obeys what the help says."""

from __future__ import annotations

from dataclasses import dataclass

_WRITTEN = {
    "Enter": "Entrée",
    "Escape": "Échap",
    "ArrowDown": "↓",
    "ArrowUp": "↑",
    "Ctrl+z": "Ctrl + Z",
    "Maj+Tab": "Maj + Tab",
    "Maj+d": "Maj + D",
    "-": "−",
}


@dataclass(frozen=True, slots=True)
class Shortcut:
    """`keys` as the browser names them; `command` is the script's, empty when the key is a
    field's own business and only told here."""

    keys: tuple[str, ...]
    command: str
    does: str

    @property
    def written(self) -> list[str]:
        """The keys as they stand on the keyboard."""
        return [_WRITTEN.get(key, key.upper() if len(key) == 1 else key) for key in self.keys]


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    shortcuts: tuple[Shortcut, ...]


def _group(title: str, *lines: tuple[str, str, str]) -> Group:
    return Group(title, tuple(Shortcut(tuple(keys.split()), c, does) for keys, c, does in lines))


_EVERYWHERE = (
    ("/", "chercher", "chercher"),
    ("?", "aide", "cette aide"),
)

DESK = (
    _group(
        "Valeurs",
        ("Tab d", "doute", "valeur à vérifier suivante : l'image suit"),
        ("Maj+Tab Maj+d", "doute-avant", "valeur à vérifier précédente"),
        (
            "Entrée",
            "",
            "garder la valeur (d'un tableau : la ligne) et passer à la suivante ; vide : rien sur le papier",
        ),
        ("1 2 3", "", "prendre une autre lecture proposée"),
        ("Échap", "", "laisser la valeur comme elle était, et rendre les touches simples"),
        ("ArrowDown ArrowUp", "", "ligne suivante, précédente"),
        ("Enter", "saisir", "saisir dans la ligne choisie"),
        ("z", "zone", "lire une zone : dessiner un cadre sur l'image"),
        ("Ctrl+z", "annuler", "annuler le dernier acte"),
    ),
    _group(
        "Décision",
        ("c", "completer", "complet"),
        ("m", "complement", "demander un complément : la lettre"),
        ("v", "medecin", "avis du médecin conseil"),
        ("r", "rejeter", "rejeter, avec le motif"),
        ("a", "cote", "mettre de côté"),
        ("n", "noter", "ajouter une note"),
        ("u", "suivant", "dossier suivant"),
        ("q", "rendre", "rendre le dossier et revenir à la file"),
    ),
    _group(
        "Pages",
        ("f", "couper", "couper : la page commence un autre document"),
        ("j", "joindre", "joindre le document à celui d'avant"),
        ("g", "deplacer", "déplacer la page ou le document"),
        ("o", "tourner", "tourner la page d'un quart"),
        ("b", "blanche", "page blanche, ou non"),
        ("y", "type", "type du document"),
        ("e", "relire", "relire la page"),
    ),
    _group(
        "Image",
        ("s", "suivante", "page suivante"),
        ("p", "precedente", "page précédente"),
        ("+", "plus", "agrandir"),
        ("-", "moins", "réduire"),
        ("0", "page", "page entière"),
        ("l", "largeur", "pleine largeur"),
        ("t", "vue", "tourner l'affichage seulement"),
    ),
    _group("Partout", *_EVERYWHERE),
)

_ARROWS = _group("", ("ArrowDown", "bas", ""), ("ArrowUp", "haut", ""))
HIDDEN = _ARROWS.shortcuts
"""Keys that the help tells in one line with others."""

LIST = (
    _group(
        "File d'attente",
        ("j ArrowDown", "bas", "ligne suivante"),
        ("k ArrowUp", "haut", "ligne précédente"),
        ("Enter", "ouvrir", "prendre et ouvrir le dossier"),
        ("u", "suivant", "prendre le dossier le plus pressé"),
        ("r", "recharger", "mettre la liste à jour"),
    ),
    _group("Partout", *_EVERYWHERE),
)
