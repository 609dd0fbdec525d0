"""Checklists from the package's own files: read, resolved, checked, versioned."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from models import rules
from models.checklists.conditions import BadCondition, Condition, Name, condition
from models.checklists.line_rules import LINE_RULES
from models.checklists.schema import DossierType, Group, Requirement
from models.checklists.vocabulary import common_names, fields_of, piece_names, settings_names
from models.documents import document_types
from models.organismes import Organisme, organisme, organismes

GROUPS = "groupes"


class BadChecklist(ValueError):
    """A checklist file that cannot be trusted; the message names it."""


@dataclass(frozen=True, slots=True)
class Checklist:
    """A dossier type with its groups resolved, its conditions checked, its version."""

    dossier_type: DossierType
    profile: Organisme
    requirements: tuple[Requirement, ...]
    conditions: Mapping[str, Condition]
    version: str

    @property
    def organisme(self) -> str:
        return self.profile.organisme

    @property
    def type(self) -> str:
        return self.dossier_type.type

    def condition(self, source: str) -> Condition:
        return self.conditions[source]


def parse_dossier_type(text: str) -> DossierType:
    """A dossier type from the text of its file; raises on anything ill-formed."""
    return DossierType.model_validate(_marked(tomllib.loads(text)))


def parse_group(text: str) -> Group:
    return Group.model_validate(_marked(tomllib.loads(text)))


def _marked(data: dict[str, Any]) -> dict[str, Any]:
    for table, exigee in (("exigences", True), ("controles", False)):
        data[table] = [{**row, "piece_exigee": exigee} for row in data.get(table, [])]
    return data


def resolve(
    dossier_type: DossierType, groups: Mapping[str, Group], profile: Organisme
) -> Checklist:
    """Includes the groups, checks every name, and stamps the version."""
    included = []
    for name in dossier_type.groupes:
        if name not in groups:
            raise BadChecklist(f"{dossier_type.type} : le groupe {name} n'existe pas")
        included.append(_by_analogy(groups[name], dossier_type))
    requirements = (
        *dossier_type.exigences,
        *(r for g in included for r in g.exigences),
        *dossier_type.controles,
        *(r for g in included for r in g.controles),
    )
    seen: set[str] = set()
    for requirement in requirements:
        if requirement.exigence in seen:
            raise BadChecklist(f"{dossier_type.type} : {requirement.exigence} paraît deux fois")
        seen.add(requirement.exigence)
    try:
        conditions = _conditions(dossier_type, requirements, profile)
    except BadCondition as error:
        where = f"{profile.organisme}/{dossier_type.type}"
        raise BadChecklist(f"{where} : {error}") from error
    version = _version(dossier_type, requirements, profile)
    return Checklist(dossier_type, profile, requirements, conditions, version)


def _by_analogy(group: Group, dossier_type: DossierType) -> Group:
    """The group as it is, or without its citations when the type takes it by analogy."""
    if group.groupe not in dossier_type.par_analogie:
        return group
    bare = {"citation": "unsourced", "extrait": ""}
    return group.model_copy(
        update={
            "exigences": tuple(r.model_copy(update=bare) for r in group.exigences),
            "controles": tuple(r.model_copy(update=bare) for r in group.controles),
        }
    )


def _version(
    dossier_type: DossierType, requirements: Iterable[Requirement], profile: Organisme
) -> str:
    content = [
        dossier_type.model_dump(mode="json"),
        [r.model_dump(mode="json") for r in requirements],
        profile.model_dump(mode="json"),
    ]
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]


def _conditions(
    dossier_type: DossierType, requirements: Iterable[Requirement], profile: Organisme
) -> dict[str, Condition]:
    names = {**common_names(), **settings_names(profile)}
    checked: dict[str, Condition] = {}
    for requirement in requirements:
        _check_names(requirement, names)
        with_piece = {**names, **piece_names(requirement.documents)}
        if requirement.quand:
            checked[requirement.quand] = condition(requirement.quand, names)
        if requirement.parmi:
            checked[requirement.parmi] = condition(requirement.parmi, with_piece)
        for verification in requirement.verifie:
            source = verification.condition
            if verification.precise is not None and verification.precise not in names:
                raise BadCondition(f"{requirement.exigence} : {verification.precise} est inconnu")
            if verification.lignes is not None:
                _check_line_rule(requirement, verification.lignes)
                continue
            checked[source] = condition(source, with_piece if requirement.documents else names)
    for clue in dossier_type.se_reconnait_a:
        if clue.document and clue.document not in document_types():
            raise BadCondition(f"type de document inconnu : {clue.document}")
        if clue.si and clue.document:
            checked[clue.si] = condition(clue.si, {**names, **piece_names([clue.document])})
    return checked


def _check_line_rule(requirement: Requirement, rule: str) -> None:
    if rule not in LINE_RULES:
        raise BadCondition(f"{requirement.exigence} : règle de lignes inconnue : {rule}")
    if not requirement.documents:
        raise BadCondition(f"{requirement.exigence} : une règle de lignes porte sur un document")


def _check_names(requirement: Requirement, names: Mapping[str, Name]) -> None:
    """Document types, fields, marks and settings exist."""
    types = document_types()
    for kind in requirement.documents:
        if kind not in types:
            raise BadCondition(f"{requirement.exigence} : type de document inconnu : {kind}")
        known = fields_of(kind)
        for wanted in (*requirement.champs, *requirement.marques):
            choices = (wanted,) if isinstance(wanted, str) else wanted
            if not any(choice in known for choice in choices):
                named = " ni ".join(choices)
                raise BadCondition(f"{requirement.exigence} : {kind} n'a pas {named}")
    outcome = requirement.si_copie
    if outcome not in ("non_conforme", "a_verifier") and outcome not in names:
        raise BadCondition(f"{requirement.exigence} : réglage inconnu : {outcome}")


def groups() -> Mapping[str, Group]:
    """The shared groups by name."""
    return _groups(rules.stamp())


def checklists() -> Mapping[tuple[str, str], Checklist]:
    """Every checklist, by organisme and dossier type; the operator's files in their latest state.

    Raises `pydantic.ValidationError`, `TOMLDecodeError` or `BadChecklist` when a file is not
    well-formed.
    """
    return _checklists(rules.stamp())


@lru_cache(maxsize=4)
def _groups(stamp: rules.Stamp) -> Mapping[str, Group]:
    loaded = {}
    for name, text in _all_texts(GROUPS):
        loaded[name] = parse_group(text)
        if loaded[name].groupe != name:
            raise BadChecklist(f"groupes/{name}.toml décrit le groupe {loaded[name].groupe}")
    return loaded


@lru_cache(maxsize=4)
def _checklists(stamp: rules.Stamp) -> Mapping[tuple[str, str], Checklist]:
    loaded: dict[tuple[str, str], Checklist] = {}
    for owner in organismes():
        for name, text in _all_texts(owner):
            dossier_type = parse_dossier_type(text)
            if (dossier_type.organisme, dossier_type.type) != (owner, name):
                raise BadChecklist(f"{owner}/{name}.toml ne décrit pas ce type")
            loaded[owner, name] = resolve(dossier_type, groups(), organisme(owner))
    return loaded


def _all_texts(folder: str) -> Iterable[tuple[str, str]]:
    """The files of a folder, the operator's before the package's."""
    return sorted(rules.with_ours(folder, resources.files("models.checklists") / folder).items())


def checklist(organisme: str, dossier_type: str) -> Checklist:
    """The checklist of a dossier type; `KeyError` when DOMAIN §4 has none such."""
    return checklists()[organisme, dossier_type]
