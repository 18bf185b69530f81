"""Two names: what makes them one party's, what does not, and whether a person can read why."""

import pytest

from engine.parties.matching import SCREENING, compare, screened
from engine.parties.name import read_name

SAME = [
    ("VERANOV, Timofei", "Timofei Veranov"),
    ("Тимофей Веранов", "Timofei Veranov"),
    ("Αλέξανδρος Παππάς", "Alexandros Pappas"),
    ("Mohammed Al-Rashidi", "RASHIDI, Muhammad"),
    ("Abd al-Rahman Kasim", "Abdurrahman Qassem"),
    ("Jörg Schröder", "Joerg Schroeder"),
    ("Orbeline Shipping AG", "Orbeline Shipping Aktiengesellschaft"),
    ("OOO Vektorstroi", "Vektorstroi LLC"),
    ("北方远洋有限公司", "北方远洋"),
    ("Al Qanara Trading", "Alqanara Trading"),
    ("Ivan Kolchugin", "Ivan Petrovich Kolchugin"),
    ("Orbelien Shiping Company", "Orbeline Shipping Company"),
    ("J. Kolchugin-Orlovsky", "Jegor Kolchugin-Orlovsky"),
    ("Banco del Norte Verde", "Bank del Norte Verde"),
]
OTHERS = [
    ("Harbour Trust 2004-1", "Harbour Trust 2004-2"),
    ("OCEAN KESTREL 5", "OCEAN KESTREL 6"),
    ("Ali Hassan", "Ali Hussein"),
    ("Zheng Lei", "Zhang Lei"),
    ("Global Trading Company", "Global Shipping Company"),
    ("Juan Perez", "Juan Gomez"),
    ("Maria", "Maria Elena Kolchugina de Orbeline"),
    ("Kim Sok Chol", "Kim Yong Il"),
    ("---", "Timofei Veranov"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_names_when_of_one_party_then_match(left: str, right: str) -> None:
    assert compare(left, right).matched


@pytest.mark.parametrize(("left", "right"), OTHERS)
def test_names_when_of_two_parties_then_do_not_match(left: str, right: str) -> None:
    assert not compare(left, right).matched


@pytest.mark.parametrize(
    ("left", "right", "line"),
    [
        ("Harbour Trust 2004-1", "Harbour Trust 2004-2", "against: the numbers differ (1 2004 and 2 2004)"),
        ("Orbeline AG", "Orbeline GmbH", "against: the legal forms differ"),
        ("Ivan Veranov", "Ivan Ilyich Veranov", "against: only in the second: `ilyich`"),
        ("Youssef Veranov", "Yusuf Veranov", "`youssef` and `yusuf` are spellings of one name"),
        ("T. Veranov", "Timofei Veranov", "the initial `t` may stand for `timofei`"),
        ("Al Qanara", "Alqanara", "`al qanara` is `alqanara` written apart or together"),
    ],
)
def test_explanation_when_read_then_says_what_decided(left: str, right: str, line: str) -> None:
    assert line in compare(left, right).explanation


def test_match_when_the_threshold_is_raised_then_asks_for_more() -> None:
    pair = ("Ivan Kolchugin", "Ivan Petrovich Kolchugin")
    assert compare(*pair, threshold=0.99).score == compare(*pair).score
    assert not compare(*pair, threshold=0.99).matched


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dr. Timofei VERANOV", ["timofei", "veranov"]),
        ("ORBELINE S.A. DE C.V.", ["orbeline"]),
        ("Abdul Rahman al Kasim", ["abdulrahman", "al", "kasim"]),
        ("Société Générale d'Orbe", ["societe", "generale", "dorbe"]),
        ("Ltd", ["ltd"]),
        ("", []),
    ],
)
def test_name_when_read_then_forms_and_titles_are_set_aside(text: str, words: list[str]) -> None:
    assert [each.text for each in read_name(text).words] == words


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Abul-Nur Veranovi", "VERANOVI, Abul-Nur"),
        ("Hafez Asbdul Kasimov", "KASIMOV, Hafez Abdul"),
        ("Kolchugin Abdul", "Abdul Kolchugin"),
        ("Oleg Kolchugin", "KOLCHUGIN, Oleg Ilyich"),
        ("Orbeline Ltd Qanara", "Orbeline Qanara"),
        ("Orbelinne Qanara", "ORBELINE QANARA"),
        ("Allo Kolchuginsky", "Ali Kolchuginsky"),
    ],
)
def test_name_when_screened_with_a_slip_that_people_make_then_hits(asked: str, listed: str) -> None:
    assert screened(read_name(asked), read_name(listed))[0] >= SCREENING


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Min Cho", "MINCHOI"),
        ("Asif Ahmed", "AHMED, A."),
        ("Juan Garcia", "GARCIA LOPEZ, Juan"),
        ("Saima Muhammad", "SALMAN, Muhammad"),
        ("Ibrahim Sani", "IBRAHIM, Haji"),
        ("Do Trang", "TA RANG"),
    ],
)
def test_name_when_screened_and_another_of_common_words_then_does_not_hit(asked: str, listed: str) -> None:
    assert screened(read_name(asked), read_name(listed))[0] < SCREENING
