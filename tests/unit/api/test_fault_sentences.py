"""Faults of rule files as sentences: in Chinese with the values of the message, in English the message itself."""

from api.fault_words import sentence


def test_sentence_when_in_chinese_then_has_title_values_and_what_it_is() -> None:
    told = sentence("R050", "the table `fraud/bins` has no sheet for FRD-012", "zh")
    assert told.startswith("只有一半的决策表：fraud/bins、FRD-012。")
    assert "表头文件" in told


def test_sentence_when_the_message_has_no_values_then_has_none() -> None:
    assert sentence("R050", "half a table", "zh").startswith("只有一半的决策表。")


def test_sentence_when_in_english_or_of_no_known_code_then_is_the_message() -> None:
    assert sentence("R050", "half a table", "en") == "half a table"
    assert sentence("X999", "half a table", "zh") == "half a table"
