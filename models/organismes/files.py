"""Files that each describe an organisme, `<organisme>.toml`: ours, and the operator's."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict

from models import rules

OURS = resources.files("models.organismes")
_ADDRESS = re.compile(r"[^@\s,<>]+@[^@\s,<>]+")


def _an_address(value: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise ValueError(f"« {value} » n'est pas une adresse")
    return value


Address = Annotated[str, AfterValidator(_an_address)]
"""Where mail is sent."""


class Frozen(BaseModel):
    """A part of a file: a key that we do not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class OfOrganisme(Frozen):
    """A whole file, which says whose it is."""

    organisme: str


Shape = TypeVar("Shape", bound=OfOrganisme)


def by_organisme(shape: type[Shape], folder: str, ours: Traversable) -> Mapping[str, Shape]:
    """The files of a folder, the operator's instead of those in `ours` or beside them.

    Raises `pydantic.ValidationError` or `ValueError` when a file is not well-formed.
    """
    loaded: dict[str, Shape] = {}
    for name, text in rules.with_ours(folder, ours).items():
        read = shape.model_validate(tomllib.loads(text))
        if read.organisme != name:
            raise ValueError(f"{folder}/{name}.toml décrit l'organisme {read.organisme}")
        loaded[name] = read
    return loaded
