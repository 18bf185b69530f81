"""Real cities with their state and the form of their postcodes, for the 25 destinations of synthetic shops.

One row a city: `name|state|postcode form`. In a form `#` is any digit and `@` any letter that the country uses
there; the fixed part is the true prefix of the city, so that city, state and postcode agree. A form says what codes
of the city look like; not every code it yields has been given out. A state stands where buyers write one.
"""

from dataclasses import dataclass
from random import Random

LETTERS = {
    "CA": "ABCEGHJKLMNPRSTVWXYZ",
    "GB": "ABDEFGHJLNPQRSTUWXYZ",
    "IE": "ACDEFHKNPRTVWXY",
    "NL": "ABCDEGHJKLMNPRTV",
}

_TABLE = {
    "US": """New York|NY|100##; Los Angeles|CA|900##; Chicago|IL|606##; Houston|TX|770##; Seattle|WA|981##;
        Denver|CO|802##; Boston|MA|021##; Atlanta|GA|303##; Columbus|OH|432##; Minneapolis|MN|554##;
        Phoenix|AZ|850##; Nashville|TN|372##; Madison|WI|537##; Raleigh|NC|276##; Miami|FL|331##""",
    "CA": """Toronto|ON|M5V #@#; Ottawa|ON|K1P #@#; Montréal|QC|H2X #@#; Québec|QC|G1R #@#; Vancouver|BC|V6B #@#;
        Victoria|BC|V8W #@#; Calgary|AB|T2P #@#; Edmonton|AB|T5J #@#; Winnipeg|MB|R3C #@#; Halifax|NS|B3H #@#""",
    "AU": """Sydney|NSW|20##; Newcastle|NSW|230#; Melbourne|VIC|30##; Geelong|VIC|322#; Brisbane|QLD|400#;
        Cairns|QLD|487#; Perth|WA|600#; Adelaide|SA|500#; Hobart|TAS|700#; Canberra|ACT|260#""",
    "NZ": """Auckland||10##; Wellington||60##; Christchurch||80##; Hamilton||32##; Dunedin||90##; Tauranga||31##;
        Napier||41##; Nelson||70##""",
    "JP": """Shinjuku-ku|Tokyo|160-00##; Shibuya-ku|Tokyo|150-00##; Osaka-shi Kita-ku|Osaka|530-00##;
        Nagoya-shi Naka-ku|Aichi|460-00##; Sapporo-shi Chuo-ku|Hokkaido|060-00##; Fukuoka-shi Chuo-ku|Fukuoka|810-00##;
        Kyoto-shi Nakagyo-ku|Kyoto|604-80##; Yokohama-shi Naka-ku|Kanagawa|231-00##; Kobe-shi Chuo-ku|Hyogo|650-00##;
        Sendai-shi Aoba-ku|Miyagi|980-00##""",
    "KR": """Gangnam-gu|Seoul|06###; Mapo-gu|Seoul|04###; Jongno-gu|Seoul|03###; Haeundae-gu|Busan|48###;
        Suseong-gu|Daegu|42###; Yuseong-gu|Daejeon|34###; Namdong-gu|Incheon|21###; Buk-gu|Gwangju|61###;
        Suwon-si|Gyeonggi-do|16###; Jeju-si|Jeju-do|63###""",
    "SG": """Singapore||16####; Singapore||31####; Singapore||52####; Singapore||56####; Singapore||73####;
        Singapore||46####; Singapore||65####; Singapore||82####""",
    "MX": """Ciudad de México|CDMX|06###; Guadalajara|JAL|441##; Monterrey|NLE|640##; Puebla|PUE|720##;
        Mérida|YUC|970##; Querétaro|QUE|760##; Tijuana|BCN|220##; León|GUA|370##; Cancún|ROO|775##""",
    "BR": """São Paulo|SP|01###-###; Campinas|SP|130##-###; Rio de Janeiro|RJ|22###-###; Belo Horizonte|MG|30###-###;
        Curitiba|PR|80###-###; Porto Alegre|RS|90###-###; Salvador|BA|40###-###; Recife|PE|50###-###;
        Fortaleza|CE|60###-###; Brasília|DF|70###-###""",
    "CL": """Santiago|Región Metropolitana|83#####; Providencia|Región Metropolitana|75#####;
        Las Condes|Región Metropolitana|75#####; Valparaíso|Valparaíso|234####; Viña del Mar|Valparaíso|252####;
        Concepción|Biobío|403####; Temuco|La Araucanía|478####; Antofagasta|Antofagasta|124####;
        La Serena|Coquimbo|170####""",
    "AE": """Dubai|Dubai|; Abu Dhabi|Abu Dhabi|; Al Ain|Abu Dhabi|; Sharjah|Sharjah|; Ajman|Ajman|;
        Ras Al Khaimah|Ras Al Khaimah|; Fujairah|Fujairah|; Umm Al Quwain|Umm Al Quwain|""",
    "GB": """London||SW1A #@@; Manchester||M1 #@@; Birmingham||B2 #@@; Leeds||LS1 #@@; Bristol||BS1 #@@;
        Glasgow||G2 #@@; Edinburgh||EH1 #@@; Cardiff||CF10 #@@; Sheffield||S1 #@@; Norwich||NR2 #@@;
        Liverpool||L1 #@@; Belfast||BT1 #@@""",
    "DE": """Berlin||101##; Hamburg||203##; München||803##; Köln||506##; Frankfurt am Main||603##; Stuttgart||701##;
        Leipzig||041##; Bremen||281##; Hannover||301##; Freiburg im Breisgau||791##; Dresden||010##""",
    "FR": """Paris||7501#; Lyon||6900#; Marseille||1300#; Toulouse||31000; Nantes||44000; Lille||59000;
        Strasbourg||67000; Bordeaux||33000; Rennes||35000; Montpellier||34000""",
    "IT": """Roma|RM|001##; Milano|MI|201##; Torino|TO|101##; Napoli|NA|801##; Bologna|BO|401##; Firenze|FI|501##;
        Genova|GE|161##; Verona|VR|371##; Palermo|PA|901##; Bari|BA|701##""",
    "ES": """Madrid|Madrid|280##; Barcelona|Barcelona|080##; Valencia|Valencia|460##; Sevilla|Sevilla|410##;
        Zaragoza|Zaragoza|500##; Málaga|Málaga|290##; Bilbao|Bizkaia|480##; Granada|Granada|180##;
        Alicante|Alicante|030##""",
    "NL": """Amsterdam||10## @@; Rotterdam||30## @@; Den Haag||25## @@; Utrecht||35## @@; Eindhoven||56## @@;
        Groningen||97## @@; Maastricht||62## @@; Nijmegen||65## @@""",
    "BE": """Bruxelles||1000; Antwerpen||20#0; Gent||9000; Liège||4000; Brugge||8000; Namur||5000; Leuven||3000;
        Charleroi||6000; Mechelen||2800""",
    "AT": """Wien||10#0; Graz||8010; Linz||4020; Salzburg||5020; Innsbruck||6020; Klagenfurt||9020; Villach||9500;
        Wels||4600; Dornbirn||6850""",
    "PL": """Warszawa||00-###; Kraków||31-###; Łódź||90-###; Wrocław||50-###; Poznań||61-###; Gdańsk||80-###;
        Szczecin||70-###; Lublin||20-###; Katowice||40-###""",
    "SE": """Stockholm||11# ##; Göteborg||41# ##; Malmö||21# ##; Uppsala||75# ##; Linköping||58# ##; Örebro||70# ##;
        Umeå||90# ##; Lund||22# ##""",
    "DK": """København K||1###; Aarhus C||8000; Odense C||5000; Aalborg||9000; Esbjerg||6700; Roskilde||4000;
        Kolding||6000; Vejle||7100; Horsens||8700""",
    "IE": """Dublin 2|Co. Dublin|D02 @@##; Dublin 8|Co. Dublin|D08 @@##; Cork|Co. Cork|T12 @@##;
        Galway|Co. Galway|H91 @@##; Limerick|Co. Limerick|V94 @@##; Waterford|Co. Waterford|X91 @@##;
        Sligo|Co. Sligo|F91 @@##; Kilkenny|Co. Kilkenny|R95 @@##; Tralee|Co. Kerry|V92 @@##""",
    "CH": """Zürich||800#; Genève||120#; Basel||405#; Bern||301#; Lausanne||100#; Luzern||600#; St. Gallen||900#;
        Lugano||6900; Winterthur||8400""",
    "NO": """Oslo||01##; Bergen||50##; Trondheim||70##; Stavanger||40##; Tromsø||90##; Kristiansand||46##;
        Drammen||30##; Bodø||80##""",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """One city. `postcode_form` is empty where the country has no postcodes."""

    country: str
    city: str
    state: str
    postcode_form: str

    def postcode(self, chance: Random) -> str | None:
        """A postcode of this city."""
        letters = LETTERS.get(self.country, "A")
        drawn = {"#": lambda: chance.choice("123456789"), "@": lambda: chance.choice(letters)}
        code = "".join(drawn[sign]() if sign in drawn else sign for sign in self.postcode_form)
        return code or None


def _place(country: str, row: str) -> Place:
    city, state, form = (part.strip() for part in row.split("|"))
    return Place(country, city, state, form)


PLACES = {
    country: tuple(_place(country, row) for row in rows.replace("\n", " ").split(";"))
    for country, rows in _TABLE.items()
}
EU = frozenset({"DE", "FR", "IT", "ES", "NL", "BE", "AT", "PL", "SE", "DK", "IE"})
