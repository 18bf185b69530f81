"""Card numbers are found however they are written, and never come back out."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.order.card_leak import SCHEMES, holds_card_number, is_card_number, passes_luhn
from engine.order.reading import faults_of, to_document
from tests.builders import an_order


def with_check_digit(body: str) -> str:
    return next(body + str(digit) for digit in range(10) if passes_luhn(body + str(digit)))


@st.composite
def card_numbers(draw: st.DrawFn) -> str:
    first, last, lengths = draw(st.sampled_from(SCHEMES))
    prefix = str(draw(st.integers(int(first), int(last))))
    rest = draw(st.sampled_from(sorted(lengths))) - len(prefix) - 1
    number = with_check_digit(
        prefix + "".join(draw(st.lists(st.sampled_from("0123456789"), min_size=rest, max_size=rest)))
    )
    assume(is_card_number(number))  # leaves out the few of 13 digits that are article numbers as well
    return number


@settings(max_examples=100)
@given(card_numbers(), st.sampled_from(["", " ", "-", "\u00a0", "."]), st.integers(2, 6))
def test_card_number_when_written_in_groups_is_found(number: str, separator: str, size: int) -> None:
    written = separator.join(number[start : start + size] for start in range(0, len(number), size))
    assert holds_card_number(f"my card: {written}, thank you")


@settings(max_examples=60)
@given(card_numbers(), st.sampled_from(range(16)))
def test_card_number_when_one_digit_is_wrong_is_not_taken_for_one(number: str, place: int) -> None:
    place = place % len(number)
    wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
    assert not passes_luhn(wrong)


@settings(max_examples=40, deadline=None)
@given(
    card_numbers(),
    st.sampled_from(["buyer_note", "seller_note", "kind", "currency", "surprise"]),
    st.sampled_from(["", " ", "\n", " -", "\u2013"]),
)
def test_refusal_when_a_card_number_leaked_never_repeats_it(number: str, field: str, separator: str) -> None:
    written = separator.join((number[:4], number[4:10], number[10:]))
    faults = faults_of(to_document(an_order()) | {field: written})
    assert "card_number_leaked" in {fault.code for fault in faults}
    assert all(number not in str(fault) and written not in str(fault) for fault in faults)


@settings(max_examples=40, deadline=None)
@given(card_numbers())
def test_refusal_when_a_field_is_named_by_a_card_number_never_repeats_it(number: str) -> None:
    faults = faults_of(to_document(an_order()) | {number: "x"})
    assert faults
    assert all(number not in str(fault) for fault in faults)


@settings(max_examples=40, deadline=None)
@given(card_numbers())
def test_long_numbers_when_the_field_is_an_id_or_a_phone_are_no_leak(number: str) -> None:
    document = to_document(an_order()) | {"id": number, "channel_order_id": number}
    document["tax_identifiers"] = [{"kind": "VAT", "value": number}]
    assert faults_of(document) == ()


@settings(max_examples=40, deadline=None)
@given(card_numbers(), st.sampled_from(["a", "fp_", "9e"]))
def test_fingerprint_when_it_has_letters_is_a_token_and_else_may_be_the_number(number: str, letters: str) -> None:
    def faults(fingerprint: str) -> set[str]:
        document = to_document(an_order())
        document["payment"]["card"]["fingerprint"] = fingerprint  # type: ignore[index]
        return {fault.code for fault in faults_of(document)}

    assert "card_number_leaked" not in faults(letters + number)
    assert "card_number_leaked" in faults(number)
