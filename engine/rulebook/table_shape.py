"""The keys of a table's head and the columns that its sheet may have beside facts."""

from engine.rulebook.domain import Domain
from engine.rulebook.rule import OnMissing, Status
from engine.rulebook.rule_shape import FORMAT
from engine.rulebook.shape import Shape, day, flag, part, text, texts, whole, word
from engine.rulebook.table import HitPolicy

TABLES = "tables/"
SHEET, HEAD, WORKBOOK = ".csv", ".yaml", ".xlsx"
NAME_FORM = r"[a-z][a-z0-9_]*"
# The columns of a rule, with where each stands in it. Every other column is a fact.
PLAIN_COLUMNS = ("id", "version", "title", "status")
THEN_COLUMNS = ("outcome", "severity", "score", "reason", "acts", "ask")
DAY_COLUMNS = ("from", "until")
SEVERAL_COLUMNS = {"reference": "references", "false_positive": "false_positives"}
NOTE_COLUMN = "note"
RULE_COLUMNS = (*PLAIN_COLUMNS, *THEN_COLUMNS, *DAY_COLUMNS, *SEVERAL_COLUMNS, NOTE_COLUMN)
NEEDED_COLUMNS = ("id", "outcome", "severity", "reason", "acts")
WHOLE_COLUMNS = frozenset({"version", "score"})
WORDS_COLUMNS = frozenset({"ask"})
# What a head says for all its rows, under the key that a rule has for it.
SHARED = ("scope", "status", "on_missing", "owner", "review_by")


def head_shape(domain: Domain) -> Shape:
    """The shape for one domain."""
    return Shape("head of a table", (
        whole("format", "version of this format", FORMAT, FORMAT, required=True, outside="R019"),
        word("set", "the rule set that the rows belong to", domain.sets, required=True),
        word("scope", "what the rows are tested for", (domain.whole, domain.part), required=True),
        word("hit_policy", "what happens where several rows match", tuple(HitPolicy), required=True),
        flag("complete", "whether every case must have a row"),
        text("title", "what the table decides, in one line", required=True),
        text("owner", "who answers for the rows"),
        word("status", "where the rows stand in their life", tuple(Status)),
        word("on_missing", "what a row does when it cannot be evaluated", tuple(OnMissing)),
        part("effective", "the days on which the rows count, both included", "effective"),
        day("review_by", "the day by which a person must look at the table again"),
        texts("references", "the law, standard or policy that the rows rest on"),
        texts("false_positives", "who is known to meet the rows without cause"),
        part("tests", "the cases of each row, by its id", "table_tests"),
    ))  # fmt: skip
