"""Where an address lies: country, postcode, state and city, each judged with the others in view."""

from dataclasses import dataclass

from engine.address.countries import country_codes, country_named, country_words
from engine.address.gibberish import gibberish
from engine.address.placeholder import blank, lettered, no_real_postcode, placeholder
from engine.address.postcode import read_postcode
from engine.address.spelling import fold, tidy
from engine.address.state import contradicts, infer_state, state_code
from engine.address.table import CountryTable, Need, country_table
from engine.address.territory import Move, move_of
from engine.address.verdict import AddressFinding, Level

Findings = list[AddressFinding]
Judged = tuple[str | None, Findings]
MISSING_POSTCODE = {Need.REQUIRED: Level.ERROR, Need.EXPECTED: Level.WARNING}


@dataclass(frozen=True, slots=True)
class Place:
    """The repaired locality. `stated` is the country as written, `country` the one that the postcode lies in."""

    stated: str | None
    country: str | None
    postcode: str | None
    state: str | None
    city: str | None
    contradiction: bool
    findings: tuple[AddressFinding, ...]


def judge_place(country: str | None, postcode: str | None, state: str | None, city: str | None) -> Place:
    """Reads the four together; without a known country only what is true everywhere is said."""
    stated, findings = judge_country(country)
    town = None if city is None else tidy(city)
    if stated is None:
        findings += judge_city(Need.REQUIRED, town)
        return Place(None, None, _kept(postcode), _kept(state), town, contradiction=False, findings=tuple(findings))
    move = move_of(stated, postcode)
    table = country_table(stated if move is None else move.country)
    code, remarks = judge_postcode(table, postcode, town)
    findings += remarks + _moved(move)
    home = country_table(stated)
    region, remarks, contradiction = judge_state(home, state, town, code)
    findings += remarks + judge_city(table.city, town)
    if move is not None:
        region = state_code(table, state or "")
    return Place(stated, table.country, code, region, town, contradiction, tuple(findings))


def judge_country(written: str | None) -> Judged:
    """A code of ISO 3166-1 or of a post; a name or former code is read, and said."""
    if written is None or blank(written):
        return None, [AddressFinding("country", "country_missing", Level.ERROR)]
    code = written.strip().upper()
    if code in country_codes():
        return code, []
    named = country_named(written)
    if named is None:
        return None, [AddressFinding("country", "country_unknown", Level.ERROR)]
    return named, [AddressFinding("country", "country_not_a_code", Level.WARNING)]


def judge_postcode(table: CountryTable, written: str | None, city: str | None) -> Judged:
    """The repaired code. One that is missing counts as much as the country needs it."""
    need = table.postcodes.need
    if written is None or blank(written):
        level = MISSING_POSTCODE.get(need)
        return None, [] if level is None else [AddressFinding("postcode", "postcode_missing", level)]
    if placeholder(written, "postcode") and need is Need.NONE:
        return None, []
    reading = read_postcode(table, written, city)
    if reading.fits and not no_real_postcode(reading.value):
        guessed = [] if reading.sure else [AddressFinding("postcode", "postcode_guessed", Level.WARNING)]
        return reading.value, guessed
    if no_real_postcode(written):
        return _stand_in(need, reading.value, fits=reading.fits)
    # Where codes are new or seldom written, what we know of their form is not enough to refuse one.
    unsure = table.postcodes.pattern is None or need is Need.OPTIONAL
    level = Level.WARNING if unsure else Level.ERROR
    return reading.value, [AddressFinding("postcode", "postcode_malformed", level)]


def _stand_in(need: Need, value: str, *, fits: bool) -> Judged:
    """Zeros or `n/a`: as good as none. Where the form exists (00000 is nobody's, 11111 may be) the buyer confirms."""
    if need is Need.NONE:
        return None, []
    level = Level.WARNING if fits and need is not Need.REQUIRED else MISSING_POSTCODE.get(need, Level.WARNING)
    if fits and set(value) - set("0 -"):
        return value, [AddressFinding("postcode", "postcode_placeholder", Level.WARNING)]
    return None, [AddressFinding("postcode", "postcode_placeholder", level)]


def judge_state(
    table: CountryTable, written: str | None, city: str | None, postcode: str | None
) -> tuple[str | None, Findings, bool]:
    """The state as a code, findings, and whether the postcode lies in another state."""
    if written is None or blank(written) or placeholder(written, "state"):
        inferred = infer_state(table, postcode, city)
        return inferred, _absent(table.state, inferred), False
    code = state_code(table, written)
    if code is None:
        kept = tidy(written)
        unknown = table.state_written and not _harmless(table, kept, city)
        return kept, [AddressFinding("state", "state_unknown", Level.WARNING)] if unknown else [], False
    if postcode is not None and contradicts(table, code, postcode):
        return code, [AddressFinding("postcode", "postcode_contradicts_state", Level.WARNING)], True
    return code, [], False


def _absent(need: Need, inferred: str | None) -> Findings:
    if need is Need.STRICT:
        code, level = ("state_missing", Level.ERROR) if inferred is None else ("state_inferred", Level.WARNING)
        return [AddressFinding("state", code, level)]
    if need is Need.EXPECTED and inferred is None:
        return [AddressFinding("state", "state_missing", Level.WARNING)]
    return []


def _harmless(table: CountryTable, state: str, city: str | None) -> bool:
    """The town or the country written once more."""
    folded = fold(state)
    return folded == fold(city or "") or folded in country_words(table.country)


def judge_city(need: Need, city: str | None) -> Findings:
    """Missing, stand-in, a number, or mashed keys."""
    missing = Level.ERROR if need is Need.REQUIRED else Level.OK
    if city is None or blank(city):
        return [AddressFinding("city", "city_missing", missing)] if missing is not Level.OK else []
    if placeholder(city, "city"):
        return [AddressFinding("city", "city_placeholder", Level.ERROR if missing is Level.ERROR else Level.WARNING)]
    if not lettered(city):
        return [AddressFinding("city", "city_without_letters", Level.WARNING)]
    return [AddressFinding("city", "city_gibberish", Level.WARNING)] if gibberish(city) else []


def _moved(move: Move | None) -> Findings:
    if move is None:
        return []
    if move.kind == "territory":
        return [AddressFinding("country", "country_is_territory", Level.OK)]
    return [
        AddressFinding("country", "country_contradicts_postcode", Level.WARNING),
        AddressFinding("postcode", "postcode_of_other_country", Level.WARNING),
    ]


def _kept(text: str | None) -> str | None:
    return None if text is None or blank(text) else tidy(text)
