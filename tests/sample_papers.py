"""Synthetic parcels for tests and pictures of papers: one a script, one long, one dangerous."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType

from fulfillment.documents.copy import Copy
from fulfillment.documents.declaration import (
    Carriage,
    Category,
    Charges,
    Consignee,
    DangerousLine,
    Declaration,
    DeclaredLine,
    Holder,
    Invoice,
    Licence,
    Number,
    Sender,
    Shown,
    ValueBasis,
)
from fulfillment.documents.letters import Faces
from fulfillment.documents.pick_list import PickHead, PickRow

DAY = date(2026, 11, 25)
SENDER = Sender(
    company="Harbour Lights Trading Co., Ltd.",
    lines=("Building 7, 88 Example Road",),
    city="Shenzhen",
    country="CN",
    postcode="518000",
    phone="+86 755 5550 0123",
    signatory="Export desk",
)
CONSIGNEES: Mapping[str, Consignee] = MappingProxyType(
    {
        "DE": Consignee(
            name="Jürgen Müßiggang",
            country="DE",
            lines=("Chausseestr. 5", "Hinterhaus, 3. Stock"),
            city="Berlin",
            postcode="10115",
            phone="+49 30 5550199",
        ),
        "SA": Consignee(
            name="محمد بن عبد الله التجريبي",
            country="SA",
            lines=("شارع المثال ١٢، حي النموذج",),
            city="الرياض",
            postcode="12345",
            phone="+966 55 555 0100",
        ),
        "JP": Consignee(
            name="見本 花子",
            country="JP",
            lines=("丸の内一丁目1番1号", "サンプルビル 5階"),
            city="千代田区",
            state="東京都",
            postcode="100-0005",
            phone="+81 3 5550 0100",
        ),
        "KR": Consignee(
            name="홍길동", country="KR", lines=("견본로 12",), city="강남구", state="서울특별시", postcode="06000"
        ),
        "TW": Consignee(
            name="陳樣本", country="TW", lines=("信義區範例路一段7號骨直門",), city="臺北市", postcode="110"
        ),
        "RU": Consignee(
            name="Образцов Пётр Ильич", country="RU", lines=("ул. Примерная, д. 5",), city="Москва", postcode="101000"
        ),
        "GR": Consignee(
            name="Ελένη Δείγμα", country="GR", lines=("Οδός Παραδείγματος 5",), city="Αθήνα", postcode="10551"
        ),
        "TH": Consignee(
            name="สมชาย ตัวอย่าง", country="TH", lines=("99 ถนนตัวอย่าง",), city="กรุงเทพมหานคร", postcode="10110"
        ),
        "IL": Consignee(name="ישראל דוגמה", country="IL", lines=("רחוב הדוגמה 5",), city="תל אביב", postcode="6100000"),
        "IN": Consignee(name="नमूना कुमार", country="IN", lines=("उदाहरण मार्ग 12",), city="नई दिल्ली", postcode="110001"),
        "US": Consignee(
            name="Pat Sample", country="US", lines=("1 Example Ave",), city="Springfield", state="IL", postcode="62701"
        ),
    }
)
SHIRT = DeclaredLine(
    number=1,
    order_line=1,
    description="Men's knitted T-shirt, cotton",
    quantity=2,
    net_g=360,
    value=2398,
    hs_code="610910",
    origin="CN",
    sku="TS-M-BLUE",
    material="100 % cotton",
)
LAMP = DeclaredLine(
    number=2,
    order_line=2,
    description="Desk lamp with built-in lithium ion battery, LED, aluminium, adjustable arm",
    quantity=1,
    net_g=640,
    value=3150,
    hs_code="851310",
    origin="CN",
    sku="LAMP-LED-02",
    local_description="Schreibtischlampe mit eingebautem Akku",
    licences=(Licence(document="ce_declaration", number="CE-2026-118"),),
)
BATTERY = DangerousLine(
    line=2,
    un="UN3481",
    hazard_class="9",
    name="LITHIUM ION BATTERIES CONTAINED IN EQUIPMENT",
    quantity=1,
    packing_instruction="PI 967",
    section="II",
    net_quantity="0.120 kg",
    marks=("Lithium battery mark with UN3481, 100 by 100 mm",),
    papers=("UN 38.3 test summary",),
)


def a_declaration(
    destination: str = "DE", lines: tuple[DeclaredLine, ...] = (SHIRT, LAMP), **other: object
) -> Declaration:
    """A sale to Germany by registered letter, or what is said otherwise."""
    told: dict[str, object] = {
        "number": "ful_1-1",
        "category": Category.SALE,
        "invoice": Invoice(number="INV-2026-00042", day=DAY),
        "currency": "EUR",
        "destination": destination,
        "lines": lines,
        "gross_g": 1180,
        "sender": SENDER,
        "carriage": Carriage(mode="air", carrier="China Post", service="registered", number="RX473124829CN"),
        "basis": ValueBasis(row="EU-IOSS", order_currency="EUR"),
        "charges": Charges(freight=500),
        "numbers": (
            Number(kind="IOSS", value="IM2760000742", holder=Holder.MARKETPLACE, shown=Shown.DATA),
            Number(kind="EORI", value="DE123456789012345"),
        ),
        "references": (("order", "ord_1"), ("parcel", "par_1")),
        "language": {"DE": "de", "JP": "ja", "TW": "zh", "US": "en"}.get(destination, "en"),
        **other,
    }
    return Declaration(**told)  # type: ignore[arg-type]


def many_lines(count: int) -> tuple[DeclaredLine, ...]:
    """As many articles, each with a description that breaks over lines."""
    return tuple(
        DeclaredLine(
            number=each,
            order_line=each,
            description=f"Article {each}: ceramic mug with handle, glazed, 330 ml, hand painted, for hot drinks",
            quantity=each,
            net_g=350 * each,
            value=799 * each,
            hs_code="691200",
            origin="CN",
            sku=f"MUG-{each:03}",
        )
        for each in range(1, count + 1)
    )


def a_copy(faces: Faces, destination: str = "DE", **other: object) -> Copy:
    """The declaration with its consignee, ready to be set."""
    declaration = a_declaration(destination, **other)  # type: ignore[arg-type]
    return Copy(declaration=declaration, consignee=CONSIGNEES[destination], day=DAY, faces=faces)


PICK_HEAD = PickHead(
    number="pick_0042",
    warehouse="Shenzhen",
    made_at=datetime(2026, 11, 25, 8, 30, tzinfo=UTC),
    method="several orders",
    wave="wave_7",
    policy="s_shape",
    distance_mm=184_000,
    best_mm=160_000,
)
PICK_ROWS = (
    PickRow(bin="A-03-2", sku="TS-M-BLUE", title="T-shirt, blue, M", quantity=2, note="tote 1 · ord_1"),
    PickRow(bin="A-07-1", sku="LAMP-LED-02", title="可调台灯（内置电池）", quantity=1, note="tote 1 · ord_1"),
    PickRow(bin="B-01-4", sku="MUG-003", title="Ceramic mug, 330 ml", quantity=12, note="tote 2 · ord_2"),
    PickRow(bin="B-01-6", sku="MUG-004", title="Ceramic mug, 500 ml", quantity=1, note="tote 3 · ord_3"),
    PickRow(bin="B-09-1", sku="CABLE-USBC-1M", title="USB-C 数据线 1 米", quantity=6, note="tote 2 · ord_2"),
    PickRow(bin="C-12-3", sku="CASE-IP15-BLK", title="Phone case, black", quantity=3, note="tote 3 · ord_3"),
    PickRow(
        bin="C-14-2",
        sku="SUPPLIER-4711-PHONE-CASE-GREEN-L",
        title="Phone case, green, with a long number of its supplier: a square code",
        quantity=1,
        note="tote 4 · ord_4",
    ),
)
