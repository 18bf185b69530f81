"""Lists that rules look up: read, added to, ended, taken from CSV files. Each change is a new edition."""

from collections.abc import Mapping
from datetime import UTC, date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from pydantic import AfterValidator
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.fault_words import sentence
from api.hint_words import hint_in
from api.refusals import NotFound
from api.routes.asking import desk_caller
from api.routes.examples import a_page
from api.schemas.body import MEBIBYTE, JsonBody
from api.schemas.file_body import FileBody
from api.schemas.lists import (
    A_CHANGE,
    A_LIST,
    AN_ENTRY,
    EXPORTED,
    LIST_FORM,
    TO_ADD,
    TO_END,
    EntriesAsked,
    EntriesEndAsked,
    KeptListShown,
    ListChangedShown,
    ListEntryShown,
    entry_key,
    shown_changed,
    shown_entry,
    shown_list,
)
from api.schemas.page import Page, PageWanted, listing, page
from api.services import ServicesOf
from engine.desk.list_editing import (
    ListRejected,
    Wish,
    change_list,
    exported,
    kept_list,
    kept_lists,
    read_upload,
)
from engine.errors import Fault, SpokenFault
from engine.rulebook.book import ListEntry
from engine.rulebook.lints import Level
from engine.rulebook.source import RuleFault

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.LISTS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.LISTS_WRITE))]
CSV = "text/csv"
MOST_FILE = 4 * MEBIBYTE
KNOWN = ("not_found", "no_edition")
CHANGED = (*KNOWN, "list_rejected", "name_needed", "rule_book_rejected", "proposal_outdated", "gates_closed")
DONE = {200: Returns(ListChangedShown, A_CHANGE, "What came of it: published, proposed, or nothing.")}


def _list_name(text: str) -> str:
    if not text.isascii() or not text.replace("_", "a").replace(".", "a").isalnum() or len(text) > 64:
        raise NotFound
    return text


ListPath = Annotated[
    str, AfterValidator(_list_name), Path(json_schema_extra={"pattern": LIST_FORM}, examples=["watched_domains"])
]


@routes.get(
    "/v1/lists",
    **operation("list_lists", "List the lists", Tag.LISTS, Returns(Page[KeptListShown], a_page(A_LIST)), KNOWN),
)
def list_lists(services: ServicesOf, who: Reader, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """Of the edition in force, by name: what they hold, how much, which rules read them."""
    key, today = wanted.after(str), services.clock.now().astimezone(UTC).date()
    after = "" if key is None else str(key[0])
    found = [each for each in kept_lists(services.desk, desk_caller(who)) if each.name > after]
    return listing(found[: wanted.rows], wanted, lambda each: (each.name,), lambda each: shown_list(each, today))


@routes.get(
    "/v1/lists/{list_name}",
    **operation("get_list", "Read what a list is", Tag.LISTS, Returns(KeptListShown, A_LIST), KNOWN),
)
def get_list(services: ServicesOf, who: Reader, list_name: ListPath) -> Response:
    """Its kind, its readers, and whether a second person has to agree to a change."""
    kept = kept_list(services.desk, desk_caller(who), list_name)
    return answer(shown_list(kept, services.clock.now().astimezone(UTC).date()))


@routes.get(
    "/v1/lists/{list_name}/entries",
    **operation(
        "list_entries", "List the entries of a list", Tag.LISTS, Returns(Page[ListEntryShown], a_page(AN_ENTRY)), KNOWN
    ),
)
def list_entries(
    services: ServicesOf,
    who: Reader,
    list_name: ListPath,
    wanted: Annotated[PageWanted, Depends(page)],
    state: Annotated[Literal["all", "active", "ended"], Query(description="Those in force today, or ended.")] = "all",
    value: Annotated[str | None, Query(min_length=1, max_length=256, description="Only this value.")] = None,
) -> Response:
    """By value and first day."""
    key, today = wanted.after(str, str, str), services.clock.now().astimezone(UTC).date()
    kept = kept_list(services.desk, desk_caller(who), list_name)
    found = [
        each
        for each in kept.entries
        if (value is None or each.value == value)
        and _is_in(state, each, today)
        and (key is None or entry_key(each) > key)
    ]
    return listing(
        sorted(found, key=entry_key)[: wanted.rows], wanted, entry_key, lambda each: shown_entry(each, today)
    )


def _is_in(state: str, entry: ListEntry, today: date) -> bool:
    if state == "active":
        return entry.counts(today, today)
    return state == "all" or (entry.until is not None and entry.until < today)


@routes.post(
    "/v1/lists/{list_name}/entries",
    **operation("add_entries", "Add entries to a list", Tag.LISTS, DONE, CHANGED),
)
def add_entries(
    services: ServicesOf,
    who: Writer,
    list_name: ListPath,
    asked: Annotated[EntriesAsked, Depends(JsonBody(EntriesAsked, TO_ADD))],
) -> Response:
    """All of them, or none. A list that no protected rule reads is in force at once; of others the proposal waits for a
    second person, who publishes it at `/v1/rules/proposals`."""
    wish = Wish(added=tuple(each.entry() for each in asked.entries), note=asked.note)
    return answer(shown_changed(change_list(services.desk, desk_caller(who), list_name, wish, dry_run=asked.dry_run)))


@routes.post(
    "/v1/lists/{list_name}/end",
    **operation("end_entries", "End entries of a list", Tag.LISTS, DONE, CHANGED),
)
def end_entries(
    services: ServicesOf,
    who: Writer,
    list_name: ListPath,
    asked: Annotated[EntriesEndAsked, Depends(JsonBody(EntriesEndAsked, TO_END))],
) -> Response:
    """They stay in the file with their last day, so that earlier decisions go on being explained."""
    wish = Wish(ended=tuple(each.ending() for each in asked.entries), note=asked.note)
    return answer(shown_changed(change_list(services.desk, desk_caller(who), list_name, wish, dry_run=asked.dry_run)))


@routes.post(
    "/v1/lists/{list_name}/import",
    **operation("import_entries", "Take entries from a CSV file", Tag.LISTS, DONE, CHANGED),
)
def import_entries(
    services: ServicesOf,
    who: Writer,
    list_name: ListPath,
    content: Annotated[bytes, Depends(FileBody((CSV,), MOST_FILE))],
    mode: Annotated[Literal["add", "replace"], Query(description="Beside what is there, or in its place.")] = "add",
    dry_run: Annotated[bool, Query(description="Say what would change, and change nothing.")] = False,
    note: Annotated[str, Query(max_length=1000, pattern=r"^[^\x00-\x1f\x7f]*$", description="Why.")] = "",
) -> Response:
    """Columns `value,from,until,reference,by,reason`. All rows, or none: faults come with row and column, in a dry run
    as part of the answer."""
    kept = kept_list(services.desk, desk_caller(who), list_name)
    entries, faults = read_upload(kept, _text(content))
    wrong = [each for each in faults if each.level is Level.ERROR]
    if wrong and not dry_run:
        raise ListRejected([_fault(each) for each in wrong[:200]])
    wish = Wish(added=entries, replaces=mode == "replace", note=note)
    try:
        done = change_list(services.desk, desk_caller(who), list_name, wish, dry_run=dry_run)
    except ListRejected as rejected:  # a dry run tells of both, so that a file is mended once
        raise ListRejected([*(_fault(each) for each in wrong[:200]), *rejected.faults]) from None
    return answer(shown_changed(done, wrong))


@routes.get(
    "/v1/lists/{list_name}/export",
    **operation(
        "export_entries",
        "Read a list as a CSV file",
        Tag.LISTS,
        Returns(None, EXPORTED, "The file.", CSV),
        KNOWN,
    ),
)
def export_entries(services: ServicesOf, who: Reader, list_name: ListPath) -> Response:
    """As it can be imported again. A cell that a spreadsheet would take for a formula stands behind an apostrophe."""
    text = exported(kept_list(services.desk, desk_caller(who), list_name))
    headers: Mapping[str, str] = {"Content-Disposition": f'attachment; filename="{list_name}.csv"'}
    return answer(text.encode(), headers=headers, media_type=f"{CSV}; charset=utf-8")


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        detail = f"byte {error.start} of the file is not UTF-8; save it as UTF-8"
        raise ListRejected([Fault("", "not_utf8", detail)]) from None


def _fault(fault: RuleFault) -> SpokenFault:
    row, column = fault.span.line, fault.span.column
    detail = f"row {row}, column {column}: {fault.message}; {fault.hint}"
    chinese = f"第 {row} 行第 {column} 列：{sentence(fault.code, fault.message, 'zh')}{hint_in(fault.hint, 'zh')}"
    return SpokenFault(f"/{row}/{column}", fault.code, detail, {"zh": chinese})
