"""What a part waits for before it gets a label, in words of staff."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from engine.decision import Finding
from engine.desk.part_holds import PartWait
from engine.policy_books import Judgement
from fulfillment.desk_view import DeskView, PolicyReason
from fulfillment.shipping.judged import BAR
from fulfillment.shipping.selecting import Selected
from fulfillment.shipping.words import (
    BOOKING_REFUSED,
    LABEL_LOST,
    LANGUAGES,
    NAMED_UNUSABLE,
    NO_SERVICE,
    NOT_BOOKED,
    OTHERWISE,
    UNMET,
    said,
    told_of,
)

NO_SERVICE_LEFT, NAMED_CANNOT, UNMEASURED = "SHIPPING_NO_SERVICE", "SHIPPING_NAMED_SERVICE", "SHIPPING_UNMEASURED"
REFUSED, LOST = "SHIPPING_BOOKING_REFUSED", "SHIPPING_LABEL_LOST"
SHIPPING = "shipping"
Words = Mapping[str, Mapping[tuple[str, int | None], PolicyReason]]


def waits_of(desk: DeskView, merchant: str, selected: Selected) -> tuple[PartWait, ...]:
    """What a person must look at, whether it was released or not."""
    words = _words(desk, merchant, selected.judged.judgement)
    found = [_review(each, words) for each in selected.reviews]
    if selected.is_settled:
        return tuple(found)
    if selected.named.services is not None:
        return (*found, _named(selected, words))
    return (*found, _none(selected, words))


def unmeasured(missing: Sequence[str]) -> PartWait:
    """Nobody knows what a part weighs."""
    told = ", ".join(missing)
    texts = {"en": f"no weight is known of {told}", "zh": f"重量未知：{told}"}
    return _wait(UNMEASURED, missing, texts, waivable=False)


def refused(service: str, why: str) -> PartWait:
    """The carrier of the last service that is tried refused to book a part: people try again, correct the order, or
    name another service."""
    pair = NOT_BOOKED.get(why, OTHERWISE)
    texts = {language: said(BOOKING_REFUSED, language).format(service, said(pair, language)) for language in LANGUAGES}
    return _wait(REFUSED, (service, why), texts, waivable=False)


def label_lost(service: str) -> PartWait:
    """A carrier booked a part and its label cannot be had: people have it booked anew."""
    texts = {language: said(LABEL_LOST, language).format(service) for language in LANGUAGES}
    return _wait(LOST, (service,), texts, waivable=False)


def why_not(selected: Selected, service: str, language: str, words: Words | None = None) -> tuple[str, ...]:
    """Each reason why a service is not used; nothing for one that may be."""
    refused = next((each for each in selected.feasible.refused if each.service.id == service), None)
    if refused is not None:
        return tuple(told_of(each, language) for each in refused.refusals)
    unmet = tuple(said(UNMET[each], language) for each in selected.choice.ruled_out.get(service, ()))
    return (*unmet, *barred_because(selected, service, language, words or {}))


def barred_because(selected: Selected, service: str, language: str, words: Words) -> tuple[str, ...]:
    """In words of the policy, why the house does not let a service be used."""
    of_language = words.get(language, {})
    against = selected.judged.against(service, BAR)
    return tuple(_text(each, of_language) for each in against)


def policy_words(desk: DeskView, merchant: str, selected: Selected) -> Words:
    """The reasons of the judgement by language, then by rule and part."""
    return _words(desk, merchant, selected.judged.judgement)


def _words(desk: DeskView, merchant: str, judgement: Judgement | None) -> Words:
    if judgement is None:
        return {}
    return {
        language: {(each.rule, each.part): each for each in desk.policy_words(merchant, judgement, language)}
        for language in LANGUAGES
    }


def _text(finding: Finding, words: Mapping[tuple[str, int | None], PolicyReason]) -> str:
    found = words.get((finding.rule, finding.part))
    return finding.reason if found is None else found.text


def _review(finding: Finding, words: Words) -> PartWait:
    """A release stands for the values that the rule read; a fault of the engine has none."""
    return PartWait(
        rule=finding.rule,
        reason=finding.reason,
        fingerprint=finding.fingerprint or _digest((finding.rule, finding.reason, *finding.wanting)),
        acts=finding.actor,
        texts={language: _text(finding, words.get(language, {})) for language in LANGUAGES},
    )


def _named(selected: Selected, words: Words) -> PartWait:
    services = sorted(selected.named.services or ())
    texts = {
        language: said(NAMED_UNUSABLE, language).format(
            selected.named.words, _listed(selected, services, language, words)
        )
        for language in LANGUAGES
    }
    return _wait(NAMED_CANNOT, [selected.named.words, *_grounds(selected, services)], texts, waivable=True)


def _none(selected: Selected, words: Words) -> PartWait:
    services = [
        *(each.service.id for each in selected.feasible.offers),
        *(each.service.id for each in selected.feasible.refused),
    ]
    texts = {
        language: said(NO_SERVICE, language).format(_listed(selected, services, language, words))
        for language in LANGUAGES
    }
    return _wait(NO_SERVICE_LEFT, _grounds(selected, services), texts, waivable=False)


def _listed(selected: Selected, services: Iterable[str], language: str, words: Words) -> str:
    return "; ".join(f"{each}: {', '.join(why_not(selected, each, language, words))}" for each in services)


def _grounds(selected: Selected, services: Iterable[str]) -> list[str]:
    """What a wait rests on, in words that stay the same."""
    refused = {each.service.id: tuple(one.why for one in each.refusals) for each in selected.feasible.refused}
    ruled_out = selected.choice.ruled_out
    return [f"{each}:{','.join((*refused.get(each, ()), *ruled_out.get(each, ())))}" for each in services]


def _wait(reason: str, grounds: Iterable[str], texts: Mapping[str, str], *, waivable: bool) -> PartWait:
    return PartWait(rule="", reason=reason, fingerprint=_digest(grounds), acts=SHIPPING, texts=texts, waivable=waivable)


def _digest(words: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:32]
