"""Clean names of nobody in particular, and misspellings: what screening must let pass, and what it must catch.

Names are drawn from given and family names of many countries, and from words that company names are made of.
"""

from collections.abc import Callable, Iterator, Sequence
from random import Random

# Per culture: given names, family names, and how a full name is written.
# Culture, part, words. `g` and `G` stand for given names, `f` and `F` for family names, `i` for an initial.
PEOPLE = """
english given James Oliver Harry George Noah Jack Emily Olivia Amelia Sophie Grace Chloe Daniel Samuel
english given Benjamin Hannah Laura Rebecca Kevin Brian Stephanie Heather Megan Ashley Tyler Brandon Dylan
english given Ethan Logan Mason Nathan Caroline
english family Smith Johnson Williams Brown Jones Taylor Davies Evans Thomas Wright Walker Robinson Thompson
english family Hughes Edwards Harrison Fletcher Bennett Whitaker Caldwell Harrington Ellison Prescott Sutton
english family Marsden Holloway Pemberton
english forms {g} {f}; {g} {i} {f}; {f}, {g}
spanish given Juan Jose Luis Carlos Antonio Miguel Javier Manuel Pedro Alejandro Maria Carmen Lucia Elena
spanish given Sofia Paula Andrea Valentina Camila Fernando Ricardo Rafael Hector Ignacio Beatriz Pilar
spanish given Esteban Gonzalo Mercedes Rocio
spanish family Garcia Rodriguez Martinez Lopez Hernandez Gonzalez Perez Sanchez Ramirez Torres Flores Rivera
spanish family Gomez Diaz Vasquez Castillo Mendoza Ortega Navarro Ibarra Quintero Zamora Escobedo Villalobos
spanish family Arroyo Pizarro Beltran
spanish forms {g} {f} {F}; {g} {f}; {g} {G} {f}; {g} {G} {f} {F}
russian given Sergei Dmitry Alexander Andrei Alexey Maxim Ivan Mikhail Nikolai Pavel Elena Olga Natalia Irina
russian given Svetlana Anastasia Yulia Tatiana Viktor Igor Roman Kirill Denis Artem Ilya Oksana Polina
russian family Ivanov Smirnov Kuznetsov Popov Sokolov Lebedev Kozlov Novikov Morozov Volkov Zaitsev Orlov
russian family Fedorov Belyaev Tarasov Gusev Kiselev Makarov Zhukov Shcherbakov Rybakov Polyakov Voronin
russian family Melnikov Kolesnikov
russian forms {g} {f}; {f} {g}; {g} {g}ovich {f}
arabic given Ahmed Mohammed Ali Omar Hassan Khaled Youssef Ibrahim Mahmoud Mustafa Fatima Aisha Layla Noor
arabic given Zainab Hani Tamer Sherif Rami Ziad Karim Bassam Nidal Hala Rania Dina Yasmin Marwa Abdullah
arabic given Salman
arabic family Hassan Hussein Mansour Khalil Haddad Nasser Saleh Farouk Habib Shaheen Qureshi Siddiqui Malik
arabic family Darwish Sabbagh Khoury Najjar Barakat Al-Masri El-Sayed Al-Otaibi Al-Harbi Ben-Salah Bouzid
arabic family Benali Tahan Zoghbi
arabic forms {g} {f}; {g} {G} {f}; {g} bin {G} {f}
chinese given Wei Fang Na Min Jing Lei Qiang Yang Jun Yan Xiaoming Jianguo Meiling Zhiqiang Haiyan Xiuying
chinese given Junjie Yuhan Zihan Haoran Yichen Mingze Shufen Guoqiang Lihua
chinese family Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo Ma Luo Zheng Xie
chinese family Tang Deng Feng
chinese forms {f} {g}; {g} {f}; {f} {g}{l}
german given Lukas Leon Finn Jonas Maximilian Anna Lena Lea Sabine Petra Juergen Wolfgang Dieter Ulrich
german given Heike Birgit Anke Tobias Florian Annika
german family Mueller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch Bauer Richter
german family Klein Wolf Schroeder Neumann Zimmermann Krueger Hartmann Lange Werner Krause Lehmann von-Arnim
german forms {g} {f}
french given Jean Pierre Michel Philippe Nicolas Julien Camille Manon Sophie Isabelle Laurent Thierry
french given Chantal Mathilde Aurelie Guillaume Antoine
french family Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefebvre
french family Girard Bonnet Fontaine Chevalier Gauthier Perrin Rousseau Delacroix
french forms {g} {f}; {g}-{G} {f}
indian given Amit Rahul Priya Anjali Sanjay Vijay Deepak Sunita Pooja Arjun Rohan Kavita Neha Suresh Ramesh
indian given Lakshmi Harpreet Imran Farhan Ayesha
indian family Sharma Patel Singh Kumar Gupta Reddy Iyer Nair Joshi Mehta Shah Das Chatterjee Banerjee Khan
indian family Ansari Kapoor Malhotra Bhatia Desai Menon Chaudhary
indian forms {g} {f}; {g} {i} {f}
other given Hiroshi Yuki Sakura Takeshi Minjun Seoyeon Jihoon Somchai Nguyen Linh Duc Putri Budi Ayu Mehmet
other given Ayse Emre Elif Giulia Marco Matteo Francesca Joao Mariana Pawel Agnieszka Katarzyna Zoltan
other given Ilona Chukwuemeka Adaeze Kwame Amina Tendai Wanjiru Oluwaseun Fatou Mamadou
other family Tanaka Suzuki Watanabe Kim Park Choi Tran Pham Hoang Santoso Wijaya Yilmaz Kaya Demir Rossi
other family Ferrari Bianchi Silva Santos Oliveira Kowalski Nowak Nagy Kovacs Okafor Adeyemi Mensah Moyo
other family Kamau Diallo Traore Ndiaye Papadopoulos Andersson Johansson Hansen Virtanen de-Vries
other family van-den-Berg Janssen
other forms {g} {f}; {f} {g}
"""


def _cultures() -> list[tuple[list[str], list[str], list[str]]]:
    parts: dict[str, dict[str, str]] = {}
    for line in PEOPLE.strip().splitlines():
        culture, part, words = line.split(" ", 2)
        known = parts.setdefault(culture, {})
        known[part] = f"{known[part]} {words}" if part in known else words
    return [(each["given"].split(), each["family"].split(), each["forms"].split("; ")) for each in parts.values()]


CULTURES = _cultures()
_FIRST = (
    "Green Blue Golden Silver Royal Global Pacific Atlantic United National Sunrise Evergreen Northern Star Crystal "
    "Smart Urban Happy Bright Prime Alpine Coastal Maple Cedar Harbor Summit Vertex Lumina Kestrel Bramble Orchard"
)
_TRADE = (
    "Trading Electronics Fashion Textiles Foods Furniture Logistics Shipping Import Export Technology Medical Motors "
    "Jewelry Cosmetics Books Toys Sports Garden Bakery Optics Ceramics Machinery Steel Energy Travel Design Media"
)
_FORMS = "Ltd,Limited,Inc,LLC,GmbH,S.A.,S.r.l.,Co Ltd,Corp,BV,Pty Ltd,OOO,AG,SARL,Group,International,Company,Store"
COMPANY_SHARE = 0.25


def clean_names(seed: int, count: int) -> Iterator[str]:
    """People of many countries, and one company in four."""
    random = Random(seed)
    for _ in range(count):
        yield _company(random) if random.random() < COMPANY_SHARE else _person(random)


def _person(random: Random) -> str:
    givens, families, forms = random.choice(CULTURES)
    name = random.choice(forms).format(
        g=random.choice(givens),
        G=random.choice(givens),
        f=random.choice(families).replace("-", " "),
        F=random.choice(families).replace("-", " "),
        i=random.choice("ABCDEFGHJKLMNPRST") + ".",
        l=random.choice(givens).lower(),
    )
    return name.upper() if random.random() < 0.2 else name


def _company(random: Random) -> str:
    _, families, _ = random.choice(CULTURES)
    first = random.choice(_FIRST.split()) if random.random() < 0.6 else random.choice(families)
    words = [first, *random.sample(_TRADE.split(), random.choice((1, 1, 2))), random.choice(_FORMS.split(","))]
    return " ".join(words)


def _letters(name: str) -> list[int]:
    return [at for at, char in enumerate(name) if char.isalpha()]


def _swap(name: str, random: Random) -> str:
    places = [at for at in range(len(name) - 1) if name[at : at + 2].isalpha() and name[at] != name[at + 1]]
    if not places:
        return name
    at = random.choice(places)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _double(name: str, random: Random) -> str:
    at = random.choice(_letters(name))
    return name[:at] + name[at] + name[at:]


def _drop(name: str, random: Random) -> str:
    at = random.choice(_letters(name))
    return name[:at] + name[at + 1 :]


def _drop_vowel(name: str, random: Random) -> str:
    places = [at for at, char in enumerate(name) if char.lower() in "aeiou"]
    if not places:
        return _drop(name, random)
    at = random.choice(places)
    return name[:at] + name[at + 1 :]


def _replace(name: str, random: Random) -> str:
    at = random.choice(_letters(name))
    letter = random.choice("abcdefghijklmnopqrstuvwxyz")
    return name[:at] + (letter.upper() if name[at].isupper() else letter) + name[at + 1 :]


_SPELT = "kh:h ph:f y:i ou:u u:ou q:k k:q w:v v:w sh:ch ee:i i:ee ya:ia z:s c:k dj:j j:dj"  # as romanisations differ


def _spell_otherwise(name: str, random: Random) -> str:
    lower = name.lower()
    fitting = [pair for pair in (each.split(":") for each in _SPELT.split()) if pair[0] in lower]
    if not fitting:
        return _replace(name, random)
    old, new = random.choice(fitting)
    at = lower.index(old)
    return name[:at] + (new.upper() if name[at].isupper() else new) + name[at + len(old) :]


MISSPELLINGS: Sequence[Callable[[str, Random], str]] = (_swap, _double, _drop, _drop_vowel, _replace, _spell_otherwise)


def misspelt(name: str, random: Random) -> str:
    """The name with one or two slips in its letters."""
    for _ in range(random.choice((1, 1, 2))):
        if _letters(name):
            name = random.choice(MISSPELLINGS)(name, random)
    return name
