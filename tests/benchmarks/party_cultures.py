"""Honest names of many cultures, people and companies, and synthetic lists of denied parties for measuring speed.

Given and family names are among the commonest of each country; every full name is drawn, so it is nobody's in
particular. Companies take a family name or a word of trade of any culture.
"""

from collections.abc import Iterator, Sequence
from random import Random

# Culture, part, words: `{g}` and `{G}` stand for given names, `{f}` and `{F}` for family names in the forms.
NAMES = """
english given James Oliver Harry George Noah Jack Emily Olivia Amelia Sophie Grace Daniel Samuel Hannah Laura Kevin
english family Smith Johnson Williams Brown Jones Taylor Davies Evans Wright Walker Robinson Thompson Hughes Bennett
english forms {g} {f}; {g} {G} {f}; {f}, {g}
german given Lukas Leon Jonas Maximilian Anna Lena Sabine Petra Jürgen Wolfgang Dieter Heike Birgit Florian Stefan
german family Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Hoffmann Schäfer Koch Richter Krüger Lehmann
german forms {g} {f}; {g} von {f}; {f}, {g}
french given Jean Pierre Michel Philippe Nicolas Julien Camille Isabelle Laurent Chantal Guillaume Hélène François
french family Martin Bernard Dubois Robert Petit Durand Leroy Moreau Lefebvre Girard Fontaine Rousseau Mercier Blanc
french forms {g} {f}; {g}-{G} {f}; {g} de {f}
italian given Giulia Marco Matteo Francesca Lorenzo Chiara Alessandro Giuseppe Paolo Martina Stefano Roberta Luca
italian family Rossi Ferrari Bianchi Romano Colombo Ricci Marino Greco Conti Esposito Gallo Costa Fontana Moretti
italian forms {g} {f}; {f} {g}
dutch given Daan Sem Lieke Fleur Pieter Willem Johanna Anneke Joost Bram Sanne Maarten Hendrik Marijke Ruben Thijs
dutch family Jansen Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks Dekker Brouwer Vries Dijk Leeuwen Berg
dutch forms {g} {f}; {g} van {f}; {g} de {f}; {g} van der {f}
nordic given Lars Erik Anders Karin Ingrid Sven Mikkel Astrid Henrik Kirsten Jukka Päivi Matti Bjørn Solveig Nils
nordic family Andersson Johansson Hansen Nielsen Olsen Larsen Virtanen Korhonen Lindberg Nilsson Berg Dahl Sørensen
nordic forms {g} {f}; {g} {G} {f}
russian given Sergei Dmitry Alexander Andrei Alexey Maxim Ivan Mikhail Nikolai Pavel Elena Olga Natalia Irina Yulia
russian family Ivanov Smirnov Kuznetsov Popov Sokolov Lebedev Kozlov Novikov Morozov Volkov Fedorov Tarasov Zhukov
russian forms {g} {f}; {f} {g}; {g} {G}ovich {f}; {f} {g} {G}ovich
slavic given Pawel Agnieszka Katarzyna Tomasz Jakub Milan Jovana Dragan Petar Zoran Ivana Oksana Taras Marek Hana
slavic family Kowalski Nowak Wojcik Novak Svoboda Horvat Kovačević Petrovic Jovanović Shevchenko Bondarenko Dimitrov
slavic forms {g} {f}; {f} {g}
arabic given Ahmed Mohammed Ali Omar Hassan Khaled Youssef Ibrahim Mahmoud Mustafa Fatima Aisha Noor Tamer Karim Hala
arabic family Hassan Hussein Mansour Khalil Haddad Nasser Saleh Farouk Habib Darwish Al-Masri El-Sayed Al-Otaibi Bouzid
arabic forms {g} {f}; {g} {G} {f}; {g} bin {G} {f}; {g} Abdul {G} {f}; {g} {G} {F} {f}
persian given Reza Hossein Mehdi Parisa Leila Farhad Shirin Behrouz Navid Sara Amir Maryam Javad Kamran Nasrin Ehsan
persian family Hosseini Ahmadi Karimi Rezaei Moradi Jafari Kazemi Tehrani Shirazi Mohammadi Sadeghi Rahimi Akbari
persian forms {g} {f}; {g} {G} {f}
pakistani given Imran Farhan Ayesha Muhammad Bilal Usman Zafar Tariq Saima Nadeem Asif Shahid Rizwan Kashif Sadia
pakistani family Khan Ahmed Malik Hussain Butt Qureshi Siddiqui Chaudhry Iqbal Mirza Ansari Sheikh Raza Rehman Akhtar
pakistani forms {g} {f}; {g} {G} {f}; {g} {G}
indian given Amit Rahul Priya Anjali Sanjay Vijay Deepak Sunita Arjun Rohan Kavita Neha Suresh Ramesh Lakshmi Harpreet
indian family Sharma Patel Singh Kumar Gupta Reddy Iyer Nair Joshi Mehta Shah Das Chatterjee Banerjee Kapoor Desai
indian forms {g} {f}; {g} {G} {f}; {g} Kumar {f}
chinese given Wei Fang Na Min Jing Lei Qiang Yang Jun Yan Xiaoming Jianguo Meiling Zhiqiang Haiyan Junjie Yuhan Haoran
chinese family Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo Ma Luo Zheng Xie Tang Deng
chinese forms {f} {g}; {g} {f}; {f} {g} {G}
vietnamese given Linh Duc Minh Anh Hoa Thu Lan Tuan Hung Dung Huong Thanh Phuong Quang Hai Nam Long Trang Mai Khanh
vietnamese family Nguyen Tran Le Pham Hoang Phan Vu Vo Dang Bui Do Ho Ngo Duong Ly
vietnamese forms {f} {g}; {f} Van {g}; {f} Thi {g}; {f} {G} {g}; {g} {f}
japanese given Hiroshi Yuki Sakura Takeshi Kenji Haruto Aoi Naoko Keiko Daisuke Ryo Yoko Satoshi Akira Mariko Shota
japanese family Sato Suzuki Takahashi Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi Kato Yoshida Yamada Sasaki Mori
japanese forms {g} {f}; {f} {g}
korean given Minjun Seoyeon Jihoon Jiwoo Hyun Soo Young Min Jae Sung Eun Hye Dong Kyung Sang Ho Chul Jin Yong Tae
korean family Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang
korean forms {f} {g} {G}; {f} {g}-{G}; {g} {f}; {g} {G} {f}
turkish given Mehmet Ayse Emre Elif Mustafa Zeynep Ahmet Fatma Burak Merve Hakan Selin Murat Esra Kemal Derya Serkan
turkish family Yilmaz Kaya Demir Çelik Şahin Yıldız Öztürk Aydın Arslan Doğan Kılıç Aslan Çetin Kara Koç Kurt Polat
turkish forms {g} {f}; {g} {G} {f}
spanish given Juan José Luis Carlos Antonio Miguel Javier Manuel Pedro Alejandro María Carmen Lucía Elena Sofía Andrea
spanish family García Rodríguez Martínez López Hernández González Pérez Sánchez Ramírez Torres Flores Rivera Gómez Díaz
spanish forms {g} {f} {F}; {g} {f}; {g} {G} {f}; {g} {G} {f} {F}; {f} {F}, {g}
portuguese given João Mariana Pedro Ana Rafael Beatriz Tiago Gustavo Fernanda Thiago Larissa Rodrigo Vinicius Camila
portuguese family Silva Santos Oliveira Souza Pereira Costa Rodrigues Almeida Nascimento Lima Araújo Ferreira Carvalho
portuguese forms {g} {f}; {g} {f} {F}; {g} {G} {f}; {g} da {f}; {g} {f} dos {F}
nigerian given Chukwuemeka Adaeze Oluwaseun Ngozi Emeka Tunde Funmilayo Ibrahim Musa Aminu Halima Chinedu Yusuf Blessing
nigerian family Okafor Adeyemi Okonkwo Eze Balogun Ibrahim Bello Abubakar Nwosu Ogunleye Adebayo Sani Obi Okoro Danjuma
nigerian forms {g} {f}; {g} {G} {f}
african given Kwame Amina Tendai Wanjiru Fatou Mamadou Thabo Abebe Aminata Kofi Joseph Grace Moussa Jean Desta Neema
african family Mensah Moyo Kamau Diallo Traore Ndiaye Nkosi Dlamini Otieno Mwangi Tadesse Keita Kabila Osei Ouedraogo
african forms {g} {f}; {g} {G} {f}; {f} {g}
southeast given Budi Putri Ayu Siti Dewi Agus Somchai Suda Maria Jose Nur Ahmad Wati Rizal Kanya Arif Aung Thida Ramon
southeast family Santoso Wijaya Setiawan Hidayat Reyes Cruz Bautista Abdullah Ismail Rahman Saetang Win Hlaing Susanto
southeast forms {g} {f}; {g} {G} {f}; {g} bin {f}
greek given Giorgos Maria Dimitris Eleni Nikos Katerina Kostas Ioannis David Rachel Yosef Ilan Ani Armen Levan Nino
greek family Papadopoulos Georgiou Nikolaidis Cohen Levy Mizrahi Petrosyan Sargsyan Kapanadze Beridze Economou Peretz
greek forms {g} {f}; {f} {g}
"""
_FIRST = [
    "Green",
    "Blue",
    "Golden",
    "Silver",
    "Royal",
    "Global",
    "Pacific",
    "Atlantic",
    "United",
    "National",
    "Sunrise",
    "Evergreen",
    "Northern",
    "Star",
    "Crystal",
    "Smart",
    "Urban",
    "Happy",
    "Bright",
    "Prime",
    "Alpine",
    "Coastal",
    "Maple",
    "Cedar",
    "Harbor",
    "Summit",
    "Vertex",
    "Kestrel",
    "Orchard",
    "Phoenix",
    "Apex",
    "Delta",
]
_TRADE = [
    "Trading",
    "Electronics",
    "Fashion",
    "Textiles",
    "Foods",
    "Furniture",
    "Logistics",
    "Shipping",
    "Import",
    "Export",
    "Technology",
    "Medical",
    "Motors",
    "Jewelry",
    "Cosmetics",
    "Books",
    "Toys",
    "Sports",
    "Garden",
    "Machinery",
    "Steel",
    "Energy",
    "Travel",
    "Design",
    "Media",
    "Construction",
    "Petroleum",
    "Bank",
]
_FORMS = [
    "Ltd",
    "Limited",
    "Inc",
    "LLC",
    "GmbH",
    "S.A.",
    "S.r.l.",
    "Co Ltd",
    "Corp",
    "BV",
    "Pty Ltd",
    "OOO",
    "AG",
    "SARL",
    "Group",
    "International",
    "Company",
    "Kft",
]
COMPANY_SHARE = 0.2
UPPER_SHARE = 0.2
_SYLLABLES = [
    "ba",
    "be",
    "bi",
    "bo",
    "da",
    "de",
    "di",
    "do",
    "fa",
    "ga",
    "go",
    "ha",
    "ka",
    "ke",
    "ki",
    "ko",
    "la",
    "le",
    "li",
    "lo",
    "ma",
    "me",
    "mi",
    "mo",
    "na",
    "ne",
    "ni",
    "no",
    "pa",
    "ra",
    "re",
    "ri",
    "ro",
    "sa",
    "se",
]
_SYLLABLES += [
    "shi",
    "ta",
    "te",
    "ti",
    "to",
    "va",
    "ve",
    "vi",
    "vo",
    "za",
    "ze",
    "zi",
    "zu",
    "khu",
    "qa",
    "wa",
    "ya",
    "yu",
    "jan",
    "din",
    "bek",
    "sar",
    "mar",
    "gul",
    "tov",
    "sky",
]


def _cultures() -> list[tuple[list[str], list[str], list[str]]]:
    parts: dict[str, dict[str, str]] = {}
    for line in NAMES.strip().splitlines():
        culture, part, words = line.split(" ", 2)
        parts.setdefault(culture, {})[part] = words
    return [(each["given"].split(), each["family"].split(), each["forms"].split("; ")) for each in parts.values()]


CULTURES = _cultures()


def honest_names(seed: int, count: int) -> Iterator[str]:
    """People of all cultures in equal shares, and one company in five."""
    random = Random(seed)
    for _ in range(count):
        name = _company(random) if random.random() < COMPANY_SHARE else _person(random, *random.choice(CULTURES))
        yield name.upper() if random.random() < UPPER_SHARE else name


def invented_names(seed: int, count: int) -> list[str]:
    """As many different names as a synthetic list needs: half of common words, half of words that nobody has."""
    random = Random(seed)
    made: dict[str, None] = {}
    while len(made) < count:
        made[_invented(random)] = None
    return list(made)


def _invented(random: Random) -> str:
    givens, families, forms = random.choice(CULTURES)
    chance = random.random()
    if chance < COMPANY_SHARE:
        return f"{_word(random)} {_company(random)}"
    if chance < 0.5:
        return _person(random, [_word(random) for _ in range(3)], families, forms)
    if chance < 0.8:
        return _person(random, givens, [_word(random) for _ in range(3)], forms)
    return f"{_person(random, givens, families, forms)} {random.choice(givens)}"


def _word(random: Random) -> str:
    return "".join(random.choices(_SYLLABLES, k=random.choice((2, 2, 3, 3, 4)))).capitalize()


def _person(random: Random, givens: Sequence[str], families: Sequence[str], forms: Sequence[str]) -> str:
    return random.choice(forms).format(
        g=random.choice(givens), G=random.choice(givens), f=random.choice(families), F=random.choice(families)
    )


def _company(random: Random) -> str:
    _, families, _ = random.choice(CULTURES)
    first = random.choice(_FIRST) if random.random() < 0.6 else random.choice(families)
    return " ".join([first, *random.sample(_TRADE, random.choice((1, 1, 2))), random.choice(_FORMS)])
