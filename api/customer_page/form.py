"""What the form shows: groups of fields with labels, hints, values and faults. One view for page and JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from api.customer_page.words import Words, number_words
from engine.address.phone import phone_example
from engine.desk.customer_questions import EMAIL, PHONE, Asked, NumberAsked, PaperAsked
from engine.desk.customer_requests import Form
from engine.desk.request_errors import FieldFault

# Names by which browsers fill fields in (HTML Standard, section 4.10.18.7).
FILLED_BY: Mapping[str, str] = {
    "name": "name",
    "company": "organization",
    "line1": "address-line1",
    "line2": "address-line2",
    "city": "address-level2",
    "state": "address-level1",
    "postcode": "postal-code",
    "country": "country-name",
    PHONE: "tel",
    EMAIL: "email",
}
OPTIONAL = frozenset({"company", "line2"})
TEXT, TEL, MAIL, CHOICE, FILE, TICK, YES_NO = "text", "tel", "email", "select", "file", "checkbox", "radio"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. `name` is what is sent; `question` what it belongs to; `options` are value and label. Fields that are
    neither `required` nor `optional` are filled in already as a rule, and may be needed or not."""

    name: str
    question: str
    kind: str
    label: str
    hint: str = ""
    value: str = ""
    required: bool = False
    optional: bool = False
    filled_by: str = "off"
    options: Sequence[tuple[str, str]] = ()
    fault: str = ""
    kept: str = ""

    @property
    def id(self) -> str:
        """As the page has it."""
        return self.name.replace(".", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields under one legend; `messages` are the rules' own words of why they are asked for."""

    legend: str
    hint: str = ""
    messages: Sequence[str] = ()
    fields: Sequence[Field] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What was filled in before: texts by name, questions whose file is kept, and what is wrong with it."""

    values: Mapping[str, str] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    faults: Sequence[FieldFault] = ()


def groups_of(form: Form, words: Words, filled: Filled) -> Sequence[Group]:
    """All that the form asks, in its order."""
    return tuple(each for each in _Drawing(form, words, filled).groups() if each.fields)


def why_added(asked: Asked, words: Words, word: str) -> Sequence[str]:
    """What the customer reads where people alone ask this; nothing where a rule does."""
    return (words.says[f"added_{word.partition('.')[0]}"],) if word in asked.added else ()


class _Drawing:
    def __init__(self, form: Form, words: Words, filled: Filled) -> None:
        self._form = form
        self._asked: Asked = form.asked
        self._words = words
        self._says = words.says
        self._filled = filled
        self._faults = {each.field: each.text or self._says[each.code] for each in reversed(filled.faults)}

    def groups(self) -> Iterator[Group]:
        says, asked = self._says, self._asked
        yield self._group("address", self._address(), hint=says["address_hint"])
        yield self._group(PHONE, [self._contact(PHONE, TEL)] if asked.phone else [])
        yield self._group(EMAIL, [self._contact(EMAIL, MAIL)] if asked.email else [])
        yield self._group("number", [each for number in asked.numbers for each in self._number(number)])
        for paper in asked.papers:
            yield self._paper(paper)
        for confirm in asked.to_confirm:
            yield Group(
                legend=says["confirm_legend"],
                messages=asked.texts.get(confirm.word, ()),
                fields=[self._yes_no(confirm.word)],
            )

    def _group(self, topic: str, fields: Sequence[Field], hint: str = "") -> Group:
        legend = {"address": "address_legend", "number": "numbers_legend"}.get(topic, f"{topic}_legend")
        told = [
            text
            for word, texts in self._asked.texts.items()
            if word == topic or word.startswith(f"{topic}.")
            for text in (*texts, *self._why_added(word))
        ]
        return Group(legend=self._says[legend], hint=hint, messages=tuple(dict.fromkeys(told)), fields=fields)

    def _why_added(self, word: str) -> Sequence[str]:
        """Why a person asks what no rule does."""
        return why_added(self._asked, self._words, word)

    def _address(self) -> Sequence[Field]:
        before = self._form.order.shipping_address
        return [
            self._field(
                f"address.{name}",
                TEXT,
                self._says[name],
                hint=self._says["country_hint"] if name == "country" else "",
                required=name in self._asked.address,
                optional=name in OPTIONAL and name not in self._asked.address,
                value=getattr(before, name) or "",
                filled_by=f"shipping {FILLED_BY[name]}",
            )
            for name in self._asked.editable
        ]

    def _contact(self, name: str, kind: str) -> Field:
        # What was given before is not shown: whoever holds the link need not learn it.
        hint = self._phone_hint() if name == PHONE else self._says[f"{name}_hint"]
        return self._field(name, kind, self._says[name], hint=hint, required=True, filled_by=FILLED_BY[name])

    def _phone_hint(self) -> str:
        """With a number of the place that the parcel goes to."""
        like = phone_example((self._form.order.shipping_address.country or "").upper())
        return self._says["phone_hint"].format(like=like) if like else self._says["phone_hint_bare"]

    def _number(self, asked: NumberAsked) -> Iterator[Field]:
        says, word = self._says, asked.word
        if len(asked.kinds) > 1:
            name = f"{word}.kind"
            yield Field(
                name=name,
                question=word,
                kind=CHOICE,
                label=says["number_kind"],
                value=self._filled.values.get(name, asked.kinds[0]),
                options=[(each, each) for each in asked.kinds],
            )
        label = says["number"].format(kind=" / ".join(asked.kinds))
        yield self._field(word, TEXT, label, hint=self._about(asked), required=True)

    def _about(self, asked: NumberAsked) -> str:
        """What the number is called where it is asked for, and how it looks."""
        known = [(kind, number_words(kind)) for kind in asked.kinds]
        told = [self._says["number_called"].format(kind=kind, name=each.named) for kind, each in known if each.named]
        like = ", ".join(each.like for _, each in known if each.like)
        told += [self._says["number_like"].format(like=like)] if like else []
        return self._says["between"].join([*told, self._says["number_hint"]])

    def _paper(self, asked: PaperAsked) -> Group:
        says, word = self._says, asked.word
        lines = self._form.order.lines
        title = lines[asked.line - 1].title if asked.line <= len(lines) else ""
        lacking = f"{word}.lacking"
        return Group(
            legend=self._words.papers.get(asked.kind, asked.kind),
            hint=says["paper_for"].format(title=title),
            messages=(*self._asked.texts.get(word, ()), *self._why_added(word)),
            fields=[
                self._field(word, FILE, says["file"], hint=says["file_hint"], required=True),
                self._field(
                    f"{word}.number", TEXT, says["paper_number"], hint=says["paper_number_hint"], optional=True
                ),
                Field(
                    name=lacking,
                    question=word,
                    kind=TICK,
                    label=says["lacking"],
                    value=self._filled.values.get(lacking, ""),
                ),
            ],
        )

    def _yes_no(self, word: str) -> Field:
        options = [("yes", self._says["yes"]), ("no", self._says["no"])]
        return self._field(word, YES_NO, self._says["confirm_legend"], required=True, options=options)

    def _field(
        self,
        name: str,
        kind: str,
        label: str,
        *,
        hint: str = "",
        value: str = "",
        required: bool = False,
        optional: bool = False,
        filled_by: str = "off",
        options: Sequence[tuple[str, str]] = (),
    ) -> Field:
        return Field(
            name=name,
            question=name.removesuffix(".number"),
            kind=kind,
            label=label,
            hint=hint,
            value=self._filled.values.get(name, value),
            required=required,
            optional=optional,
            filled_by=filled_by,
            options=options,
            fault=self._faults.get(name, ""),
            kept="✓" if name in self._filled.kept else "",
        )
