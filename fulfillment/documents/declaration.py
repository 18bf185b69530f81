"""The customs declaration of one parcel, as data: every paper and the advance data are views of this object.

Amounts are minor units of `currency`, weights grams, countries ISO 3166-1 alpha-2 codes. A declaration holds no
personal value and may be kept; who receives the parcel is a `Consignee`, which is read from the order when a paper is
printed and is never kept.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Category(StrEnum):
    """What the parcel is to customs, after the boxes of the forms CN 22 and CN 23."""

    SALE = "sale"
    GIFT = "gift"
    SAMPLE = "sample"
    RETURN = "return"
    DOCUMENTS = "documents"
    DANGEROUS = "dangerous"
    OTHER = "other"


class Shown(StrEnum):
    """How far a number may be seen: `data` only electronically (never on paper), `invoice` on the papers that customs
    read, `package` on the parcel too."""

    DATA = "data"
    INVOICE = "invoice"
    PACKAGE = "package"


class Holder(StrEnum):
    """Whose number it is. Only `SELLER` and `MARKETPLACE` stand in a declaration."""

    SELLER = "seller"
    MARKETPLACE = "marketplace"
    IMPORTER = "importer"


class Undelivered(StrEnum):
    """What the post does with a parcel that cannot be delivered."""

    RETURN = "return"
    ABANDON = "abandon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number under which somebody is known to customs or tax: kind such as IOSS, VAT, EORI, VOEC, ABN, LUCID."""

    kind: str
    value: str
    holder: Holder = Holder.SELLER
    country: str | None = None
    shown: Shown = Shown.INVOICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends: a legal entity of the merchant and the warehouse that it sends from; nobody's private address."""

    company: str
    lines: tuple[str, ...]
    city: str
    country: str
    postcode: str = ""
    state: str = ""
    phone: str = ""
    email: str = ""
    signatory: str = ""  # in what name papers are signed, such as "Export desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consignee:
    """Who receives, with the numbers by which customs know them (CPF, PCCC, EORI …). Personal: read when a paper is
    printed, and never kept."""

    name: str
    country: str
    company: str = ""
    lines: tuple[str, ...] = ()
    city: str = ""
    state: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""
    numbers: tuple[Number, ...] = ()

    def __repr__(self) -> str:
        """Without personal values, so that no log and no traceback tells them."""
        return f"Consignee(country={self.country!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """`pro_forma` where nothing is sold, or before it is."""

    number: str
    day: date
    pro_forma: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A paper that goes with goods: its kind as in data/restricted_goods/documents.yaml, and its own number.

    The number is read when papers are printed and empty in what is kept; `paper` is the desk's id of it.
    """

    document: str
    number: str = ""
    is_certificate: bool = True
    paper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredLine:
    """One article in the parcel. `value` and `net_g` are of all its pieces together.

    `number` counts the declaration's lines from 1, `order_line` is the number of the order's line that it came of.
    """

    number: int
    order_line: int
    description: str
    quantity: int
    net_g: int
    value: int
    hs_code: str = ""
    origin: str = ""
    sku: str = ""
    local_description: str = ""
    local_language: str = ""
    gtin: str = ""
    manufacturer_id: str = ""
    responsible_person: str = ""
    material: str = ""
    licences: tuple[Licence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerousLine:
    """Dangerous goods in the parcel. `name` is the proper shipping name, `marks` and `papers` what rules ask for."""

    line: int
    un: str
    hazard_class: str
    name: str
    quantity: int
    packing_group: str = ""
    packing_instruction: str = ""
    section: str = ""
    net_quantity: str = ""
    marks: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Charges:
    """What is charged beside the goods. `in_value` names those that the declared total contains."""

    freight: int = 0
    insurance: int = 0
    other: int = 0
    in_value: frozenset[str] = frozenset()

    @property
    def included(self) -> int:
        """The part of them that belongs to the declared total."""
        return sum(getattr(self, name) for name in self.in_value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carriage:
    """How the parcel travels. `number` is its S10 number, or the carrier's own; "" before there is one."""

    mode: str
    carrier: str = ""
    service: str = ""
    number: str = ""
    undelivered: Undelivered = Undelivered.RETURN


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueBasis:
    """Which row of data/customs/declared_values.yaml the value follows, the rate used (units of the declaration's
    currency for one of the order's, as text) and its day."""

    row: str
    order_currency: str
    rate: str = "1"
    rate_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """All that is said about one parcel. `value` of a line is of its goods; see `total` for what customs are told.

    `language` is the consignee's, for texts that people read. `references` are pairs of a kind (`order`, `fulfilment`,
    `parcel`, `original_order`) and its value.
    """

    number: str
    category: Category
    invoice: Invoice
    currency: str
    destination: str
    lines: tuple[DeclaredLine, ...]
    gross_g: int
    sender: Sender
    carriage: Carriage
    basis: ValueBasis
    incoterm: str = "DAP"
    reason: str = ""
    language: str = "en"
    charges: Charges = field(default_factory=Charges)
    numbers: tuple[Number, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    dangerous: tuple[DangerousLine, ...] = ()
    packaging_marks: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def goods(self) -> int:
        """What the goods are worth, without charges."""
        return sum(line.value for line in self.lines)

    @property
    def total(self) -> int:
        """The declared value: the goods, and those charges that the destination counts in."""
        return self.goods + self.charges.included

    @property
    def net_g(self) -> int:
        """What the goods weigh without the box."""
        return sum(line.net_g for line in self.lines)

    def printable(self, shown: Shown) -> tuple[Number, ...]:
        """Numbers that may stand on a paper of this reach: `invoice` papers, or the `package` itself."""
        reach = tuple(Shown)
        return tuple(each for each in self.numbers if reach.index(each.shown) >= reach.index(shown))

    def reference(self, kind: str) -> str:
        """The first reference of a kind, or nothing."""
        return next((value for name, value in self.references if name == kind), "")
