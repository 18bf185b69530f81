"""Every fault of a rule file that a check can find: code, level, group, one line, and whether an editor sees it too."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """An error keeps a rule book from being used, a warning from being published; an info is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Group(StrEnum):
    """What kind of thing a lint is about."""

    SCHEMA = "schema"
    NAMES = "names"
    TYPES = "types"
    LOGIC = "logic"
    TABLES = "tables"
    TESTS = "tests"
    GOVERNANCE = "governance"
    ENGINE = "engine"


# The first code of each group; a lint that stands outside its range names its group itself.
_RANGES = (
    ("R092", Group.GOVERNANCE),
    ("R090", Group.LOGIC),
    ("R080", Group.ENGINE),
    ("R070", Group.GOVERNANCE),
    ("R060", Group.TESTS),
    ("R050", Group.TABLES),
    ("R040", Group.LOGIC),
    ("R030", Group.TYPES),
    ("R020", Group.NAMES),
    ("R000", Group.SCHEMA),
)


@dataclass(frozen=True, slots=True)
class Lint:
    """`structural` faults are those that `rules/rule.schema.json` refuses as well.

    `of` is a group other than the one that the code's range belongs to.
    """

    code: str
    summary: str
    structural: bool = False
    level: Level = Level.ERROR
    of: Group | None = None

    @property
    def group(self) -> Group:
        """The group that the code belongs to."""
        return self.of or next(group for first, group in _RANGES if self.code >= first)

    @property
    def page(self) -> str:
        """Its page of documentation, seen from the root of the repository."""
        return f"docs/lints/{self.code}.md"


LINTS: tuple[Lint, ...] = (
    Lint("R001", "the file is not YAML, CSV, a workbook or text in UTF-8"),
    Lint("R002", "anchors, aliases, merge keys, tags and several documents in one file are not used here"),
    Lint("R003", "a key is given twice"),
    Lint("R004", "a key that nothing reads", structural=True),
    Lint("R005", "a key is missing", structural=True),
    Lint("R006", "a mapping, list or single value where something else is expected", structural=True),
    Lint("R007", "a number or true/false where text is expected, so quotes are missing", structural=True),
    Lint("R008", "a value is blank, too small, too large or not of the form it must have", structural=True),
    Lint("R009", "not a calendar date such as 2026-01-31", structural=True),
    Lint("R010", "a condition that is not one test, or one of all, any, not", structural=True),
    Lint("R011", "all or any without parts", structural=True),
    Lint("R012", "an unknown test", structural=True),
    Lint("R013", "a test with the wrong kind of value to compare with", structural=True),
    Lint("R014", "a question to the customer that names nothing to correct", level=Level.WARNING),
    Lint("R015", "an id, name or value is given twice"),
    Lint("R016", "a file that stands where nothing reads it, or a set that does not belong to its folder"),
    Lint("R017", "an id whose letters are not those of its set", level=Level.WARNING, of=Group.NAMES),
    Lint("R018", "larger, deeper or longer than a rule file may be, or text that is not in normal form"),
    Lint("R019", "a format version that this reader does not know", structural=True),
    Lint("R020", "an unknown fact", structural=True),
    Lint("R021", "an unknown list"),
    Lint("R022", "an unknown parameter"),
    Lint("R023", "a reason without a message"),
    Lint("R024", "a word outside its closed set", structural=True),
    Lint("R025", "a fact of a part in a rule about the whole"),
    Lint("R026", "a fact that the customer cannot be asked to correct"),
    Lint("R027", "a message quotes something that is not a fact"),
    Lint("R028", "a name or prefix that no fact has"),
    Lint("R029", "a reason without a translation that must exist"),
    Lint("R030", "a value of another type than the fact", structural=True),
    Lint("R031", "a test that this type of fact does not take", structural=True),
    Lint("R032", "a word that the fact never takes", structural=True),
    Lint("R033", "not a country code", structural=True),
    Lint("R034", "a fraction compared with a whole number", structural=True),
    Lint("R035", "a list or parameter that does not fit the fact"),
    Lint("R036", "a lower bound above its upper bound"),
    Lint("R037", "a list or parameter that no rule names", level=Level.WARNING, of=Group.NAMES),
    Lint("R038", "a test for blank text, which is unknown", structural=True),
    Lint("R039", "a message for a reason that nothing gives", level=Level.WARNING, of=Group.NAMES),
    Lint("R040", "a rule whose days are over", level=Level.WARNING),
    Lint("R041", "a rule that never fires", level=Level.WARNING),
    Lint("R042", "a rule that always fires", level=Level.WARNING),
    Lint("R043", "a rule that another makes needless", level=Level.WARNING),
    Lint("R044", "two rules that meet and want different outcomes", level=Level.INFO),
    Lint("R045", "a part of a condition that has no effect", level=Level.WARNING),
    Lint("R046", "a part of a condition that stands there twice", level=Level.WARNING),
    Lint("R047", "a stretch of days that ends before it begins, or that no value of a list or parameter reaches"),
    Lint("R048", "a list that is empty or expired on the day", level=Level.WARNING),
    Lint("R049", "a parameter without a value on the rule's first day"),
    Lint("R050", "a head, a sheet or tests of a table without the part that they belong to"),
    Lint("R051", "a column of a table that is neither a fact nor part of a rule"),
    Lint("R052", "a cell of a table that is not in the language of cells"),
    Lint("R053", "two rows of a UNIQUE table that take the same case"),
    Lint("R054", "a row of a table that never counts, since other rows take all its cases"),
    Lint("R055", "a formula in a table, or a number of a workbook where text is meant"),
    Lint("R056", "a case that no row of a complete table takes"),
    Lint("R057", "a table that is too tangled for the engine"),
    Lint("R058", "rows of a table that share cases and do not count on the same days"),
    Lint("R060", "no test in which the rule fires"),
    Lint("R061", "no test in which the rule stays quiet"),
    Lint("R062", "a test whose parts do not suit the rule's scope"),
    Lint("R063", "no test on a bound, or beside it", level=Level.INFO),
    Lint("R064", "a test that does not end as it says"),
    Lint("R065", "a part of a condition that no test shows both true and false", level=Level.WARNING),
    Lint("R066", "a part of a condition on which no test depends", level=Level.WARNING),
    Lint("R068", "a whole-order case whose order cannot be read"),
    Lint("R069", "a change of the rule that no test notices", level=Level.WARNING),
    Lint("R070", "no owner"),
    Lint("R071", "no reference on a rule of a protected set"),
    Lint("R072", "the day of review has passed", level=Level.WARNING),
    Lint("R073", "a live rule that names nobody who meets it without cause", level=Level.WARNING),
    Lint("R074", "something that would soften a rule that nothing may soften", structural=True),
    Lint("R075", "a score that the policy never sums", level=Level.WARNING),
    Lint("R076", "a score that would do more than a score may"),
    Lint("R077", "a rule changed without a new version"),
    Lint("R078", "the id of a retired rule is used again"),
    Lint("R079", "the lock does not know the rule as it is now"),
    Lint("R080", "a pattern that the linear-time engine does not take"),
    Lint("R082", "more tests in one condition than the engine takes"),
    Lint("R083", "more branches in one condition than the engine takes"),
    Lint("R084", "the engine cannot hold the rule"),
    Lint("R085", "a placeholder that nobody has filled in", level=Level.WARNING, of=Group.SCHEMA),
    Lint("R086", "a rule that is run and still holds placeholders", of=Group.SCHEMA),
    Lint("R087", "no lock stands beside the rules", level=Level.WARNING, of=Group.GOVERNANCE),
    Lint("R088", "a protected rule leaves life without a new version", of=Group.GOVERNANCE),
    Lint("R089", "a final verdict outside the protected sets", level=Level.WARNING, of=Group.GOVERNANCE),
    Lint("R090", "an invariant that does not hold"),
    Lint("R091", "an invariant that could not be decided", level=Level.WARNING),
    Lint("R092", "a suppression, demotion, limit or term of what is not in the book"),
    Lint("R093", "a suppression that is approved by the person who asks for it"),
    Lint("R094", "a suppression that lasts longer than one may"),
    Lint("R095", "a suppression whose time is over", level=Level.WARNING),
    Lint("R096", "a suppression of a rule that decides nothing", level=Level.WARNING),
    Lint("R097", "a rule that goes live without its time in shadow"),
    Lint("R098", "a rule that hit too many orders in shadow to go live"),
    Lint("R099", "a protected rule that stops deciding without a new version"),
    Lint("R100", "a shop's or legal entity's text for a reason that nothing gives", of=Group.NAMES),
    Lint("R101", "a value outside the bounds that its parameter states", of=Group.TYPES),
    Lint("R102", "more shops and legal entities with parameters of their own than the engine holds", of=Group.ENGINE),
    Lint("R103", "a shop's or legal entity's value that begins before the parameter has one", of=Group.LOGIC),
    Lint("R104", "a value that is not of the kind that its list holds", of=Group.TYPES),
)

BY_CODE = {lint.code: lint for lint in LINTS}


def level_of(code: str) -> Level:
    """The level of a code; of one that is not in the table, error."""
    lint = BY_CODE.get(code)
    return Level.ERROR if lint is None else lint.level
