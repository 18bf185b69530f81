"""Whom and which door: the name and the street lines."""

from dataclasses import dataclass

from engine.address.gibberish import gibberish
from engine.address.placeholder import blank, lettered, placeholder
from engine.address.po_box import read_po_box
from engine.address.spelling import fold, tidy
from engine.address.street import holds_contact, number_missing, vague
from engine.address.verdict import AddressFinding, Level, PoBox

Findings = list[AddressFinding]


@dataclass(frozen=True, slots=True)
class Doorstep:
    """The street lines that say something, and what they look like together."""

    lines: tuple[str, ...]
    findings: tuple[AddressFinding, ...]
    po_box: PoBox = PoBox.NONE
    vague: bool = False
    gibberish: bool = False
    number_missing: bool = False
    contact: bool = False

    @property
    def text(self) -> str:
        return ", ".join(self.lines)


def judge_street(written: tuple[str | None, ...], *, number_expected: bool) -> Doorstep:
    """One verdict over all lines: a line that only stands in for nothing, or repeats another, is left away."""
    given = [tidy(line) for line in written if line is not None and not blank(line)]
    lines = {fold(line): line for line in reversed(given) if not placeholder(line, "street")}
    if not lines:
        code = "street_placeholder" if given else "street_missing"
        return Doorstep(tuple(given), (AddressFinding("street", code, Level.ERROR),))
    kept = tuple(line for line in given if lines.pop(fold(line), None) is not None)
    return _judge_text(kept, number_expected=number_expected)


def _judge_text(lines: tuple[str, ...], *, number_expected: bool) -> Doorstep:
    street = ", ".join(lines)
    box = read_po_box(street)
    mashed = gibberish(street)
    unclear = box is PoBox.NONE and vague(street)
    unnumbered = number_expected and box is PoBox.NONE and number_missing(street)
    contact = holds_contact(street)
    remarks = (
        (mashed, "street_gibberish", Level.WARNING),
        (unclear, "street_vague", Level.WARNING),
        (unnumbered, "house_number_missing", Level.WARNING),
        (contact, "contact_in_street", Level.WARNING),
        (box is PoBox.BOX_ONLY, "po_box_only", Level.OK),
    )
    findings = tuple(AddressFinding("street", code, level) for found, code, level in remarks if found)
    return Doorstep(lines, findings, box, unclear, mashed, unnumbered, contact)


def judge_name(written: str | None) -> Findings:
    """A name that was given. Whether one is needed is for the caller to say: a file of addresses may have none."""
    if written is None:
        return []
    if blank(written):
        return [AddressFinding("name", "name_missing", Level.ERROR)]
    if placeholder(written, "name"):
        return [AddressFinding("name", "name_placeholder", Level.ERROR)]
    if not lettered(written):
        return [AddressFinding("name", "name_without_letters", Level.ERROR)]
    return [AddressFinding("name", "name_gibberish", Level.WARNING)] if gibberish(written) else []
