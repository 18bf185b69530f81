"""What a decision asks of the customer, as fields of one form: address, phone, e-mail, numbers, papers, confirmations.

A customer may touch these and nothing else: never lines, values or HS codes. A question that rests on nothing a
customer could change (that an order came twice, that a note names another address) is one to confirm; the answer is a
release like a person's, so only for findings that a person may release and that carry no score.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from engine.customs.identifiers import ConsigneeIds
from engine.decision import Decision, Finding
from engine.explanation import single_reasons
from engine.goods.restriction import Trust
from engine.order.order import Order
from engine.policy import may_waive
from engine.rulebook.book import RuleBook

# Fields of the form -> fields of the delivery address, in the order in which they are shown.
ADDRESS = ("name", "company", "line1", "line2", "city", "state", "postcode", "country")
COUNTRY = "country"
PHONE, EMAIL = "phone", "email"
MOST_ASKED = 40
# What an answer can change: a rule that reads none of it asks for a word, not for a value.
CHANGEABLE = (
    "address.", "ship_to.", "bill_to.", "phone.", "email.", "tax.consignee_ids", "line.law_documents", "line.documents",
    "line.law_export_documents",
)  # fmt: skip
MISSING_PAPERS = "line.law_documents_missing"
MISSING_NUMBERS, WRONG_NUMBERS = "tax.consignee_ids_missing", "tax.consignee_ids_invalid"


@dataclass(frozen=True, slots=True)
class NumberAsked:
    """A number of the consignee: any of these kinds will do, the first is the usual one."""

    kinds: tuple[str, ...]

    @property
    def word(self) -> str:
        """As the form and the row call it."""
        return f"number.{self.kinds[0]}"


@dataclass(frozen=True, slots=True)
class PaperAsked:
    """A paper for one line, counted from 1."""

    kind: str
    line: int

    @property
    def word(self) -> str:
        """As the form and the row call it."""
        return f"paper.{self.kind}.{self.line}"


@dataclass(frozen=True, slots=True)
class ConfirmAsked:
    """A rule whose question is answered by a word of the customer: by yes or no, or where it has fields of the form
    (`by_fields`) by sending these, changed or not."""

    rule: str
    fingerprint: str
    by_fields: bool = False

    @property
    def word(self) -> str:
        """As the form and the row call it."""
        return f"confirm.{self.rule}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Everything that one form asks. `address` holds the fields in question: all others of it are shown and may be
    changed too, but for the country, on which price and law depend. `added`: what people alone ask, no finding."""

    address: frozenset[str] = frozenset()
    phone: bool = False
    email: bool = False
    numbers: tuple[NumberAsked, ...] = ()
    papers: tuple[PaperAsked, ...] = ()
    confirmations: tuple[ConfirmAsked, ...] = ()
    texts: Mapping[str, tuple[str, ...]]
    added: frozenset[str] = frozenset()

    @property
    def words(self) -> tuple[str, ...]:
        """All of it, as stable words."""
        found = [f"address.{name}" for name in ADDRESS if name in self.address]
        found += [name for name, asks in ((PHONE, self.phone), (EMAIL, self.email)) if asks]
        found += [each.word for group in (self.numbers, self.papers, self.to_confirm) for each in group]
        return tuple(found)

    @property
    def to_confirm(self) -> tuple[ConfirmAsked, ...]:
        """Those that are put as a question of their own."""
        return tuple(each for each in self.confirmations if not each.by_fields)

    @property
    def editable(self) -> tuple[str, ...]:
        """Fields of the address that the form shows; none when nothing of it is in question."""
        if not self.address:
            return ()
        return tuple(name for name in ADDRESS if name != COUNTRY or COUNTRY in self.address)

    def seen_at(self, version: int) -> str:
        """What a form says it was made of: the order's version and all that is asked."""
        return f"{version}.{sha256(' '.join(self.words).encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A decision with what is needed to put its questions. `language`: of the customer."""

    decision: Decision
    book: RuleBook
    order: Order
    ids: ConsigneeIds
    language: str = "en"
    added: tuple[str, ...] = ()


def asked_of(asking: Asking) -> Asked:
    """What is asked, with the rules' own words by field where a customer may read them."""
    words: dict[str, list[str]] = {word: [] for word in asking.added}
    confirmations: list[ConfirmAsked] = []
    asked_by_rules: set[str] = set()
    for finding, text in _asking(asking):
        found = topics(finding)
        if is_confirmed(finding, asking):
            confirmations.append(ConfirmAsked(finding.rule, finding.fingerprint, by_fields=bool(found)))
            found = found or [confirmations[-1].word]
        asked_by_rules.update(found)
        for word in found:
            told = words.setdefault(word, [])
            if text and text not in told:
                told.append(text)
    listed = list(words)[:MOST_ASKED]
    return Asked(
        address=frozenset(word.removeprefix("address.") for word in listed if word.startswith("address.")),
        phone=PHONE in words,
        email=EMAIL in words,
        numbers=_numbers(listed, asking),
        papers=tuple(_paper(word) for word in sorted(listed) if word.startswith("paper.")),
        confirmations=tuple(dict.fromkeys(confirmations)),
        texts={word: tuple(words[word]) for word in listed},
        added=frozenset(asking.added) - asked_by_rules,
    )


def addable(asking: Asking, documents: Iterable[str]) -> tuple[str, ...]:
    """All that a person may add: fields of the address, phone, e-mail, numbers that the destination knows, and for each
    line the `documents` that the law knows."""
    kinds = asking.ids.kinds(asking.order.shipping_address.country or "")
    lines = range(1, len(asking.order.lines) + 1)
    return (
        *(f"address.{name}" for name in ADDRESS),
        PHONE,
        EMAIL,
        *(f"number.{kind}" for kind in sorted(kinds)),
        *(PaperAsked(kind, line).word for line in lines for kind in sorted(documents)),
    )


def topics(finding: Finding) -> list[str]:
    """The words of the fields by which a finding can be answered; none where no field of the form would help."""
    return list(dict.fromkeys(word for fact in finding.ask for word in _topic(fact, finding)))


def is_confirmed(finding: Finding, asking: Asking) -> bool:
    """Whether a yes of the customer may settle it."""
    domain = asking.book.domain
    evaluation = asking.decision.evaluation
    if evaluation is None or finding.score or finding.set in asking.book.policy.score_sets:
        return False
    if not finding.fingerprint or not may_waive(finding, domain):
        return False
    return not any(name.startswith(CHANGEABLE) for name in evaluation.program.facts_of(finding.rule))


def is_asked(finding: Finding, book: RuleBook) -> bool:
    """Whether it puts a question to the customer that nobody has settled."""
    return finding.verdict == book.domain.asking_verdict and finding.waived_by is None


def kinds_for(ids: ConsigneeIds, country: str, kind: str) -> tuple[str, ...]:
    """The kinds that will do where this one is missing, it first; what rests on weak sources is no reason to ask."""
    needs = (need for book in ids.books(country) for need in book.needs if need.trust is not Trust.LOW)
    found = [each for need in needs if need.any_of[0] == kind for each in need.any_of]
    return tuple(dict.fromkeys([kind, *found]))


def _asking(asking: Asking) -> Iterator[tuple[Finding, str]]:
    """Findings that ask, each with the words that a customer may read. Of signs of fraud no customer is told."""
    told = single_reasons(asking.decision, asking.book, asking.language, asking.language)
    texts = {(each.rule, each.lines): each.customer for each in told}
    for finding in asking.decision.findings:
        if is_asked(finding, asking.book):
            lines = () if finding.part is None else (finding.part,)
            is_told = finding.set not in asking.book.policy.score_sets
            yield finding, texts.get((finding.rule, lines), "") if is_told else ""


def _topic(fact: str, finding: Finding) -> Sequence[str]:
    group, _, name = fact.partition(".")
    if group == "ship_to" and name in ADDRESS:
        return [f"address.{name}"]
    if group == "phone":
        return [PHONE]
    if fact.startswith("tax.consignee_ids"):
        kinds = _words(finding, MISSING_NUMBERS) | _words(finding, WRONG_NUMBERS)
        return [f"number.{kind}" for kind in sorted(kinds)]
    if fact.startswith("line.document") and finding.part is not None:
        return [f"paper.{kind}.{finding.part}" for kind in sorted(_words(finding, MISSING_PAPERS))]
    return []


def _words(finding: Finding, fact: str) -> frozenset[str]:
    value = finding.values.get(fact)
    return value if isinstance(value, frozenset) else frozenset()


def _numbers(words: Sequence[str], asking: Asking) -> tuple[NumberAsked, ...]:
    country = asking.order.shipping_address.country or ""
    found: list[NumberAsked] = []
    for kind in sorted(word.removeprefix("number.") for word in words if word.startswith("number.")):
        if not any(kind in each.kinds for each in found):  # one of these kinds will do already
            found.append(NumberAsked(kinds_for(asking.ids, country, kind)))
    return tuple(found)


def _paper(word: str) -> PaperAsked:
    _, kind, line = word.split(".")
    return PaperAsked(kind, int(line))
