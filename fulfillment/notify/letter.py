"""A notice in the reader's language: subject, paragraphs, and the same as text, as a page of mail and as a short line.

Personal values come from the order at that moment. The same notice and order make the same letter each time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from engine.order.order import Order
from engine.pages import Environment, environment_of
from fulfillment.desk_view import AskingLink
from fulfillment.notify.amounts import amount_in
from fulfillment.notify.local_time import zone_of
from fulfillment.notify.phrases import OPEN, day_in, moment_in, phrases_of, reason_phrase
from fulfillment.notify.texts import ENGLISH, language_of, words_of
from fulfillment.records import Notice

PACKAGE = "fulfillment.notify"
REASON, PAYS, PAY_LINK, PAY_NUMBER = "reason", "pays", "pay_link", "pay_number"  # parameters of a notice
UNTIL = "until"  # a moment as ISO 8601 writes it; notices that were noted before have a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """`page` is where the order is followed and choices are made, `form` what the customer is asked to fill in; empty
    where there is no such link."""

    language: str
    subject: str
    paragraphs: tuple[str, ...]
    page: str = ""
    form: str = ""
    footer: tuple[str, ...] = field(default=())

    @property
    def text(self) -> str:
        """As plain text."""
        return "\n\n".join((*self.paragraphs, *self.footer)) + "\n"

    @property
    def html(self) -> str:
        """As a page of mail: no script, no picture, nothing that is fetched from anywhere."""
        says = phrases_of(self.language).letter
        return _environment().get_template("letter.html").render(letter=self, says=says)

    @property
    def brief(self) -> str:
        """As a text message."""
        return " ".join(part for part in (self.subject + ".", self.page) if part)


def letter_of(
    notice: Notice, order: Order, *, language: str = "", link: AskingLink | None = None, page: str = ""
) -> Letter:
    """A notice to a customer, in the order's language unless another is named. `link` is of a form that the customer is
    sent, `page` where the order is followed. Raises KeyError for an unknown kind."""
    language = language or language_of(order)
    words = words_of(notice.kind, language)
    values = _values(notice, order, language, link)
    says = phrases_of(language).letter
    footer = (says["follow"].format(page=page), says["choose"]) if page else ()
    return Letter(
        language=language,
        subject=_one_line(words.subject.format_map(values)),
        paragraphs=tuple(part for part in words.text.format_map(values).split("\n\n") if part.strip()),
        page=page,
        form="" if link is None else link.url,
        footer=(*footer, says["automatic"]),
    )


def carrier_letter(notice: Notice, order: Order) -> Letter:
    """A notice to a carrier: in English, with the address."""
    words = words_of(notice.kind, ENGLISH)
    values = _values(notice, order, ENGLISH, None) | {"address": address_lines(order)}
    text = words.text.format_map(values)
    return Letter(language=ENGLISH, subject=_one_line(words.subject.format_map(values)), paragraphs=(text,))


def name_of(order: Order) -> str:
    """How the customer is called."""
    customer = order.customer
    return (customer.name if customer is not None else None) or order.shipping_address.name or ""


def address_lines(order: Order) -> str:
    """The delivery address in lines, as a carrier reads it."""
    place = order.shipping_address
    town = " ".join(part for part in (place.postcode, place.city, place.state) if part)
    lines = (place.name, place.company, place.line1, place.line2, place.line3, town, place.country)
    return "\n".join(line for line in lines if line)


def _values(notice: Notice, order: Order, language: str, link: AskingLink | None) -> dict[str, object]:
    params = notice.params
    values: dict[str, object] = {
        "name": name_of(order), "order": order.id, "number": "-", "stand_in": "-", "address": "-",
        "link": "-", "rma": "-", **params,
        UNTIL: _until(str(params.get(UNTIL, "")), order, language),
        "reason": reason_phrase(str(params.get(REASON, "")), language),
        "pays": _pays(params, language),
        "amount": amount_in(params.get("amount", "-"), language),
    }  # fmt: skip
    if link is not None:
        values |= {"link": link.url, UNTIL: moment_in(link.until, zone_of(order.shipping_address), language)}
    return values


def _pays(params: Mapping[str, object], language: str) -> str:
    """Who pays what customs ask for, and how."""
    says = phrases_of(language).pays
    given = [name for name in (PAY_NUMBER, PAY_LINK) if params.get(name)]
    return " ".join([says[str(params.get(PAYS, OPEN))], *(says[name].format(value=params[name]) for name in given)])


def _until(stated: str, order: Order, language: str) -> str:
    """By the clock where the parcel goes."""
    if not stated:
        return "-"
    if "T" not in stated:
        return day_in(date.fromisoformat(stated), language)
    return moment_in(datetime.fromisoformat(stated), zone_of(order.shipping_address), language)


def _one_line(text: str) -> str:
    return " ".join(text.split())  # a header takes one line


@cache
def _environment() -> Environment:
    return environment_of(PACKAGE)
