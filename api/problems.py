"""Everything that is not a success, as RFC 9457 problems."""

import http
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.answers import json_bytes
from api.compat.minfraud_errors import error_answer, speaks_minfraud
from api.fault_words import sentence
from api.hint_words import hint_in
from api.problem_kinds import KINDS, UNEXPECTED, Kind
from api.said_words import said_in
from engine.desk.edition_errors import GatesClosed
from engine.desk.model_errors import ModelGatesClosed
from engine.errors import ClearwayError, Fault, OrderRejected, SpokenFault
from engine.rulebook.source import RuleBookRejected
from fulfillment.consigning.errors import MergeRefused
from fulfillment.documents.errors import PaperWithheld
from fulfillment.errors import IllegalStep, PartNeeded, StepBlocked
from fulfillment.picking.station_errors import ScanRefused
from fulfillment.reason import kept_by

MEDIA_TYPE = "application/problem+json"
TYPES = "https://clearway.example/problems/"
MOST_FAULTS = 200  # in one answer; whoever sends thousands need not be told each


BY_FAULT: Mapping[str, str] = {
    "not_json": "malformed_json",
    "not_utf8": "malformed_json",
    "too_large": "body_too_large",
}
BY_STATUS: Mapping[int, str] = {
    400: "malformed_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "media_type_not_read",
}


class FaultShown(BaseModel):
    """One thing wrong: where in the body (RFC 6901), or in which parameter."""

    model_config = ConfigDict(extra="forbid", title="Fault")

    pointer: Annotated[str, Field(description="Place in the body; empty for the whole.", examples=["/lines/0/sku"])]
    code: Annotated[str, Field(description="Stable word for programs.", examples=["missing"])]
    detail: Annotated[str, Field(description="What to do about it.", examples=["the field is required; add it"])]
    parameter: Annotated[str | None, Field(description="Name of a parameter or header.")] = None


class Problem(BaseModel):
    """RFC 9457. `code` is the last part of `type`; `request_id` finds the request in the log."""

    model_config = ConfigDict(extra="forbid")

    type: Annotated[str, Field(json_schema_extra={"format": "uri"})]
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: str
    instance: str
    code: str
    errors: list[FaultShown]
    request_id: str


@dataclass(frozen=True, slots=True)
class Said:
    """What is wrong, before it becomes a response."""

    code: str
    detail: str
    errors: Sequence[Mapping[str, str]] = ()
    headers: Mapping[str, str] | None = None

    @property
    def kind(self) -> Kind:
        """Status and title."""
        return KINDS[self.code]


def said_by(error: ClearwayError, language: str = "en") -> Said:
    """The problem that an error is. One that the table does not know, by itself or by a parent, is our own fault.

    `language`: in which the reasons of a refusal are put.
    """
    listed = tuple(fault for fault in getattr(error, "faults", ()) if isinstance(fault, Fault))
    code = BY_FAULT.get(listed[0].code) if listed else None
    if code is None:
        code = next((each for each in _codes(type(error)) if each in KINDS), UNEXPECTED)
    detail = _told(error, listed) if KINDS[code].tells else _sentence(type(error), code)
    return Said(code, detail, _shown(error, listed, language), getattr(error, "headers", None))


def said_kept(code: str, detail: str, faults: Sequence[Fault]) -> Said:
    """The problem of a refusal that was kept: its code, its words and its faults."""
    known = BY_FAULT.get(faults[0].code, code) if faults else code
    errors = [{"pointer": each.pointer, "code": each.code, "detail": each.detail} for each in faults]
    return Said(known if known in KINDS else UNEXPECTED, detail, errors)


def said_by_status(status: int, headers: Mapping[str, str] | None = None) -> Said:
    """The problem of a status that the framework answers by itself."""
    code = BY_STATUS.get(status, UNEXPECTED if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR else "malformed_request")
    return Said(code, f"{KINDS[code].title.lower()}; see /docs for what there is", headers=headers)


def problem(request: Request, said: Said) -> Response:
    """The response."""
    kind = said.kind
    headers = dict(said.headers or {})
    if kind.retry_after_s is not None:
        headers.setdefault("Retry-After", str(kind.retry_after_s))
    if speaks_minfraud(request.scope["path"]):
        return error_answer(said.code, kind.status, said.detail, headers, request.state.request_id)
    body = document(said, quote(request.scope["path"]), request.state.request_id)
    return Response(json_bytes(body), kind.status, headers, MEDIA_TYPE)


def document(said: Said, instance: str, request_id: str) -> dict[str, object]:
    """The members of a problem."""
    return {
        "type": TYPES + said.code,
        "title": said.kind.title,
        "status": said.kind.status,
        "detail": said.detail,
        "instance": instance,
        "code": said.code,
        "errors": list(said.errors[:MOST_FAULTS]),
        "request_id": request_id,
    }


def _codes(kind: type[ClearwayError]) -> Iterable[str]:
    return (str(parent.code) for parent in kind.__mro__ if issubclass(parent, ClearwayError))


def _told(error: ClearwayError, listed: Sequence[Fault]) -> str:
    if isinstance(error, RuleBookRejected):
        return "the rule files have errors; each is listed with its place"
    if not isinstance(error, OrderRejected):
        return str(error)
    return listed[0].detail if len(listed) == 1 else "the order has faults; each is listed with its place"


def _sentence(kind: type[ClearwayError], code: str) -> str:
    if code == UNEXPECTED:
        return "the request could not be finished; tell whoever runs Clearway the `request_id`"
    # `StoreUnreachable` speaks to the operator, who reads it in the log and at `/readyz`.
    return "try again in a moment" if KINDS[code].status >= http.HTTPStatus.INTERNAL_SERVER_ERROR else str(kind.__doc__)


def _shown(error: ClearwayError, listed: Sequence[Fault], language: str) -> list[dict[str, str]]:
    parameter = getattr(error, "parameter", None)
    shown = listed[:MOST_FAULTS]
    found = [{"pointer": fault.pointer, "code": fault.code, "detail": _spoken(fault, language)} for fault in shown]
    found += [{"pointer": "", "code": code, "detail": word} for code, word in _ways_on(error, language)]
    return [each | {"parameter": parameter} for each in found] if isinstance(parameter, str) else found


def _spoken(fault: Fault, language: str) -> str:
    """What is wrong, in this language where it is known how to say it, else in English."""
    own = fault.texts.get(language) if isinstance(fault, SpokenFault) else None
    return own or said_in(fault.detail, language)


def _ways_on(error: ClearwayError, language: str) -> Iterable[tuple[str, str]]:
    """What a caller could do instead, and why it has to, word by word, for programs and for screens at stations."""
    if isinstance(error, IllegalStep):
        yield from (("possible_step", step) for step in error.possible)
    if isinstance(error, StepBlocked):
        yield from (("waits_for", condition) for condition in error.unmet)
    if isinstance(error, (StepBlocked, PaperWithheld)):
        yield from (("kept_by", kept_by(each, language)) for each in error.reasons)
    if isinstance(error, ScanRefused):
        yield from ((f"expected_{name}", value) for name, value in error.expected.items())
    if isinstance(error, MergeRefused):
        yield from ((each.code, said_in(each.text, language)) for each in error.refusals)
    if isinstance(error, RuleBookRejected):
        told = ((each, sentence(each.code, each.message, language)) for each in error.faults[:MOST_FAULTS])
        yield from ((each.code, f"{each.span} {what}; {hint_in(each.hint, language)}") for each, what in told)
    if isinstance(error, (GatesClosed, ModelGatesClosed)):
        closed = [each for each in error.gates if not each.is_open]
        yield from (("closed_gate", f"{each.name}: {said_in(each.detail, language)}") for each in closed)
    if isinstance(error, PartNeeded):
        yield from (("possible_part", name) for name in error.names)
