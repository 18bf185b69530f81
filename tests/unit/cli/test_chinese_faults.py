"""Faults of rule files at the command line, in Chinese with what to write instead."""

import pytest

from api.cli.lint_words import chinese_faults
from api.hint_words import chinese_hint
from engine.rulebook.source import RuleFault, Span

UK = RuleFault("R033", "`UK` is not a country code of ISO 3166-1", Span("fraud/a.yaml", 9, 34), "write GB")


def test_faults_when_told_in_chinese_then_have_place_values_and_what_to_write() -> None:
    told = chinese_faults([UK])
    assert told.startswith("fraud/a.yaml:9:34  R033  不是国家代码：UK。")
    assert "请写 GB。\n" in told
    assert told.endswith("详见：clearway rules lint R033 --lang zh\n")


def test_faults_when_there_are_none_then_nothing_is_told() -> None:
    assert chinese_faults([]) == ""


@pytest.mark.parametrize(
    ("hint", "told"),
    [
        ("did you mean `aftersale.refunds`?", "是否应为 aftersale.refunds"),
        ("the nearest are: gte, gt", "最接近的有：gte, gt"),
        ("use one of: between, eq", "可用：between, eq"),
        ("write a number of returns, without quotes", "请写数字，不加引号"),
        ("write gte", "请写 gte"),
        ("write two capitals, such as NO or DE", "请写两个大写字母，如 NO、DE"),
        ("add one with expect: fires", "请加一个测试，写 expect: fires"),
        ("indent with blanks: this is a tab", "请用空格缩进，不要用制表符"),
        ("set scope: line; a case: {order.age_hours: 72}", "请写 scope: line；示例：{order.age_hours: 72}"),
        ("`clearway rules test` drafts a test that would notice", "运行 `clearway rules test` 可拟出能发现它的测试"),
        ("write it so that the next reader understands", ""),
    ],
)
def test_hint_when_it_names_what_to_write_then_is_told_in_chinese(hint: str, told: str) -> None:
    assert chinese_hint(hint) == told
