"""Buyers of marketplaces far beyond the usual 25 countries, as marketplaces write them: relayed numbers with
extensions, post office boxes, parcel lockers, whole names of states, letters of their own, and references that eBay
puts into an address. All are invented; one row a buyer: `country|name|line 1|line 2|city|state|postcode|phone`, where
`*` is a number that the country's numbering plan allows.
"""

from dataclasses import dataclass
from zlib import crc32

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from engine.order.address import Address

_ROWS = """
US|Maria Guadalupe Hernandez|PO BOX 1187||EL PASO|TX|79947-1187|+1 207-835-4259 ext. 40817
US|DeShawn Washington|4410 S Martin Luther King Dr|APT 3R|CHICAGO|Illinois|60653-3201|+1 480-618-3343 ext. 01224
US|Nguyen Thi Lan|10262 BOLSA AVE STE 118||WESTMINSTER|CA|92683|+1 314-282-9402 ext. 77120
US|John O'Brien Jr.|RR 2 BOX 114||CANAAN|VT|05903|
US|Siobhan Fitzgerald-Katz|PSC 475 Box 1423||FPO|AP|96350-1423|
PR|Luz M. Ortiz Rivera|Urb. Villa Carolina|Calle 27 Blq 5 #14|Carolina|PR|00985|*
CA|Gurpreet Singh Dhaliwal|8128 128 St|Unit 203|Surrey|British Columbia|V3W 1R1|*
CA|Élodie Tremblay-Gagnon|1240, rue Sainte-Catherine Est|app. 4|Montréal|QC|H2L2H1|*
GB|Oluwaseun Adebayo|Flat 12 Peckham House|ebay7kx2m9p|London||SE15 4QL|*
GB|Rhys ap Gwilym|Tŷ Newydd, Ffordd y Môr||Aberystwyth|Ceredigion|sy23 2az|*
GB|Zofia Wiśniewska|PO Box 44||Leeds||LS1 1AA|
IE|Aoife Ní Dhomhnaill|Cnoc na hAille||Gaoth Dobhair|County Donegal|F92 X2H4|
DE|Mehmet Yılmaz|Postnummer 84120337|Packstation 142|Köln||50825|
DE|Dr. Friederike von der Heyde|Gut Altenhof 1|c/o Schneider|Dannenberg (Elbe)|Niedersachsen|29451|*
AT|Zsófia Kovács-Huber|Mariahilfer Straße 88a/2/14||Wien||1070|*
CH|Ueli Bünzli|Postfach 312||Bern|BE|3001|
FR|Aïssatou Diallo|Bât. C Esc. 2|14 bis rue de la République|SAINT-DENIS||93200|*
FR|Jean-Baptiste L'Hermitte|Lieu-dit Kerguelen||PLOUGASTEL DAOULAS||29470|
RE|Marie Hoarau|27 chemin des Bougainvilliers||Saint-Pierre||97410|*
IT|Concetta D'Amico|Via Roma 12 int. 4||Palermo|PA|90133|*
ES|Iñaki Etxeberria Goñi|Kale Nagusia 8, 3º D||Donostia / San Sebastián|Gipuzkoa|20003|*
PT|João Gonçalves dos Santos|Rua Augusta, 112 - 2.º Esq.||Lisboa||1100-053|*
NL|Sjoerd van 't Hoff|Keizersgracht 241-III||Amsterdam|NH|1016 EA|*
BE|Annelies De Smet|Bondgenotenlaan 34 bus 0201||Leuven||3000|
LU|Jang Schmit|12, rue de la Gare||Esch-sur-Alzette||L-4131|*
PL|Małgorzata Brzęczyszczykiewicz|ul. Żeromskiego 14/7||Łódź|łódzkie|90-001|*
CZ|Jiří Dvořák|Náměstí Míru 1221/9||Praha 2 - Vinohrady||120 00|*
SK|Ľubica Hrušková|Hlavná 45||Košice||040 01|*
HU|Nagy-Szabó Ágnes|Kossuth Lajos u. 3. II/5.||Debrecen||4024|*
RO|Ștefan Ionescu|Str. Mihai Eminescu nr. 21, bl. A2, sc. 1, ap. 8||Cluj-Napoca|Cluj|400033|*
BG|Иванка Петрова|ул. Граф Игнатиев 14||София||1000|*
GR|Ελένη Παπαδοπούλου|Λεωφόρος Συγγρού 48||Αθήνα||117 42|*
HR|Željka Horvat|Ilica 112||Zagreb||10000|*
SI|Matjaž Žnidaršič|Trubarjeva cesta 5||Ljubljana||1000|*
FI|Päivi Mäkelä|Hämeenkatu 11 A 4||Tampere||33100|*
SE|Åsa Öberg|Storgatan 4 lgh 1102||Umeå||903 26|*
NO|Bjørn Ødegård|Kirkeveien 3B||Tromsø||9008|*
DK|Søren Kjær|Østergade 12, 2. tv.||Aarhus C||8000|*
IS|Guðrún Jónsdóttir|Laugavegur 22||Reykjavík||101|*
EE|Õnne Tamm|Pärnu mnt 15-4||Tallinn||10141|*
LT|Žydrūnė Kazlauskaitė|Gedimino pr. 9-12||Vilnius||LT-01103|*
LV|Jānis Bērziņš|Brīvības iela 40-3||Rīga||LV-1050|*
TR|Ayşe Çelik|Bağdat Caddesi No: 214 D: 5|Kadıköy|İstanbul||34728|*
IL|יעל כהן|דיזנגוף 50, דירה 7||תל אביב-יפו||6433222|*
AE|فاطمة الهاشمي|Villa 14, Street 22B|Al Barsha 2|Dubai|Dubai||*
SA|عبدالله القحطاني|حي النخيل، شارع الأمير سلطان ٤٢||الرياض||12382|*
IN|Venkata Subramaniam Iyer|No. 14/3, 2nd Cross, Indiranagar||Bengaluru|KARNATAKA|560038|*
SG|Tan Wei Ling|Blk 123 Ang Mo Kio Ave 3 #08-456||Singapore||560123|*
MY|Nur Aisyah binti Abdullah|No 8, Jalan SS2/24||Petaling Jaya|Selangor|47300|*
TH|สมชาย ใจดี|99/12 ถนนสุขุมวิท แขวงคลองเตย||กรุงเทพมหานคร||10110|*
VN|Trần Thị Hồng|12 Nguyễn Huệ, Phường Bến Nghé||Thành phố Hồ Chí Minh||700000|*
PH|Jose Maria Dela Cruz|Blk 4 Lot 12 Sampaguita St., Brgy. San Isidro||Quezon City|Metro Manila|1100|*
ID|Siti Nurhaliza Putri|Jl. Jend. Sudirman Kav. 52-53||Jakarta Selatan|DKI Jakarta|12190|*
JP|佐藤 健太|神宮前1-2-3|メゾン原宿405|渋谷区|東京都|150-0001|*
JP|鈴木 さくら|中央区道頓堀2-3-4||大阪市|大阪府|542-0071|
KR|김민준|테헤란로 152, 101동 1203호||강남구|서울특별시|06236|*
TW|林志偉|信義路五段7號12樓||信義區|台北市|110|*
HK|Chan Tai Man|Flat 12B, 8/F, Block 3, Mei Foo Sun Chuen||Lai Chi Kok|Kowloon||*
AU|Nguyễn Minh Khôi|Unit 4/18 Railway Pde|ebay:q8r4t2z|CABRAMATTA|New South Wales|2166|*
AU|Bronwyn McAllister|PO Box 72||ALICE SPRINGS|NT|0871|
NZ|Aroha Te Kanawa|RD 4||Whakatāne||3194|*
ZA|Nomvula Dlamini-Naidoo|14 Vilakazi Street||Soweto|Gauteng|1804|*
MX|José Ángel Ramírez Núñez|Av. Insurgentes Sur 1602 Int. 701|Col. Crédito Constructor|Benito Juárez|CDMX|03940|*
BR|Ana Luíza da Conceição|Rua das Laranjeiras, 430 apto 1002||Rio de Janeiro|RJ|22240-003|*
CL|Constanza Fuentes Pérez|Av. Providencia 1208 depto 52||Santiago|Región Metropolitana|7500000|*
CO|Juan Sebastián Restrepo|Calle 10 # 43-12 apto 301||Medellín|Antioquia|050021|*
"""


@dataclass(frozen=True, slots=True)
class FarBuyer:
    """A buyer and where the parcel goes."""

    name: str
    to: Address


def far_buyers() -> list[FarBuyer]:
    """All of them, in the order of the table."""
    rows = (row.split("|") for row in _ROWS.strip().splitlines())
    return [
        FarBuyer(
            name,
            Address(
                name=name,
                line1=line1,
                line2=line2 or None,
                city=city,
                state=state or None,
                postcode=postcode or None,
                country=country,
                phone=_number(country, name) if phone == "*" else phone or None,
            ),
        )
        for country, name, line1, line2, city, state, postcode, phone in rows
    ]


def _number(country: str, name: str) -> str:
    """A number that the numbering plan allows: its example, with other digits at the end. Examples themselves count up
    from one, which nobody's number does."""
    example = phonenumbers.example_number_for_type(country, PhoneNumberType.MOBILE)
    assert example is not None
    digits = str(example.national_number)
    for turn in range(1000):
        tail = f"{crc32(f'{name} {turn}'.encode()) % 10**5:05d}"
        number = PhoneNumber(country_code=example.country_code, national_number=int(digits[:-5] + tail))
        if phonenumbers.is_valid_number_for_region(number, country):
            return str(phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL))
    msg = f"no number of {country} is allowed"
    raise AssertionError(msg)
