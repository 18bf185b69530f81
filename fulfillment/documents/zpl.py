"""The address label in ZPL II, for label printers that set it themselves: 100 by 150 mm at 203 dots an inch.

From a text template of our own; fields are escaped by `^FH` (an underscore and two hexadecimal digits), so that no name
starts a command; `^CI28` tells the printer that text is UTF-8 (Zebra, ZPL II Programming Guide, firmware X.14 and
later). A printer's built-in font has Latin letters alone. Others are printed where a font on the printer that has them
is named, as `E:NOTOCJK.TTF`; without one their transliteration is, and where there is none the label is refused.
"""

from importlib.resources import files
from string import Template

from engine.address.script import scripts_of
from fulfillment.carriers.services import service_name
from fulfillment.documents.amounts import kilograms
from fulfillment.documents.copy import Copy, Json
from fulfillment.documents.errors import LettersMissing, PaperEmpty
from fulfillment.documents.label_sheet import spaced

BUILT_IN = "0"
SENDER_AT, SENDER_STEP, SENDER_HEIGHT = 150, 24, 22
CONSIGNEE_AT, CONSIGNEE_END = 355, 845
LARGEST, SMALLEST = 40, 18
MEAN_WIDTH = 0.55  # of a letter of the built-in font, by its height
WIDTH = 760


def label_zpl(copy: Copy, printer_font: str = "") -> str:
    """The label. Raises PaperEmpty without a number, LettersMissing for letters that this printer cannot print."""
    carriage = copy.declaration.carriage
    if not carriage.number:
        raise PaperEmpty
    block = copy.consignee_block()
    consignee = [*_printable(block, printer_font), str(block["country"])]
    phone = copy.consignee.phone
    template = Template((files("fulfillment.documents") / "templates" / "label.zpl").read_text(encoding="utf-8"))
    return template.substitute(
        carrier=escaped(carriage.carrier),
        service=escaped(service_name(carriage.number)),
        indicator=escaped(carriage.number[:2]),
        sender=_lines(_texts(copy.sender_block()), SENDER_AT, SENDER_STEP, SENDER_HEIGHT, printer_font),
        consignee=_fitted([*consignee, *([phone] if phone else [])], printer_font),
        weight=escaped(f"{kilograms(copy.declaration.gross_g)} kg"),
        day=copy.day.isoformat(),
        reference=escaped(copy.declaration.reference("order")),
        number=escaped(carriage.number),
        spaced=escaped(spaced(carriage.number)),
    )


def escaped(text: str) -> str:
    """Field data in which nothing is a command: caret, tilde and underscore as hexadecimal of UTF-8."""
    return "".join(f"_{ord(each):02X}" if each in "^~_\\" else each for each in text if each.isprintable())


def _printable(block: Json, printer_font: str) -> list[str]:
    lines, readings = _texts(block["lines"]), _texts(block["latin"])
    if printer_font:
        return [*lines, *readings]
    if not any(scripts_of(line) for line in lines):
        return lines
    unread = "".join(line for line in lines if scripts_of(line))
    if len(readings) < len(lines):  # some lines have no reading
        raise LettersMissing(tuple(dict.fromkeys(each for each in unread if scripts_of(each))))
    return readings


def _texts(written: object) -> list[str]:
    match written:
        case list():
            return [str(each["t"]) for each in written]
    return []


def _fitted(lines: list[str], printer_font: str) -> str:
    room = CONSIGNEE_END - CONSIGNEE_AT
    longest = max(len(line) for line in lines)
    height = max(SMALLEST, min(LARGEST, room * 4 // (5 * len(lines)), int(WIDTH / (MEAN_WIDTH * longest))))
    return _lines(lines, CONSIGNEE_AT, height * 5 // 4, height, printer_font)


def _lines(lines: list[str], top: int, step: int, height: int, printer_font: str) -> str:
    return "\n".join(
        f"^FO30,{top + place * step}{_font(line, height, printer_font)}^FH_^FD{escaped(line)}^FS"
        for place, line in enumerate(lines)
    )


def _font(line: str, height: int, printer_font: str) -> str:
    own = printer_font and scripts_of(line)
    return f"^A@N,{height},{height},{printer_font}" if own else f"^A{BUILT_IN}N,{height},{height}"
