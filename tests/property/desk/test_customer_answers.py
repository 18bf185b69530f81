"""The patch of an answer: whatever is sent, it touches what a customer may touch, and of that what was asked."""

import copy

from hypothesis import given
from hypothesis import strategies as st

from engine.desk.changing import merged
from engine.desk.customer_answers import NUMBERS, TOUCHED, Answer, NumberGiven, PaperGiven, faults_of, patch_of
from engine.desk.customer_questions import ADDRESS, Asked, ConfirmAsked, NumberAsked, PaperAsked
from engine.order.reading import to_document
from tests.builders import an_order

WORDS = st.sampled_from(["number.CPF", "number.RFC", "paper.import_permit.1", "confirm.PAY-084", "lines", "totals"])
TEXTS = st.text(max_size=300) | st.sampled_from(["", " ", "10115", "Berlin", "DE", "Deutschland", "\x00", "\u202ex"])
KINDS = st.sampled_from(["CPF", "CNPJ", "RFC", "IOSS", "cpf"])
ANSWERS = st.builds(
    Answer,
    address=st.dictionaries(st.sampled_from([*ADDRESS, "line3", "hs_code", "total", "merchant"]), TEXTS),
    phone=st.none() | TEXTS,
    email=st.none() | TEXTS,
    numbers=st.dictionaries(WORDS, st.builds(NumberGiven, kind=KINDS, value=TEXTS), max_size=3),
    papers=st.dictionaries(
        WORDS,
        st.builds(PaperGiven, number=TEXTS, content=st.none() | st.binary(max_size=20), lacking=st.booleans()),
        max_size=3,
    ),
    confirmed=st.dictionaries(WORDS, st.booleans(), max_size=3),
    insists=st.booleans(),
)
ASKED = st.builds(
    Asked,
    address=st.frozensets(st.sampled_from(ADDRESS)),
    phone=st.booleans(),
    email=st.booleans(),
    numbers=st.lists(st.sampled_from([NumberAsked(("CPF", "CNPJ")), NumberAsked(("RFC",))]), unique=True).map(tuple),
    papers=st.lists(st.just(PaperAsked("import_permit", 1)), max_size=1).map(tuple),
    confirmations=st.lists(st.just(ConfirmAsked("PAY-084", "f")), max_size=1).map(tuple),
    texts=st.just({}),
)


def pointers(before: object, after: object, at: str = "") -> set[str]:
    """Where two documents differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        names = before.keys() | after.keys()
        return {found for name in names for found in pointers(before.get(name), after.get(name), f"{at}/{name}")}
    return set() if before == after else {at}


@given(ASKED, ANSWERS)
def test_patch_when_merged_then_differs_only_where_a_customer_may(asked: Asked, answer: Answer) -> None:
    document = to_document(an_order())
    before = copy.deepcopy(document)
    after = merged(document, patch_of(asked, answer, document))
    assert document == before
    assert not [each for each in pointers(before, after) if not each.startswith(TOUCHED)]
    touched = {each for each in pointers(before, after) if each.startswith("/shipping_address")}
    allowed = {f"/shipping_address/{name}" for name in asked.editable} | (
        {"/shipping_address/phone"} if asked.phone else set()
    )
    assert touched <= allowed


@given(ASKED, ANSWERS)
def test_patch_when_numbers_are_given_then_a_sellers_number_stays(asked: Asked, answer: Answer) -> None:
    sellers = {"kind": "CPF", "value": "52998224725", "holder": "merchant"}
    others = {"kind": "EORI", "value": "DE123456789", "holder": "consignee"}
    document = to_document(an_order()) | {NUMBERS: [sellers, others]}
    found = merged(document, patch_of(asked, answer, document))[NUMBERS]
    assert isinstance(found, list)
    assert found[:2] == [sellers, others]


@given(ASKED, ANSWERS)
def test_faults_when_there_are_none_then_everything_asked_is_there_and_nothing_else(
    asked: Asked, answer: Answer
) -> None:
    faults = faults_of(asked, answer)
    if faults:
        assert all(each.field and each.code for each in faults)
        return
    assert all(answer.address[name].strip() for name in asked.address)
    assert set(answer.address) <= set(asked.editable)
    assert set(answer.numbers) <= {each.word for each in asked.numbers}
    assert asked.phone <= bool(answer.phone)
