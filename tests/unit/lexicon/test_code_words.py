"""Codes as sentences quote them: every one that a fact may have has words in both languages that staff read."""

import re
from collections.abc import Mapping

import pytest
import yaml

from engine.bundled import REPOSITORY, rules_folder
from engine.domains import ADMISSION, POLICIES
from engine.lexicon.code_words import code_word
from engine.lexicon.order_words import ADDRESS
from engine.lexicon.spec import Fact
from engine.lexicon.words_of_data import data_word
from engine.order.carrier_names import carrier_name
from engine.order.channel_names import channel_name

FACTS: Mapping[str, Fact] = {
    name: fact for domain in (ADMISSION, *POLICIES.values()) for name, fact in domain.lexicon.items()
}
TERMS = {"DDP", "DAP", "IOSS"}  # words of the trade themselves
HAN = re.compile(r"[\u4e00-\u9fff]")


def test_codes_when_a_fact_may_have_them_then_each_has_words_in_both_languages() -> None:
    coded = [(name, str(code)) for name, fact in FACTS.items() for code in fact.values if code not in TERMS]
    assert len(coded) > 300
    assert [each for each in coded if not HAN.search(code_word(*each, "zh"))] == []
    assert [each for each in coded if "_" in code_word(*each, "en")] == []


def test_findings_about_addresses_when_the_code_has_one_then_it_has_words() -> None:
    """Findings are made in few ways: by name of the field, with a code that begins with it."""
    texts = "".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "engine" / "address").glob("*.py"))
    said = set(re.findall(r'AddressFinding\(\s*"\w+",\s*"(\w+)"', texts))
    assert len(said) > 20
    assert said - ADDRESS.keys() == set()


def test_facts_when_messages_quote_a_set_of_goods_or_papers_then_their_words_come_from_data() -> None:
    quoted: set[str] = set()
    for path in rules_folder().rglob("messages/*.yaml"):
        for message in yaml.safe_load(path.read_text(encoding="utf-8")).values():
            quoted |= set(re.findall(r"\{([a-z][a-z0-9_.]*)\}", " ".join(map(str, message.values()))))
    examples = {"import_permit", "vape_ecig", "drone", "lithium_battery_alone", "lucid:DE", "ioss:EU", "weee:DE"}
    named = {name for name in quoted if name in FACTS and examples & set(_examples(FACTS[name]))}
    assert len(named) > 8
    assert [name for name in named if any(code_word(name, each, "zh") == each for each in _examples(FACTS[name]))] == []


def test_messages_when_they_count_in_english_then_say_one_and_many() -> None:
    bare = re.compile(
        r"\{[a-z0-9_.]+\}(?: [a-z-]+)? (?:day|order|card|piece|parcel|address|buyer|consignee|return|claim)e?s\b"
    )
    texts = {path: path.read_text(encoding="utf-8") for path in rules_folder().rglob("messages/en.yaml")}
    assert {path.parent: found for path, text in texts.items() if (found := bare.findall(text))} == {}


def _examples(fact: Fact) -> list[str]:
    return [str(each) for each in fact.example] if isinstance(fact.example, list) else [str(fact.example)]


@pytest.mark.parametrize(
    ("fact", "code", "en", "zh"),
    [
        ("line.law_prohibited_certain", "vape_ecig", "Electronic cigarettes and liquids", "电子烟"),
        ("merchant.registrations_missing", "lucid:DE", "Packaging register LUCID (DE)", "德国包装注册 (LUCID)（DE）"),
        ("shipment.carrier", "dhl_express", "DHL Express", "DHL 快递"),
        ("order.channel", "own_shop", "own shop", "独立站"),
        ("payment.avs", "no_match", "no match", "不符"),
        ("line.categories", "of_our_own", "of_our_own", "of_our_own"),
        ("party.evidence", "consignee: 0.97 like Ann (un:1, strong)", "consignee: 0.97 like Ann (un:1, strong)",
         "收件人：相似度 0.97，近似 Ann（un:1，强）"),
    ],
)  # fmt: skip
def test_code_when_quoted_then_reads_as_words(fact: str, code: str, en: str, zh: str) -> None:
    assert (code_word(fact, code, "en"), code_word(fact, code, "zh")) == (en, zh)


def test_names_when_a_code_is_the_merchants_own_then_its_words_are_parted() -> None:
    assert [carrier_name(each) for each in ("my_line", "usps", "SF-Express", "4px")] == [
        "My Line",
        "USPS",
        "SF Express",
        "4PX",
    ]
    assert [carrier_name(each, "zh") for each in ("sf_express", "dhl")] == ["顺丰速运", "DHL"]
    assert channel_name("my_shop", "zh") == "my shop"
    assert data_word("line.categories", "vape_ecig", "de") == ""
