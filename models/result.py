"""The result file, `liasse.result/1` (RESULT.md): what evaluations and the API read."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Erreur(_Part):
    code: str
    message: str
    page: int | None


class EnvoiResult(_Part):
    id: str
    source: str
    sha256: str
    channel: str
    received_at: str
    pages: int
    erreurs: list[Erreur]
    numero: str
    """Short number for the paper."""
    doublon_de: str | None = None


class PageResult(_Part):
    source: str
    page: int
    rotation: int


class FieldResult(_Part):
    value: str
    raw: str
    confidence: float
    page: int | None
    box: list[float] | None
    source: str
    controle: str | None


class MarkResult(_Part):
    present: bool | None
    confidence: float
    page: int | None
    box: list[float] | None


class DocumentResult(_Part):
    id: str
    envoi: str
    type: str
    type_confidence: float
    pages: list[PageResult]
    fields: dict[str, FieldResult]
    lines: dict[str, list[dict[str, str]]] | None = None
    marks: dict[str, MarkResult] | None = None

    @model_serializer(mode="wrap")
    def _without_absent(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """`lines` and `marks` are there for the types that have them, and for no other."""
        written: dict[str, Any] = handler(self)
        return {k: v for k, v in written.items() if v is not None or k not in ("lines", "marks")}


class FindingResult(_Part):
    exigence: str
    resultat: str
    gravite: str
    documents: list[str]
    raison: str
    citation: str


class Signalement(_Part):
    code: str
    message: str


class DossierResult(_Part):
    id: str
    reference: str
    organisme: str
    type: str
    rattache_a: str | None
    documents: list[str]
    lot: str | None
    assure: dict[str, str]
    beneficiaire: dict[str, str]
    prestation: str | None
    statut: str
    deadline: str | None
    forclos_le: str | None
    signalements: list[Signalement]
    checklist: list[FindingResult]


class LotResult(_Part):
    id: str
    organisme: str
    prestation: str
    dossiers: list[str]
    statut: str


class Result(_Part):
    """A whole result. Dates are ISO 8601, moments with their offset."""

    schema_: Literal["liasse.result/1"] = Field(default="liasse.result/1", alias="schema")
    envois: list[EnvoiResult]
    documents: list[DocumentResult]
    dossiers: list[DossierResult]
    lots: list[LotResult]
