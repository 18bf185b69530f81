"""Signatures of activations of models: HMAC-SHA256 (RFC 2104) with a key of the installation's secret.

Each signature covers the activation's values and the signature of the one before, so a row that was changed, added by
somebody without the secret, or taken out of the middle shows. Taking the last one out shows in the audit.
"""

import hmac
from collections.abc import Sequence
from dataclasses import replace

import orjson

from engine.clock import microseconds
from engine.desk.model_errors import ChainBroken
from engine.desk.person import Seal
from engine.store.models import ModelActivation

FIRST = ""  # what the first activation names as the signature before it


def signed(seal: Seal, step: ModelActivation, before: Sequence[ModelActivation]) -> ModelActivation:
    """The activation with its signature, to follow on those before."""
    return replace(step, signature=_signature(seal, step, before[-1].signature if before else FIRST))


def checked(seal: Seal, steps: Sequence[ModelActivation]) -> None:
    """Raises ChainBroken at the first activation that is not as it was signed, or is missing."""
    last = FIRST
    for number, step in enumerate(steps, start=1):
        expected = _signature(seal, step, last)
        if step.seq != number or not hmac.compare_digest(expected.encode(), step.signature.encode()):
            raise ChainBroken(number)
        last = step.signature


def _signature(seal: Seal, step: ModelActivation, last: str) -> str:
    said = [
        step.merchant,
        step.seq,
        step.role,
        step.digest,
        step.previous,
        step.action,
        step.by,
        step.approved_by,
        bool(step.overridden),
        step.why,
        microseconds(step.at),
        list(step.gates),
        last,
    ]
    return seal.signature(orjson.dumps(said, option=orjson.OPT_SORT_KEYS))
