"""What `clearway papers declare` and `advance` show."""

import sys
from dataclasses import dataclass, replace

import orjson

from api.cli.clerk import Clerk, at_home, order_id_of
from api.cli.failing import Exit
from api.cli.paper_phrases import PHRASES, PaperPhrases, fault_row
from api.cli.phrases import Language
from api.composition.customs_eyes import CustomsEyes
from api.schemas.declarations import shown_declaration
from engine.bundled import data_folder
from engine.order.money import Money
from fulfillment.documents.advance_data import AdvanceData, to_json
from fulfillment.documents.advance_schema import schema_bytes
from fulfillment.documents.advance_xml import to_xml
from fulfillment.documents.customs_file import whole
from fulfillment.documents.declaration import Declaration, Shown
from fulfillment.documents.declaring import Wish
from fulfillment.documents.paper_book import load_paper_book
from fulfillment.documents.preparing import Asked, Prepared, prepared


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is said of the parcel at the command line."""

    gross_g: int
    materials: tuple[str, ...]
    value: int | None
    category: str | None
    tax_in_prices: int

    @property
    def has_wish(self) -> bool:
        """Whether another value or category than the due one is asked for."""
        return self.value is not None or self.category is not None


def declared(clerk: Clerk, named: str, parcel: Parcel, lang: Language, *, as_json: bool) -> Exit:
    """The declaration with its faults; SOME_BAD when nothing may be printed."""
    found = _prepared(clerk, named, parcel)
    if as_json:
        sys.stdout.write(orjson.dumps(shown_declaration(found), option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        wished = [PHRASES[lang].this_time] if parcel.has_wish else []
        sys.stdout.write("\n".join((*page(found, lang), *wished)) + "\n")
    return Exit.DONE if found.checked.may_print else Exit.SOME_BAD


def sent_ahead(clerk: Clerk, named: str, parcel: Parcel, form: str) -> Exit:
    """The advance data itself."""
    found = _prepared(clerk, named, parcel)
    message = AdvanceData(declaration=found.filled, consignee=found.consignee)
    sys.stdout.write((to_xml(message) if form == "xml" else to_json(message)).decode())
    return Exit.DONE


def schema_shown() -> Exit:
    """The schema of the advance data."""
    sys.stdout.write(schema_bytes().decode())
    return Exit.DONE


def page(found: Prepared, lang: Language) -> list[str]:
    """A declaration as people read it."""
    phrases, declaration = PHRASES[lang], found.declaration
    head = [
        f"{phrases.category}: {phrases.categories[declaration.category]}  {declaration.reason}".rstrip(),
        f"{phrases.value}: {Money(declaration.total, declaration.currency)}  ({declaration.basis.row})",
        f"{phrases.form}: {found.form}  {declaration.net_g} g / {declaration.gross_g} g",
    ]
    return [*head, *_goods(declaration), *_numbers(declaration, phrases), *_faults(found, phrases, lang)]


def _goods(declaration: Declaration) -> list[str]:
    return [
        f"  {line.number}. {line.quantity} x {line.description}  {line.hs_code or '-'}  {line.origin or '-'}  "
        f"{line.net_g} g  {Money(line.value, declaration.currency)}"
        for line in declaration.lines
    ]


def _numbers(declaration: Declaration, phrases: PaperPhrases) -> list[str]:
    """Numbers that travel as data alone are named, not shown."""
    shown = [
        f"{each.kind} {each.value if each.shown is not Shown.DATA else phrases.data_only}"
        for each in declaration.numbers
    ]
    return [f"{phrases.numbers}: {', '.join(shown)}"] if shown else []


def _faults(found: Prepared, phrases: PaperPhrases, lang: Language) -> list[str]:
    if not found.checked.faults:
        return [phrases.complete]
    verdict = phrases.printable if found.checked.may_print else phrases.stopped
    return [verdict, *(f"  {fault_row(each, lang)}" for each in found.checked.faults)]


def _prepared(clerk: Clerk, named: str, parcel: Parcel) -> Prepared:
    with at_home() as house:
        view = CustomsEyes(house.desk)
        with house.database.read() as session:
            order_id = order_id_of(session, clerk, named)
            file = view.file_of(session, clerk.merchant, order_id)
        contents = replace(whole(file, number=order_id, gross_g=parcel.gross_g), materials=parcel.materials)
        asked = Asked(
            merchant=clerk.merchant,
            order_id=order_id,
            actor=clerk.name,
            now=house.clock.now(),
            contents=contents,
            wish=Wish(value=parcel.value, category=parcel.category) if parcel.has_wish else None,
            tax_in_prices=parcel.tax_in_prices,
        )
        return prepared(house.database, house.ids, view, load_paper_book(data_folder()), asked)
