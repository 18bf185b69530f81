"""An answer of a customer: whether it is complete, and the patch of the order that it is (RFC 7396).

The patch touches `TOUCHED` and nothing else, whatever is sent. Whether an answer helps is for the rules to say; here
only what cannot be kept, or is not there, is refused.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from engine.address.locality import judge_country
from engine.desk.customer_questions import COUNTRY, EMAIL, PHONE, Asked, NumberAsked
from engine.desk.papers import FORMS, MOST_BYTES
from engine.desk.person import Part
from engine.desk.request_errors import FieldFault
from engine.facts.email import parse_email
from engine.order.party import TaxHolder
from engine.order.tidy import tidy_text

# Pointers (RFC 6901) under which an answer may change an order.
TOUCHED = ("/shipping_address", "/customer/email", "/tax_identifiers")
LONGEST, LONGEST_NUMBER = 256, 64
NUMBERS = "tax_identifiers"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberGiven:
    """A number of one of the kinds that were asked for."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperGiven:
    """A paper with its scan, or the word that the customer has none (`lacking`)."""

    number: str = ""
    content: bytes | None = None
    lacking: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was filled in: numbers, papers and confirmations by the word of their question. `insists`: what looks wrong
    is right as it is; a person looks at it then."""

    address: Mapping[str, str] = field(default_factory=dict)
    phone: str | None = None
    email: str | None = None
    numbers: Mapping[str, NumberGiven] = field(default_factory=dict)
    papers: Mapping[str, PaperGiven] = field(default_factory=dict)
    confirmed: Mapping[str, bool] = field(default_factory=dict)
    insists: bool = False


def faults_of(asked: Asked, answer: Answer) -> tuple[FieldFault, ...]:
    """What is not there, not asked for, or cannot be kept: everything at once, in the order of the form."""
    return (
        *_address_faults(asked, answer),
        *_line(PHONE, answer.phone, asked.phone),
        *_email_faults(asked, answer),
        *(fault for each in asked.numbers for fault in _number_faults(each, answer.numbers.get(each.word))),
        *(fault for each in asked.papers for fault in _paper_faults(each.word, answer.papers.get(each.word))),
        *(FieldFault(each.word, "required") for each in asked.to_confirm if each.word not in answer.confirmed),
        *_not_asked(asked, answer),
    )


def words_of(answer: Answer) -> frozenset[str]:
    """The fields that say something about the order itself; papers and confirmations are judged by people."""
    lines = {f"address.{name}": each for name, each in answer.address.items()}
    plain = {PHONE: answer.phone, EMAIL: answer.email, **lines}
    return frozenset({*(name for name, each in plain.items() if each), *answer.numbers})


def without(answer: Answer, words: Collection[str]) -> Answer:
    """The answer as if these fields had been left alone."""
    return replace(
        answer,
        address={name: each for name, each in answer.address.items() if f"address.{name}" not in words},
        phone=None if PHONE in words else answer.phone,
        email=None if EMAIL in words else answer.email,
        numbers={word: each for word, each in answer.numbers.items() if word not in words},
    )


def patch_of(asked: Asked, answer: Answer, document: Mapping[str, object]) -> Part:
    """The patch of an answer in which nothing is at fault. `document` is the order's, whole."""
    address: Part = {name: tidy_text(answer.address[name]) or None for name in asked.editable if name in answer.address}
    if COUNTRY in address:
        address[COUNTRY] = judge_country(answer.address[COUNTRY])[0]
    if asked.phone and answer.phone is not None:
        address["phone"] = tidy_text(answer.phone)
    patch: Part = {"shipping_address": address} if address else {}
    if asked.email and answer.email is not None:
        patch["customer"] = {"email": tidy_text(answer.email)}
    numbers = _numbers(asked, answer, document)
    return patch if numbers is None else {**patch, NUMBERS: numbers}


def said_of(asked: Asked, answer: Answer) -> Part:
    """What is kept of an answer beside the order and its papers, to be sealed."""
    return {
        "address": {name: answer.address[name] for name in asked.editable if name in answer.address},
        "phone": answer.phone,
        "email": answer.email,
        "numbers": {word: {"kind": each.kind, "value": each.value} for word, each in answer.numbers.items()},
        "papers": {word: {"lacking": each.lacking} for word, each in answer.papers.items()},
        "confirmed": dict(answer.confirmed),
        "insists": answer.insists,
    }


def _address_faults(asked: Asked, answer: Answer) -> Iterator[FieldFault]:
    for name in asked.editable:
        found = tuple(_line(f"address.{name}", answer.address.get(name), asks=name in asked.address))
        yield from found
        if name == COUNTRY and not found and judge_country(answer.address[name])[0] is None:
            yield FieldFault(f"address.{name}", "country_unknown")


def _line(word: str, text: str | None, asks: bool) -> Iterator[FieldFault]:  # noqa: FBT001 - whether it is asked for
    value = tidy_text(text or "")
    if asks and not value:
        yield FieldFault(word, "required")
    elif len(value) > LONGEST:
        yield FieldFault(word, "too_long")


def _email_faults(asked: Asked, answer: Answer) -> Iterator[FieldFault]:
    found = tuple(_line(EMAIL, answer.email, asks=asked.email))
    yield from found
    if asked.email and not found and parse_email(tidy_text(answer.email or "")) is None:
        yield FieldFault(EMAIL, "email_form")


def _number_faults(asked: NumberAsked, given: NumberGiven | None) -> Iterator[FieldFault]:
    value = "" if given is None else tidy_text(given.value)
    if given is None or not value:
        yield FieldFault(asked.word, "required")
    elif given.kind not in asked.kinds:
        yield FieldFault(asked.word, "not_asked")
    elif len(value) > LONGEST_NUMBER:
        yield FieldFault(asked.word, "too_long")


def _paper_faults(word: str, given: PaperGiven | None) -> Iterator[FieldFault]:
    if given is not None and given.lacking:
        return
    if given is None or not given.content:
        yield FieldFault(word, "file_missing")
        return
    refused = refuses(given.content)
    if refused:
        yield FieldFault(word, refused)
    if len(given.number) > LONGEST:
        yield FieldFault(word, "too_long")


def refuses(content: bytes) -> str:
    """Why a file is not kept; empty for one that is. Its kind is told by its first bytes."""
    if len(content) > MOST_BYTES:
        return "file_too_large"
    return "" if content.startswith(tuple(FORMS.values())) else "file_form"


def _not_asked(asked: Asked, answer: Answer) -> Iterator[FieldFault]:
    sent = [f"address.{name}" for name in answer.address if name not in asked.editable]
    sent += [PHONE] if answer.phone and not asked.phone else []
    sent += [EMAIL] if answer.email and not asked.email else []
    for given in (answer.numbers, answer.papers, answer.confirmed):
        sent += [word for word in given if word not in asked.words]
    return (FieldFault(word, "not_asked") for word in sent)


def _numbers(asked: Asked, answer: Answer, document: Mapping[str, object]) -> list[object] | None:
    """The order's numbers with those that were asked for in the place of the consignee's of the same kinds."""
    given = [(each, answer.numbers[each.word]) for each in asked.numbers if each.word in answer.numbers]
    if not given:
        return None
    kept = document.get(NUMBERS)
    replaced = frozenset(kind for each, _ in given for kind in each.kinds)
    others = [one for one in kept if not _is_one_of(one, replaced)] if isinstance(kept, list) else []
    holder = TaxHolder.CONSIGNEE.value
    new = [{"kind": one.kind, "value": tidy_text(one.value), "holder": holder} for _, one in given]
    return [*others, *new]


def _is_one_of(number: object, kinds: frozenset[str]) -> bool:
    if not isinstance(number, dict) or number.get("holder", TaxHolder.CONSIGNEE.value) != TaxHolder.CONSIGNEE.value:
        return False
    return str(number.get("kind", "")).strip().upper() in kinds


def papers_given(asked: Asked, answer: Answer) -> Sequence[tuple[str, int, PaperGiven, bytes]]:
    """Kind, line, claim and file of the papers that were handed in."""
    found = ((each, answer.papers.get(each.word)) for each in asked.papers)
    return [
        (each.kind, each.line, given, given.content)
        for each, given in found
        if given is not None and not given.lacking and given.content
    ]
