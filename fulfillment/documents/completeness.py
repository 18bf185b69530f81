"""Whether a declaration may be printed: all that destination, carrier and paper ask, checked at once.

Nothing is printed that is not complete. A fault that `stops` has to be mended first; the others are told beside the
papers. Every fault says where, what, and what to do about it, in English or Chinese.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from engine.errors import SpokenFault
from engine.facts.sale import party_of
from engine.goods.restriction import Trust
from fulfillment.documents.advance_form import pointer
from fulfillment.documents.converting import StoredRates, in_sdr
from fulfillment.documents.customs_file import Contents, CustomsFile
from fulfillment.documents.declaration import Category, Consignee, Declaration
from fulfillment.documents.declaring import PaperBook, Way, duties_of
from fulfillment.documents.dg_lines import weak_rows
from fulfillment.documents.dg_rows import DgBook
from fulfillment.documents.fault_texts import LANGUAGES, REMEDIES, told
from fulfillment.documents.field_checks import CHECKS, Case, Found, packaging_fault
from fulfillment.documents.field_rows import FieldBook, FieldRule, Situation
from fulfillment.documents.packaging_duties import Duty
from fulfillment.documents.value_rows import ValueTable

COLONS: Mapping[str, str] = {"en": ": ", "zh": "："}  # between what is wrong and what to do
# Inside a union or a country nothing is declared to customs; these are asked of every parcel all the same.
EVERYWHERE = frozenset({"sender", "consignee", "contact", "weights", "dangerous_refused", "dangerous_complete"}) | {
    "packaging"
}
_BORDERLESS = frozenset({"domestic", "intra_union"})


class Form(StrEnum):
    """The postal forms: the small one up to 300 SDR, the large one beyond."""

    CN22 = "CN22"
    CN23 = "CN23"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFault:
    """One thing wrong. `pointer` is a place in the advance data (RFC 6901), `message` says what, `remedy` what to do;
    both by language. `rule` is the row of the data that asks for it."""

    pointer: str
    code: str
    message: Mapping[str, str]
    remedy: Mapping[str, str]
    rule: str
    stops: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """All faults of a declaration, those that stop first."""

    faults: tuple[PaperFault, ...] = field(default_factory=tuple)

    @property
    def may_print(self) -> bool:
        """Nothing stops."""
        return not any(each.stops for each in self.faults)


def check(
    declaration: Declaration, consignee: Consignee, file: CustomsFile, contents: Contents, way: Way, book: PaperBook
) -> Checked:
    """Checks a declaration for its destination, its carrier, and what goes with it."""
    duties = duties_of(file, contents, way, book)
    case = Case(
        declaration=declaration,
        consignee=consignee,
        file=file,
        duties=duties,
        refused_words=book.fields.refused_words,
    )
    weak = (*_weakness(case, book.values), *_weak_marks(case, book.dangerous))
    faults = [*_of_rules(case, book.fields), *_hints(duties), *weak]
    return Checked(faults=tuple(sorted(faults, key=lambda each: not each.stops)))


def as_fault(found: PaperFault) -> SpokenFault:
    """As errors carry it."""
    told = {language: f"{found.message[language]}{colon}{found.remedy[language]}" for language, colon in COLONS.items()}
    return SpokenFault(found.pointer, found.code, told["en"], told)


def situation(file: CustomsFile) -> Situation:
    """What decides which fields are asked for."""
    lane, chosen = file.lane, file.order.shipping
    return Situation(
        places=frozenset({lane.market, lane.territory}),
        mode=lane.mode,
        carrier=lane.carrier,
        party=party_of(file.order),
        incoterm="DAP" if chosen is None or chosen.incoterm is None else chosen.incoterm.value,
        regime=lane.regime,
        on=lane.on,
    )


def form_for(declaration: Declaration, table: ValueTable, rates: StoredRates | None) -> Form:
    """The postal form that serves: CN 22 up to its value and weight, else CN 23. Raises NoStoredRate."""
    return Form.CN23 if _too_large(declaration, table, rates) else Form.CN22


def _of_rules(case: Case, fields: FieldBook) -> Iterator[PaperFault]:
    inside = case.file.lane.movement in _BORDERLESS
    for rule in fields.asked(situation(case.file)):
        if not inside or rule.field in EVERYWHERE:
            yield from _faults(case, rule)


def _faults(case: Case, rule: FieldRule) -> Iterator[PaperFault]:
    for found in CHECKS[rule.field](case, rule):
        yield _fault(found, rule.id, rule.what, stops=rule.stops and not found.is_hint)


def _hints(duties: tuple[Duty, ...]) -> Iterator[PaperFault]:
    for duty in duties:
        if not duty.stops and duty.is_met is not True:
            yield _fault(packaging_fault(duty), duty.row.id, duty.row.what, stops=False)


def _weakness(case: Case, table: ValueTable) -> Iterator[PaperFault]:
    """Says when the row that the value follows rests on a weak source."""
    row = table.named(case.declaration.basis.row)
    inside = case.file.lane.movement in _BORDERLESS
    if row is not None and row.trust is Trust.LOW and not inside:
        found = Found("/basis/row", "value_row_weak", {"found": row.id})
        yield _fault(found, row.id, REMEDIES[found.code], stops=False)


def _weak_marks(case: Case, book: DgBook) -> Iterator[PaperFault]:
    """Says when marks and papers of dangerous goods rest on a weak source."""
    packed = [
        (line.number, goods, line.quantity) for line in case.declaration.lines if (goods := case.goods(line.number))
    ]
    for row in weak_rows(packed, case.file.lane.mode, book):
        found = Found("/dangerous", "dangerous_row_weak", {"found": row})
        yield _fault(found, row, REMEDIES[found.code], stops=False)


def _fault(found: Found, rule: str, remedy: Mapping[str, str], *, stops: bool) -> PaperFault:
    message = {language: told(found.code, language, found.values) for language in LANGUAGES}
    return PaperFault(
        pointer=pointer(found.pointer), code=found.code, message=message, remedy=remedy, rule=rule, stops=stops
    )


def _too_large(declaration: Declaration, table: ValueTable, rates: StoredRates | None) -> bool:
    """The small form does not do: by its weight, or by its value unless there are only documents in it."""
    limit = table.cn22
    if declaration.gross_g > limit.max_g:
        return True
    if declaration.category is Category.DOCUMENTS:
        return False
    return in_sdr(declaration.goods, declaration.currency, table.sdr.per_eur, rates) > limit.sdr
