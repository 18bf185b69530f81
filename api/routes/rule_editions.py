"""Editions of the rule book: what came into force, what they are made of, and what differs between two."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import AfterValidator
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import NotFound
from api.routes.asking import desk_caller
from api.routes.examples import a_page
from api.routes.language import Language
from api.schemas.page import LARGEST, Page, PageWanted, listing, page
from api.schemas.rule_in_full import (
    A_LEXICON,
    A_RULE_IN_FULL,
    LexiconShown,
    RuleInFull,
    shown_in_full,
    shown_lexicon,
)
from api.schemas.rules_asked import EDITION_FORM
from api.schemas.rules_examples import A_DIFFERENCE, A_FILE, A_RULE, AN_ACTIVATION, AN_EDITION, DIGEST
from api.schemas.rules_shown import (
    BookDifferenceShown,
    EditionActivationShown,
    EditionShown,
    FileShown,
    RulesShown,
    shown_activation,
    shown_difference,
    shown_edition,
    shown_file,
    shown_rule,
)
from api.services import ServicesOf
from engine.desk.edition_reading import IN_FORCE, between, kept, named
from engine.desk.editions import Loaded
from engine.rulebook.book import RuleBook
from engine.store.editions import activations_before, digest_of

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.RULES_READ))]
RULE_FORM = r"^[A-Za-z0-9-]{1,64}$"
ADMITS = "admission"
NAMED = ("not_found", "several_editions", "no_edition")
PATH_FORM = r"^(rules|data)(/[A-Za-z0-9][A-Za-z0-9_.-]{0,99}){1,6}$"


def books_of(loaded: Loaded) -> Mapping[str, RuleBook]:
    """The rule books of an edition by name, that of admission first."""
    return {ADMITS: loaded.admission.book, **{name: each.book for name, each in sorted(loaded.policies.items())}}


def _edition(text: str) -> str:
    if text != IN_FORCE and (not 4 <= len(text) <= 64 or set(text) - set("0123456789abcdef")):
        raise NotFound
    return text


RulePath = Annotated[str, Path(json_schema_extra={"pattern": RULE_FORM}, examples=["FRD-011"])]
EditionPath = Annotated[
    str, AfterValidator(_edition), Path(json_schema_extra={"pattern": EDITION_FORM}, examples=[IN_FORCE])
]
Word = Annotated[str, Query(pattern=EDITION_FORM, description="A digest, its beginning, or `in-force`.")]


@routes.get(
    "/v1/rules/editions",
    **operation(
        "list_editions",
        "List what came into force",
        Tag.RULES,
        Returns(Page[EditionActivationShown], a_page(AN_ACTIVATION)),
    ),
)
def list_editions(services: ServicesOf, who: Reader, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """Newest first: since when, by whom, how, and why."""
    key = wanted.after(int)
    before = LARGEST if key is None else int(key[0])
    with services.database.read() as session:
        rows = activations_before(session, who.merchant, wanted.rows, min(before, 2**31 - 1))
        found = [(each, services.desk.editions.edition(session, each.edition, who.merchant)) for each in rows]
    return listing(found, wanted, lambda each: (each[0].epoch,), lambda each: shown_activation(*each))


@routes.get(
    "/v1/rules/editions/{edition}",
    **operation("get_edition", "Read an edition", Tag.RULES, Returns(EditionShown, AN_EDITION), NAMED),
)
def get_edition(services: ServicesOf, who: Reader, edition: EditionPath) -> Response:
    """Everything that it is made of, by content."""
    return answer(shown_edition(kept(services.desk, desk_caller(who), edition)))


@routes.get(
    "/v1/rules/editions/{edition}/files",
    **operation("get_edition_file", "Read a file of an edition", Tag.RULES, Returns(FileShown, A_FILE), NAMED),
)
def get_edition_file(
    services: ServicesOf,
    who: Reader,
    edition: EditionPath,
    path: Annotated[str, Query(pattern=PATH_FORM, max_length=700, description="Such as `rules/policy.yaml`.")],
) -> Response:
    """As its manifest names it."""
    digest = named(services.desk, desk_caller(who), edition)
    _, files = services.desk.editions.files(digest, who.merchant)
    if path not in files:
        raise NotFound
    return answer(shown_file(path, files[path], digest_of(files[path]), None))


@routes.get(
    "/v1/rules/editions/{edition}/rules",
    **operation(
        "list_rules",
        "List the rules of an edition",
        Tag.RULES,
        Returns(RulesShown, {"edition": DIGEST, "data": [A_RULE]}),
        NAMED,
    ),
)
def list_rules(services: ServicesOf, who: Reader, edition: EditionPath) -> Response:
    """Those of admission, and of each policy beside it."""
    digest = named(services.desk, desk_caller(who), edition)
    books = books_of(services.desk.editions.load(digest, who.merchant))
    shown = [shown_rule(each, name) for name, book in books.items() for each in book.rules]
    return answer({"edition": digest, "data": shown})


@routes.get(
    "/v1/rules/editions/{edition}/rules/{rule}",
    **operation("get_rule", "Read a rule", Tag.RULES, Returns(RuleInFull, A_RULE_IN_FULL), NAMED),
)
def get_rule(services: ServicesOf, who: Reader, edition: EditionPath, rule: RulePath, language: Language) -> Response:
    """Its condition, what it reads, what proves it, and where it stands. Its text is in the language asked for."""
    digest = named(services.desk, desk_caller(who), edition)
    today = services.clock.now().date()
    for name, book in books_of(services.desk.editions.load(digest, who.merchant)).items():
        for each in book.rules:
            if each.id == rule:
                return answer(shown_in_full(each, name, book, digest, language, today))
    raise NotFound


@routes.get(
    "/v1/rules/editions/{edition}/lexicon",
    **operation("get_lexicon", "Read what rules may name", Tag.RULES, Returns(LexiconShown, A_LEXICON), NAMED),
)
def get_lexicon(
    services: ServicesOf,
    who: Reader,
    edition: EditionPath,
    language: Language,
    book: Annotated[str, Query(pattern="^[a-z]{1,32}$", description="Admission, or a policy beside it.")] = ADMITS,
) -> Response:
    """Facts with their meaning, lists, thresholds and reasons of an edition: for editors that complete names."""
    digest = named(services.desk, desk_caller(who), edition)
    books = books_of(services.desk.editions.load(digest, who.merchant))
    if book not in books:
        raise NotFound
    return answer(shown_lexicon(books[book], digest, language, services.clock.now().date()))


@routes.get(
    "/v1/rules/difference",
    **operation(
        "compare_editions", "Compare two editions", Tag.RULES, Returns(BookDifferenceShown, A_DIFFERENCE), NAMED
    ),
)
def get_edition_difference(
    services: ServicesOf, who: Reader, before: Word, language: Language, after: Word = IN_FORCE
) -> Response:
    """What is in the one and not in the other, in plain words."""
    one, other = (named(services.desk, desk_caller(who), each) for each in (before, after))
    return answer(shown_difference(between(services.desk, desk_caller(who), one, other), language))
