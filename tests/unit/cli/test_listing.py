"""Rows and counts on a terminal."""

from hypothesis import given
from hypothesis import strategies as st

from api.cli.columns import padded, width_of, wrapped
from api.cli.listing import Listing
from api.cli.phrases import PHRASES, Language
from api.cli.screening import Screened
from api.cli.summary import Summary
from engine.decision import Decision
from engine.domains import ADMISSION
from engine.order.formats.files import Record
from tests.builders import an_order
from tests.tiny_rule_book import decided, tiny_rule_book

BOOK = tiny_rule_book()


def screened(decision: Decision | None) -> Screened:
    return Screened(Record(1, None if decision is None else an_order(), (), {}), decision)


def test_rows_when_admitted_then_take_one_line() -> None:
    assert len(list(Listing(BOOK, Language.EN).rows(screened(decided())))) == 1


def test_rows_when_a_line_is_refused_then_name_it_by_number_and_sku() -> None:
    decision = decided(parts=({}, {"line.hs_code": "85434000", "line.sku": "V-1"}))
    shown = "\n".join(Listing(BOOK, Language.EN).rows(screened(decision)))
    assert "line 2 (V-1): Heading 85434000 is not sent." in shown
    assert "product data acts" in shown


def test_rows_when_chinese_is_asked_for_then_all_words_are_chinese() -> None:
    shown = "\n".join(Listing(BOOK, Language.ZH).rows(screened(decided({"payment.status": "failed"}))))
    assert "挂起" in shown
    assert "由财务处理" in shown
    assert "下一步：请买家重新付款。" in shown


def test_rows_when_there_are_too_many_then_only_admitted_ones_are_left_out() -> None:
    listing = Listing(BOOK, Language.EN, all_rows=2)
    admitted, held = screened(decided()), screened(decided({"payment.status": "failed"}))
    shown = [bool(list(listing.rows(each))) for each in (admitted, admitted, admitted, held)]
    assert shown == [True, True, False, True]
    assert listing.left_out == 1


def test_summary_when_orders_went_by_then_counts_outcomes_reasons_and_actors() -> None:
    summary = Summary(ADMISSION)
    for each in (decided(), decided({"payment.status": "failed"}), decided({"payment.status": "voided"}), None):
        summary.count(screened(each))
    text = "\n".join(summary.lines(Language.EN))
    assert (summary.decided, summary.skipped) == (3, 1)
    assert [line.split() for line in text.splitlines() if "PAY_FAILED" in line] == [["PAY_FAILED", "2"]]
    assert [line.split() for line in text.splitlines() if "finance" in line] == [["finance", "2"]]


def test_phrases_when_listed_then_both_languages_say_every_outcome_and_actor() -> None:
    for phrases in PHRASES.values():
        assert set(phrases.outcomes) == set(ADMISSION.precedence)
        assert set(phrases.actors) == set(ADMISSION.actors)


@given(st.text(max_size=20), st.integers(0, 30))
def test_padded_when_shorter_then_fills_the_columns(text: str, width: int) -> None:
    assert width_of(padded(text, width)) == max(width, width_of(text))


@given(st.text(alphabet=st.sampled_from("ab 挂起。,"), max_size=120))
def test_wrapped_when_broken_then_says_the_same_in_narrow_lines(text: str) -> None:
    lines = wrapped(text, 20, "  ")
    assert "".join(lines.split()) == "".join(text.split())
    assert all(width_of(line) <= 20 or " " not in line.strip() for line in lines.splitlines())
