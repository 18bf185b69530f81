"""Registers a model: its artefact and its card go together, or nothing is stored."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.anomaly.artefact import Artefact, digest_of
from engine.anomaly.packing import unpack
from engine.anomaly.refused import ArtefactRefused
from engine.desk.desk import Caller, Desk
from engine.desk.model_errors import ModelRejected, ModelThere, ModelUnknown, SeveralModels
from engine.desk.people import somebody
from engine.desk.rule_telling import tell
from engine.store.models import Model, ModelActivation, add_model, models_of, steps_of
from engine.store.sessions import ReadSession

Part = Mapping[str, object]
OTHERS = ("version", "artefact")  # what a card says of what was made with it, and so is no part of its digest


@dataclass(frozen=True, slots=True)
class Known:
    """The models of a merchant, the newest first, and all that was done with them."""

    models: Sequence[Model]
    steps: Sequence[ModelActivation]


def register(desk: Desk, caller: Caller, content: bytes, card_text: bytes) -> Model:
    """Stores a model; it scores nothing yet. Raises ModelRejected with all that does not fit, ModelThere, NameNeeded.

    `content` is the artefact, `card_text` its card as JSON, as training wrote them.
    """
    caller = replace(caller, name=somebody(caller.name))
    card = _card(card_text)
    digest = digest_of(content)
    artefact = _artefact(content, digest)
    faults = tuple(_faults(card, artefact, digest))
    if faults:
        raise ModelRejected(faults)
    now = desk.clock.now()
    model = Model(
        merchant=caller.merchant,
        digest=digest,
        version=str(card["version"]),
        schema=artefact.schema,
        card=card,
        as_of=_as_of(card) or now,
        created_at=now,
        created_by=caller.name,
    )
    with desk.database.write() as session:
        there = models_of(session, caller.merchant)
        if any(model.digest == each.digest or model.version == each.version for each in there):
            raise ModelThere(model.version)
        add_model(session, model, content)
        tell(desk, session, caller, "model.registered", digest, {"digest": digest, "version": model.version}, now)
    return model


def known_models(session: ReadSession, merchant: str) -> Known:
    """What is registered, and what was done with it."""
    return Known(models_of(session, merchant), steps_of(session, merchant))


def named_model(session: ReadSession, merchant: str, named: str) -> Model:
    """A model by its version, or the beginning of its version or digest. Raises ModelUnknown, SeveralModels."""
    models = models_of(session, merchant)
    found = [each for each in models if named in {each.version, each.digest}]
    found = found or [each for each in models if named and _begins(each, named)]
    if not found:
        raise ModelUnknown(named)
    if len(found) > 1:
        raise SeveralModels(named)
    return found[0]


def _begins(model: Model, named: str) -> bool:
    return model.version.startswith(named) or model.digest.startswith(named)


def card_digest(card: Part) -> str:
    """SHA-256 of a card without the words that come after it, as training writes cards."""
    bare = {**card, **dict.fromkeys(OTHERS, "")}
    text = json.dumps(bare, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"
    return hashlib.sha256(text.encode()).hexdigest()


def _card(text: bytes) -> Part:
    try:
        card = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ModelRejected(["the card is no JSON; hand in the folder that training wrote"]) from error
    if not isinstance(card, dict):
        raise ModelRejected(["the card is no JSON object; hand in the folder that training wrote"])
    return card


def _artefact(content: bytes, digest: str) -> Artefact:
    try:
        return unpack(content, digest)
    except ArtefactRefused as refused:
        raise ModelRejected([str(refused)]) from refused


def _faults(card: Part, artefact: Artefact, digest: str) -> list[str]:
    """All that does not fit between card and artefact."""
    version, faults = card.get("version"), []
    if not isinstance(version, str) or not version.strip() or len(version) > 128:
        faults.append("the card has no version of up to 128 characters")
    if card.get("artefact") != digest:
        faults.append(f"the card is of artefact {str(card.get('artefact'))[:12]}, and this one is {digest[:12]}")
    if card.get("schema") != artefact.schema:
        faults.append(f"the card is of schema {card.get('schema')}, and the artefact of {artefact.schema}")
    if card.get("features") != list(artefact.names):
        faults.append("the card lists other features than the artefact reads")
    if artefact.card != card_digest(card):
        faults.append("the artefact was made with another card, or the card was changed since")
    if _as_of(card) is None:
        faults.append("the card does not say in `terms/as_of` until when labels were known, with a zone")
    return faults


def _as_of(card: Part) -> datetime | None:
    terms = card.get("terms")
    said = terms.get("as_of") if isinstance(terms, dict) else None
    try:
        found = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return None if found.tzinfo is None else found
