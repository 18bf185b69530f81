"""Names, street forms and phone numbers as people of each destination write them; all persons are made up."""

import unicodedata
from dataclasses import dataclass
from random import Random

_NAMES = {
    "en": """James Mary Robert Linda Michael Emma David Olivia Daniel Grace Thomas Sophie Ryan Hannah Andrew Chloe
        Samuel Megan|Miller Harris Walker Bennett Collins Murphy Parker Hughes Foster Graham Reid Palmer Cooper Ellis
        Shaw Barnes Nguyen Patel Okafor Singh Chen""",
    "de": """Anna Lukas Julia Felix Lena Jonas Katharina Tobias Sabine Matthias Claudia Stefan Petra Jürgen Birgit
        Leon|Schmitt Weber Hoffmann Schäfer Koch Bauer Richter Wolf Schröder Neumann Krüger Zimmermann Braun Yılmaz
        Lange""",
    "fr": """Camille Lucas Chloé Hugo Manon Théo Léa Antoine Sophie Julien Isabelle Nicolas Céline Mathieu Aurélie
        Benoît|Martin Bernard Dubois Moreau Laurent Girard Lefèvre Roux Fontaine Chevalier Garnier Benali Faure
        Lambert""",
    "it": """Giulia Marco Francesca Alessandro Chiara Luca Martina Matteo Elena Davide Sara Andrea Paola
        Stefano|Rossi Ferrari Esposito Bianchi Romano Colombo Ricci Greco Conti Gallo Fontana Marino De Luca""",
    "es": """Lucía Alejandro María Pablo Carmen Javier Laura Diego Marta Sergio Ana Carlos Elena Miguel Paula
        Andrés|García Fernández López Martínez Sánchez Pérez Gómez Ruiz Jiménez Moreno Álvarez Torres Ramírez
        Vargas Castillo""",
    "pt": """Ana João Mariana Pedro Juliana Rafael Beatriz Lucas Fernanda Gustavo Camila Felipe Larissa
        Thiago|Silva Santos Oliveira Souza Pereira Costa Rodrigues Almeida Nascimento Lima Araújo Ribeiro Carvalho""",
    "nl": """Daan Emma Sem Julia Lotte Bram Sanne Thijs Femke Ruben Anouk Jeroen Marieke Koen|Jansen Bakker Visser
        Smit Meijer Mulder Bos Vos Peeters Hendriks Janssens Willems Maes Dekker""",
    "pl": """Anna Piotr Katarzyna Tomasz Agnieszka Marcin Magdalena Paweł Joanna Michał Monika
        Krzysztof|Nowak Wiśniewski Wójcik Kamiński Lewandowski Zieliński Szymański Dąbrowski Mazur Krawczyk""",
    "nordic": """Erik Ingrid Lars Astrid Anders Karin Johan Maja Nils Sofie Henrik Elin Magnus Ida Bjørn
        Kari|Hansen Johansson Andersen Lindberg Nilsen Larsson Pedersen Berg Olsen Holm Lund Sørensen Dahl
        Eriksson""",
    "jp": """Haruto Yui Sota Aoi Yuto Sakura Ren Hina Takumi Mei Kenji Yoko Hiroshi Akiko|Sato Suzuki Takahashi
        Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi Kato Yoshida Yamada Sasaki Matsumoto""",
    "kr": """Minjun Seoyeon Jihoon Jiwoo Hyunwoo Minji Donghyun Soyeon Sungmin Eunji Jaeho Yuna|Kim Lee Park Choi
        Jung Kang Cho Yoon Jang Lim Han Shin Seo Kwon""",
    "sg": """Wei Ling Jun Hui Mei Kai Siti Ahmad Priya Arjun Rachel Marcus Xin Yi|Tan Lim Lee Ng Wong Goh Chua
        Koh Teo Ismail Rahman Kumar Nair""",
    "ae": """Ahmed Fatima Mohammed Aisha Omar Layla Khalid Maryam Hassan Noor Priya Rahul James Maria|Al Mansoori
        Hassan Khan Ali Sharma Haddad Rahman Santos Fernandes Mahmoud Saleh Nair Walker""",
}
_LANGUAGE = {
    "US": "en", "CA": "en", "GB": "en", "AU": "en", "NZ": "en", "IE": "en", "DE": "de", "AT": "de", "CH": "de",
    "FR": "fr", "BE": "nl", "NL": "nl", "IT": "it", "ES": "es", "MX": "es", "CL": "es", "BR": "pt", "PL": "pl",
    "SE": "nordic", "DK": "nordic", "NO": "nordic", "JP": "jp", "KR": "kr", "SG": "sg", "AE": "ae",
}  # fmt: skip
# `{s}` a street name out of the list, `{n}` a house number, `{u}` a flat, unit or floor.
_STREETS = {
    "US": ("{n} {s}", "Maple Street, Oak Avenue, Washington Blvd, Park Road, Cedar Lane, N Lincoln Ave, Elm St"),
    "CA": ("{n} {s}", "King Street West, Main Street, Rue Saint-Denis, Queen St, Victoria Avenue, Birch Crescent"),
    "GB": ("{n} {s}", "High Street, Station Road, Church Lane, Victoria Road, Mill Lane, Queens Avenue, The Green"),
    "IE": ("{n} {s}", "Main Street, Patrick Street, Grand Parade, O'Connell Street, Abbey Road, Sea View Park"),
    "AU": ("{n} {s}", "George Street, Smith Street, Beach Road, Collins Street, Railway Parade, Banksia Court"),
    "NZ": ("{n} {s}", "Queen Street, Victoria Street, Great North Road, Rata Place, Manuka Avenue, Marine Parade"),
    "SG": ("Blk {n} {s} #{u}-{n}", "Bedok North Avenue 3, Tampines Street 21, Ang Mo Kio Avenue 4, Jurong West St 42"),
    "AE": ("Villa {n}, {s}", "Al Wasl Road, Jumeirah Street, Al Nahda Street, Sheikh Zayed Road, Corniche Road"),
    "DE": ("{s} {n}", "Hauptstraße, Gartenweg, Schillerstraße, Bahnhofstr., Lindenallee, Am Markt, Goethestr."),
    "AT": ("{s} {n}", "Mariahilfer Straße, Landstraße, Ringstraße, Schulgasse, Kirchenweg, Mozartgasse"),
    "CH": ("{s} {n}", "Bahnhofstrasse, Seestrasse, Rue du Lac, Dorfstrasse, Kirchgasse, Avenue de la Gare"),
    "FR": ("{n} {s}", "rue de la République, avenue Victor Hugo, rue des Lilas, boulevard Voltaire, impasse du Moulin"),
    "IT": ("{s} {n}", "Via Roma, Corso Garibaldi, Via Dante Alighieri, Viale Europa, Piazza Mazzini, Via Verdi"),
    "ES": ("{s} {n}, {u}º B", "Calle Mayor, Avenida de la Constitución, Calle del Sol, Paseo de Gracia, Calle Real"),
    "NL": ("{s} {n}", "Kerkstraat, Dorpsstraat, Prinsengracht, Molenweg, Stationsstraat, Julianalaan"),
    "BE": ("{s} {n}", "Kerkstraat, Rue de la Station, Nieuwstraat, Avenue Louise, Stationsstraat, Rue Haute"),
    "PL": ("ul. {s} {n}/{u}", "Polna, Leśna, Mickiewicza, Kościuszki, Słoneczna, Ogrodowa, Długa"),
    "SE": ("{s} {n}", "Storgatan, Kungsgatan, Skolgatan, Björkvägen, Drottninggatan, Parkvägen"),
    "DK": ("{s} {n}", "Vestergade, Nørregade, Skovvej, Algade, Strandvejen, Møllevej"),
    "NO": ("{s} {n}", "Storgata, Kirkegata, Skolevegen, Bjørkeveien, Parkveien, Strandgata"),
    "JP": ("{u}-{u}-{n} {s}", "Nishishinjuku, Honmachi, Sakae, Tenjin, Minamihorie, Kitahama"),
    "KR": ("{n} {s}", "Teheran-ro, Dosan-daero, World Cup-ro, Gwangan-ro, Daehak-ro, Jungang-ro"),
    "MX": ("{s} {n}", "Calle Hidalgo, Av. Insurgentes, Calle Morelos, Av. Juárez, Calle 5 de Mayo"),
    "BR": ("{s}, {n}", "Rua das Flores, Avenida Paulista, Rua XV de Novembro, Rua Sete de Setembro, Av. Brasil"),
    "CL": ("{s} {n}", "Av. Libertador Bernardo O'Higgins, Calle Los Aromos, Av. Providencia, Calle Prat"),
}  # fmt: skip
# Country code and forms of mobile numbers in the national plans; `#` any digit, `[..]` one of these.
_PHONES = {
    "US": "+1 212[2-9]######", "CA": "+1 416[2-9]######", "GB": "+44 7[45]########", "DE": "+49 15[17]########",
    "FR": "+33 6[1-8]#######", "IT": "+39 34########", "ES": "+34 6########", "NL": "+31 6[1-5]#######",
    "BE": "+32 47#######", "AT": "+43 664#######", "PL": "+48 60#######", "SE": "+46 70#######",
    "DK": "+45 2[6-8]######",
    "IE": "+353 87#######", "CH": "+41 79#######", "NO": "+47 9[0-9]######", "AU": "+61 4[0123]#######",
    "NZ": "+64 21#######", "JP": "+81 90[1-9]#######", "KR": "+82 10[2-9]#######", "SG": "+65 9[0-7]######",
    "MX": "+52 33[1-3]#######", "BR": "+55 119[6-9]#######", "CL": "+56 9[6-8]#######", "AE": "+971 50#######",
}  # fmt: skip
_US_AREAS = ("212", "310", "312", "713", "206", "303", "617", "404", "614", "612", "602", "615", "608", "919", "305")
_TRUNK = {"DE": "0", "FR": "0", "GB": "0", "AU": "0", "NL": "0", "SE": "0", "JP": "0", "KR": "0", "NZ": "0", "IE": "0"}


@dataclass(frozen=True, slots=True)
class Name:
    """Given and family name."""

    given: str
    family: str

    def __str__(self) -> str:
        return f"{self.given} {self.family}"


def name(country: str, chance: Random) -> Name:
    """A name that is common in the country."""
    given, family = _NAMES[_LANGUAGE[country]].split("|")
    surnames = family.split()
    drawn = chance.choice(surnames)
    if drawn in {"De", "Al"}:  # particles belong to the word after them
        drawn = f"{drawn} {surnames[surnames.index(drawn) + 1]}"
    return Name(chance.choice(given.split()), drawn)


def street(country: str, chance: Random) -> str:
    """A street line with a house number, in the country's order."""
    form, names = _STREETS[country]
    top = 220 if country in {"US", "CA", "CL", "MX", "BR", "AU"} else 96
    number = str(chance.randint(1, top))
    return form.format(s=chance.choice(names.split(", ")), n=number, u=chance.randint(1, 9))


def without_number(line: str) -> str:
    """The street line of someone who forgot the house number."""
    return " ".join(word for word in line.replace(",", "").split() if not any(sign.isdigit() for sign in word)) or line


def phone(country: str, chance: Random) -> str:
    """A mobile number of the national plan, in international form."""
    form = _PHONES[country]
    if country == "US":
        form = f"+1 {chance.choice(_US_AREAS)}[2-9]######"
    return _filled(form, chance)


def phone_code(country: str) -> str:
    """The country code with its plus sign, as `phone` writes it."""
    return _PHONES[country].split(" ", 1)[0]


def national(number: str, country: str) -> str:
    """The number as written at home: with the trunk digit, without the country code."""
    return _TRUNK.get(country, "") + number.split(" ", 1)[1]


def _filled(form: str, chance: Random) -> str:
    out, rest = "", form
    while rest:
        if rest[0] == "[":
            choices, rest = rest[1:].split("]", 1)
            out += chance.choice(_spread(choices))
        else:
            out += chance.choice("0123456789") if rest[0] == "#" else rest[0]
            rest = rest[1:]
    return out


def _spread(choices: str) -> str:
    if "-" not in choices:
        return choices
    low, high = choices.split("-")
    return "".join(str(digit) for digit in range(int(low), int(high) + 1))


_ASCII = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "å": "a", "ł": "l", "Ł": "L", "ı": "i", "'": ""})


def plain(word: str) -> str:
    """In small letters without accents, as in the names of mailboxes."""
    folded = unicodedata.normalize("NFKD", word.translate(_ASCII)).encode("ascii", "ignore").decode()
    return folded.lower().replace(" ", "")
