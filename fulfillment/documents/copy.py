"""What a paper is set from: the declaration, who receives the parcel, the day, and fonts. Never kept.

Every text passes through here, so that a number that travels as data alone (the one-stop shop's) is on no paper,
whoever wrote it where.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from engine.address.countries import country_name
from engine.address.script import scripts_of
from engine.address.state import latin_state
from engine.customs.secrecy import without_secret_numbers
from fulfillment.documents.declaration import Consignee, Declaration, Number, Shown
from fulfillment.documents.letters import Faces, Scribe, latin, needs_latin

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """`day` is the day of posting, as signatures carry it."""

    declaration: Declaration
    consignee: Consignee
    day: date
    faces: Faces

    def write(self, text: str) -> Json:
        """A text for the reader at the destination."""
        scribe = Scribe(self.faces, self.declaration.destination, self.declaration.language)
        return scribe.json(without_secret_numbers(text))

    def write_in(self, language: str, text: str) -> Json:
        """A text of ours in a language: its Han characters have the shapes of that language, wherever it goes."""
        return Scribe(self.faces, "", language).json(text)

    def write_or_none(self, text: str) -> Json | None:
        """None for an empty text, which templates leave out with its caption."""
        return self.write(text) if text else None

    def write_all(self, texts: Iterable[str]) -> list[Json]:
        """Several lines; empty ones are left out."""
        return [self.write(each) for each in texts if without_secret_numbers(each)]

    def facts(self, *pairs: tuple[str, str]) -> list[Json]:
        """Captions with values, for the row of facts on top of a paper; those without a value are left out."""
        return [{"name": name, "value": self.write(value)} for name, value in pairs if value]

    def sender_block(self) -> list[Json]:
        """Who sends, in letters that carriers of the destination read, and the country by its English name."""
        sender, there = self.declaration.sender, self.declaration.destination
        place = _place(sender.postcode, sender.city, sender.state)
        parts = (sender.company, *sender.lines, place, country_name(sender.country).upper(), sender.phone)
        scribe = Scribe(self.faces, sender.country)
        shown = (latin(part, sender.country) if needs_latin(part, there) else part for part in parts if part)
        return [scribe.json(without_secret_numbers(each)) for each in shown if each]

    def consignee_block(self) -> Json:
        """Who receives, line by line; beneath it in Latin letters where carriers of the origin cannot read a line.

        Addresses in international post are written in Latin letters, those of the destination may stand beside them
        (as the UPU's addressing handbook is quoted; International Mail Manual of USPS, 2016-10-03, section 430).
        """
        to, origin = self.consignee, self.declaration.sender.country
        people = [each for each in (to.name, to.company, *to.lines) if each]
        parts = [*people, _place(to.postcode, to.city, to.state)]
        unread = any(needs_latin(each, origin) for each in parts)
        state = latin_state(to.country, to.state) if to.state and scripts_of(to.state) else None
        place = _place(to.postcode, latin(to.city, to.country), state or latin(to.state, to.country))
        readings = [*(latin(each, to.country) for each in people), place] if unread else []
        return {
            "lines": self.write_all(parts),
            "latin": self.write_all(readings),
            "country": country_name(to.country).upper(),
        }

    def phone(self) -> Json | None:
        """How the consignee is reached."""
        return self.write_or_none(self.consignee.phone)

    def importer_numbers(self) -> list[Json]:
        """The consignee's own numbers that may stand on paper."""
        return [self.write(spelled(each)) for each in self.consignee.numbers if each.shown is not Shown.DATA]


def spelled(number: Number) -> str:
    """A number with its kind: `EORI DE1234567`."""
    return f"{number.kind} {number.value}"


def _place(postcode: str, city: str, state: str) -> str:
    return " ".join(part for part in (postcode, city, state) if part)
