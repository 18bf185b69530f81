"""Drafts of the rule book: begun from an edition, changed file by file, checked, compared, tested."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import AfterValidator
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer, nothing
from api.describing import Returns, Tag, operation
from api.fault_words import sentence
from api.hint_words import hint_in
from api.refusals import NotFound
from api.routes.asking import desk_caller
from api.routes.examples import a_page
from api.routes.language import Language
from api.rule_faults import fault_document
from api.schemas.body import MEBIBYTE, JsonBody
from api.schemas.etag import Match, etag, if_match
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.rules_asked import (
    DRAFT_FORM,
    FILE_FORM,
    FRAUD_FILE,
    LONGEST_PATH,
    DraftAsked,
    FileAsked,
    TestsAsked,
)
from api.schemas.rules_examples import A_DIFFERENCE, A_DRAFT, A_FILE, A_RUN, CHECKED
from api.schemas.rules_shown import (
    BookDifferenceShown,
    CheckedShown,
    DraftShown,
    FileShown,
    RuleRunShown,
    shown_difference,
    shown_draft,
    shown_file,
    shown_run,
)
from api.services import Services, ServicesOf
from engine.desk.draft_files import (
    NAME,
    begin_draft,
    check_draft,
    difference_to_live,
    discard_draft,
    draft_named,
    read_file,
    take_out_file,
    try_file,
    write_file,
)
from engine.desk.draft_locks import write_locks
from engine.desk.drafts import listed_drafts
from engine.desk.rule_running import ask_for
from engine.rulebook.lints import Level
from engine.workbench.check import Checked

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.RULES_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.RULES_WRITE))]


def _draft_name(text: str) -> str:
    if NAME.fullmatch(text) is None:
        raise NotFound
    return text


DraftPath = Annotated[
    str, AfterValidator(_draft_name), Path(json_schema_extra={"pattern": DRAFT_FORM}, examples=["softer-velocity"])
]
FilePath = Annotated[
    str,
    Query(
        alias="path",
        pattern=FILE_FORM,
        max_length=LONGEST_PATH,
        description="Such as `fraud/velocity.yaml`.",
        examples=["fraud/velocity.yaml"],
    ),
]
IfMatch = Annotated[Match, Depends(if_match)]
OF_FILE = JsonBody(FileAsked, {"path": "fraud/velocity.yaml", "content": FRAUD_FILE}, most=4 * MEBIBYTE)


@routes.get(
    "/v1/rules/drafts",
    **operation("list_drafts", "List drafts", Tag.RULES, Returns(Page[DraftShown], a_page(A_DRAFT))),
)
def list_drafts(services: ServicesOf, who: Reader, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """By name."""
    key = wanted.after(str)
    after = "" if key is None else str(key[0])
    found = [each for each in listed_drafts(services.desk, desk_caller(who)) if each.name > after]
    return listing(found[: wanted.rows], wanted, lambda each: (each.name,), shown_draft)


@routes.post(
    "/v1/rules/drafts",
    **operation(
        "begin_draft",
        "Begin a draft",
        Tag.RULES,
        {201: Returns(DraftShown, A_DRAFT, "Begun, as revision 1.")},
        ("draft_there", "rule_file_refused", "several_editions", "not_found", "no_edition", "name_needed"),
    ),
)
def add_draft(
    services: ServicesOf,
    who: Writer,
    asked: Annotated[DraftAsked, Depends(JsonBody(DraftAsked, {"name": "softer-velocity"}))],
) -> Response:
    """With the files of an edition, else of the one in force."""
    draft = begin_draft(services.desk, desk_caller(who), asked.name, asked.edition)
    return answer(shown_draft(draft), 201, {"ETag": etag(draft.revision), "Location": f"/v1/rules/drafts/{draft.name}"})


@routes.get(
    "/v1/rules/drafts/{draft}",
    **operation("get_draft", "Read a draft", Tag.RULES, Returns(DraftShown, A_DRAFT), ("not_found",)),
)
def get_draft(services: ServicesOf, who: Reader, draft: DraftPath) -> Response:
    """Which files it has, and what keeps it from being used."""
    found = draft_named(services.desk, desk_caller(who), draft)
    return answer(shown_draft(found), headers={"ETag": etag(found.revision)})


@routes.delete(
    "/v1/rules/drafts/{draft}",
    **operation(
        "discard_draft",
        "Discard a draft",
        Tag.RULES,
        {204: Returns(None, description="Gone.")},
        ("not_found", "draft_moved"),
    ),
)
def delete_draft(services: ServicesOf, who: Writer, draft: DraftPath, match: IfMatch) -> Response:
    """Editions that were proposed from it stay."""
    discard_draft(services.desk, desk_caller(who), draft, _seen(services, who, draft, match))
    return nothing()


@routes.get(
    "/v1/rules/drafts/{draft}/files",
    **operation("get_draft_file", "Read a file of a draft", Tag.RULES, Returns(FileShown, A_FILE), ("not_found",)),
)
def get_draft_file(services: ServicesOf, who: Reader, draft: DraftPath, path: FilePath) -> Response:
    """Its ETag is the draft's revision."""
    file = read_file(services.desk, desk_caller(who), draft, path)
    shown = shown_file(file.path, file.content, file.digest, file.revision)
    return answer(shown, headers={"ETag": etag(file.revision)})


@routes.put(
    "/v1/rules/drafts/{draft}/files",
    **operation(
        "write_draft_file",
        "Write a file of a draft",
        Tag.RULES,
        Returns(DraftShown, A_DRAFT, "The new revision, with all that is wrong with it."),
        ("not_found", "draft_moved", "rule_file_refused", "name_needed"),
    ),
)
def put_draft_file(
    services: ServicesOf,
    who: Writer,
    draft: DraftPath,
    match: IfMatch,
    asked: Annotated[FileAsked, Depends(OF_FILE)],
) -> Response:
    """What is wrong with it is kept beside it, with positions, and keeps the draft from being proposed. Somebody else's
    change since `If-Match` is never overwritten."""
    content = asked.data()
    made = write_file(services.desk, desk_caller(who), draft, asked.path, content, _seen(services, who, draft, match))
    return answer(shown_draft(made), headers={"ETag": etag(made.revision)})


@routes.delete(
    "/v1/rules/drafts/{draft}/files",
    **operation(
        "take_out_draft_file",
        "Take a file out of a draft",
        Tag.RULES,
        Returns(DraftShown, A_DRAFT, "The new revision."),
        ("not_found", "draft_moved", "name_needed"),
    ),
)
def delete_draft_file(services: ServicesOf, who: Writer, draft: DraftPath, path: FilePath, match: IfMatch) -> Response:
    """The draft goes on without it."""
    made = take_out_file(services.desk, desk_caller(who), draft, path, _seen(services, who, draft, match))
    return answer(shown_draft(made), headers={"ETag": etag(made.revision)})


@routes.post(
    "/v1/rules/drafts/{draft}/lock",
    **operation(
        "lock_draft",
        "Write the locks of a draft anew",
        Tag.RULES,
        Returns(DraftShown, A_DRAFT, "The new revision."),
        ("not_found", "draft_moved", "rule_book_rejected", "name_needed"),
    ),
)
def post_lock(services: ServicesOf, who: Writer, draft: DraftPath, match: IfMatch) -> Response:
    """`rules.lock` of each book as its rules now stand: new rules and versions come in, ids that are gone stay as
    retired. A rule that decides otherwise under its old version is refused; give it a new one."""
    made = write_locks(services.desk, desk_caller(who), draft, _seen(services, who, draft, match))
    return answer(shown_draft(made), headers={"ETag": etag(made.revision)})


@routes.get(
    "/v1/rules/drafts/{draft}/check",
    **operation("check_draft", "Check a draft", Tag.RULES, Returns(CheckedShown, CHECKED), ("not_found",)),
)
def get_check(services: ServicesOf, who: Reader, draft: DraftPath, language: Language) -> Response:
    """Reads and analyses the draft as it stands: rules that never fire, or that meet and want different outcomes, and
    invariants with a case that breaks them, among others."""
    revision = draft_named(services.desk, desk_caller(who), draft).revision
    return answer(_checked(revision, check_draft(services.desk, desk_caller(who), draft), language))


@routes.post(
    "/v1/rules/drafts/{draft}/check",
    **operation(
        "try_draft_file",
        "Check a draft with a file that is not kept yet",
        Tag.RULES,
        Returns(CheckedShown, CHECKED),
        ("not_found", "rule_file_refused"),
    ),
)
def post_check(
    services: ServicesOf,
    who: Reader,
    draft: DraftPath,
    asked: Annotated[FileAsked, Depends(OF_FILE)],
    language: Language,
) -> Response:
    """The same as if the file stood in the draft; nothing is written. For editors, while somebody types."""
    revision = draft_named(services.desk, desk_caller(who), draft).revision
    checked = try_file(services.desk, desk_caller(who), draft, asked.path, asked.data())
    return answer(_checked(revision, checked, language))


def _checked(revision: int, checked: Checked, language: str) -> Mapping[str, object]:
    return {
        "revision": revision,
        **{f"{level}s": len(checked.of(level)) for level in Level},
        "rules": None if checked.book is None else len(checked.book.rules),
        "faults": [
            {
                **fault_document(each),
                "told": sentence(each.code, each.message, language),
                "told_hint": hint_in(each.hint, language),
            }
            for each in checked.faults
        ],
    }


@routes.get(
    "/v1/rules/drafts/{draft}/difference",
    **operation(
        "compare_draft",
        "Compare a draft with what is in force",
        Tag.RULES,
        Returns(BookDifferenceShown, A_DIFFERENCE),
        ("not_found", "no_edition", "rule_book_rejected"),
    ),
)
def get_draft_difference(services: ServicesOf, who: Reader, draft: DraftPath, language: Language) -> Response:
    """What publishing it would change, in plain words."""
    return answer(shown_difference(difference_to_live(services.desk, desk_caller(who), draft), language))


@routes.post(
    "/v1/rules/drafts/{draft}/tests",
    **operation(
        "test_draft",
        "Run the tests of a draft",
        Tag.RULES,
        {202: Returns(RuleRunShown, A_RUN, "A worker does it; read the run.")},
        ("not_found", "name_needed"),
    ),
)
def post_tests(
    services: ServicesOf,
    who: Writer,
    draft: DraftPath,
    asked: Annotated[TestsAsked, Depends(JsonBody(TestsAsked, {"rule": "FRD-011", "mutation": True}))],
) -> Response:
    """Tests, coverage and, if wanted, mutants. It ends after a quarter of an hour."""
    draft_named(services.desk, desk_caller(who), draft)
    run = ask_for(services.desk, desk_caller(who), "tests", draft, asked.model_dump(mode="json"))
    return answer(shown_run(run), 202, {"Location": f"/v1/rules/runs/{run.id}"})


def _seen(services: Services, who: Caller, draft: str, match: Match) -> int:
    """The revision that stands, where it is the one that somebody saw. Raises VersionPassed."""
    standing = draft_named(services.desk, desk_caller(who), draft).revision
    match.check(standing)
    return standing
