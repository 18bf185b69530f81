"""A folder of rule files -> the rule book, or RuleBookRejected with every error in it.

Reading refuses errors only. `read_sound` hands out what it can: the rules in which no error was found, with all faults.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, TypeVar

from engine.rulebook.book import ListEntry, Message, Param, Policy, RuleBook
from engine.rulebook.channels_file import read_channels
from engine.rulebook.condition import ListRef
from engine.rulebook.demotions import DEMOTED, read_demotions
from engine.rulebook.domain import Domain
from engine.rulebook.faults import Faults, did_you_mean
from engine.rulebook.governance import leaves, param_names
from engine.rulebook.guard_block import check_guarded
from engine.rulebook.holds_block import check_holds
from engine.rulebook.lints import Level
from engine.rulebook.list_kinds import ListTerms, read_list_terms
from engine.rulebook.lists import list_name, read_list
from engine.rulebook.messages import check_messages, check_placeholders, locale_of, read_messages
from engine.rulebook.nodes import Node, nothing, read_yaml
from engine.rulebook.normal import book_digest
from engine.rulebook.operand_reading import Known
from engine.rulebook.overrides_file import OVERRIDES, read_overrides
from engine.rulebook.params import read_params
from engine.rulebook.policy_file import read_policy
from engine.rulebook.quieting import demoted
from engine.rulebook.reading import RuleReader
from engine.rulebook.rule import Rule
from engine.rulebook.source import RuleBookRejected, RuleFault, Span
from engine.rulebook.suppressions import read_suppressions
from engine.rulebook.table import Table
from engine.rulebook.table_reading import read_tables
from engine.rulebook.table_shape import HEAD, SHEET, TABLES, WORKBOOK

PARAMS, POLICY, CHANNELS, SUPPRESSIONS = "params.yaml", "policy.yaml", "channels.yaml", "suppressions.yaml"
LIST_TERMS = "lists.yaml"
ROOT_FILES = (PARAMS, POLICY, CHANNELS, SUPPRESSIONS, DEMOTED, OVERRIDES, LIST_TERMS)
LISTS, MESSAGES = "lists/", "messages/"
USUAL_TERMS = ListTerms()
Content = TypeVar("Content")
SUFFIXES = frozenset({".yaml", ".yml", ".csv"})
# Whole orders with what must come of them. They belong to the book, and the workbench reads them.
CASES = "cases/"


def load_rulebook(folder: Path, domain: Domain) -> RuleBook:
    """The rule book of a folder. Raises RuleBookRejected with all errors of all files."""
    faults = Faults()
    return _whole(_Reading(texts_in(folder, faults), domain, faults).sound())


def read_folder(folder: Path) -> dict[str, str]:
    """The texts of a folder by path, as `read_rulebook` takes them. Raises RuleBookRejected for what is no text."""
    faults = Faults()
    texts = texts_in(folder, faults)
    if faults.found:
        raise RuleBookRejected(faults.found, texts)
    return texts


def read_rulebook(texts: Mapping[str, str], domain: Domain) -> RuleBook:
    """The rule book of these texts by path. Raises RuleBookRejected with all errors of all files."""
    return _whole(read_sound(texts, domain))


class Sound(NamedTuple):
    """What could be read. `book` has the sound rules only, and is the whole book when no fault is an error."""

    book: RuleBook
    faults: tuple[RuleFault, ...]

    @property
    def errors(self) -> tuple[RuleFault, ...]:
        """The faults that keep the book from being used."""
        return tuple(fault for fault in self.faults if fault.level is Level.ERROR)


def read_sound(texts: Mapping[str, str], domain: Domain) -> Sound:
    """The sound rules of these texts by path, and every fault of all files. Raises nothing for what is in them."""
    return _Reading(texts, domain, Faults()).sound()


def _whole(read: Sound) -> RuleBook:
    if errors := read.errors:
        raise RuleBookRejected(errors, read.book.texts)
    return read.book


def own_files(files: Mapping[str, Content], domain: Domain) -> dict[str, Content]:
    """The files of a folder, by path, without those of the books that lie beside."""
    others = tuple(f"{folder}/" for folder in domain.beside)
    return {path: content for path, content in files.items() if not path.startswith(others)}


def texts_in(folder: Path, faults: Faults) -> dict[str, str]:
    """The texts of a folder by path; what is no text is a fault, and reads as nothing."""
    texts: dict[str, str] = {}
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        if file.suffix in SUFFIXES and file.is_file():
            texts[path] = text_of(file, path, faults)
    for file in sorted((folder / TABLES).glob(f"*{WORKBOOK}")):
        path = f"{TABLES}{file.stem}{SHEET}"
        if path in texts:
            hint = "keep one of them"
            faults.add("R050", f"the table `{file.stem}` has a workbook too", Span(path, 1, 1), hint)
        else:
            texts[path] = _workbook(file, faults)
    return texts


def _workbook(file: Path, faults: Faults) -> str:
    """The sheet of a workbook as the text of the CSV file that it stands for."""
    from engine.rulebook.table_workbook import WorkbookRefused, sheet_text  # noqa: PLC0415 - slow to load, and rare

    try:
        return sheet_text(file.read_bytes())
    except WorkbookRefused as refused:
        hint = "save it again as .xlsx with one small sheet, or as CSV"
        faults.add("R001", str(refused), Span(f"{TABLES}{file.name}", 1, 1), hint)
        return ""


def text_of(file: Path, path: str, faults: Faults) -> str:
    """The text of a file; what is no text is a fault, and reads as nothing."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"byte {error.start} of the file is not UTF-8"
        faults.add("R001", message, Span(path, 1, 1), "save the file as UTF-8")
        return ""


class _Reading:
    """One pass over all files, in the order in which they need each other."""

    def __init__(self, texts: Mapping[str, str], domain: Domain, faults: Faults) -> None:
        self._texts = own_files(texts, domain)
        self._domain = domain
        self._faults = faults
        self._unread: set[str] = set()  # languages whose file is no YAML: nobody knows what it holds

    def sound(self) -> Sound:
        self._check_places()
        terms = read_list_terms(self._node(LIST_TERMS), self._faults)
        lists, params = self._lists(terms), self._params()
        known = Known(self._domain, lists, params)
        reader = RuleReader(known, self._faults)
        read, tables = self._rules(reader, known)
        by_id = {rule.id: rule for rule in read}
        policy, policy_spans = self._policy(known)
        messages = self._messages()
        channels = read_channels(self._node(CHANNELS), self._domain, params, self._faults)
        suppressions = read_suppressions(self._node(SUPPRESSIONS), by_id, known, self._faults)
        demotions = read_demotions(self._node(DEMOTED), by_id, self._domain, self._faults)
        given = {reason for texts in messages.values() for reason in texts}
        overrides = read_overrides(self._node(OVERRIDES), params, read, given, self._domain, self._faults)
        check_guarded(policy.guard, read, self._domain, self._faults)
        check_holds(policy.holds, read, policy_spans, self._domain, self._faults)
        rules = self._sound_rules(read, reader.faulty)
        check_placeholders(rules, messages, self._faults)
        check_messages({**policy_spans, **reader.reasons}, messages, self._domain, self._faults, self._unread)
        book = RuleBook(
            domain=self._domain,
            rules=demoted(rules, demotions, self._domain),
            lists=lists,
            params=params,
            messages=messages,
            policy=policy,
            channels=channels,
            tables=tables,
            texts=self._texts,
            suppressions=suppressions,
            demotions=demotions,
            overrides=overrides,
            list_terms=terms,
        )
        whole = book if self._faults.errors else replace(book, digest=book_digest(book))
        return Sound(whole, self._faults.found)

    def _sound_rules(self, rules: tuple[Rule, ...], faulty: set[str]) -> tuple[Rule, ...]:
        """The rules that stand on nothing faulty: a condition without one of its parts would say something else.

        An error of no rule is one of the whole file: of its defaults, of a list, of the sheet of a table.
        """
        errors = [fault for fault in self._faults.found if fault.level is Level.ERROR]
        if not errors:
            return rules
        files = {fault.span.path for fault in errors if not fault.rule}
        return tuple(
            rule
            for rule in rules
            if rule.id not in faulty and rule.span.path not in files and not (_stands_on(rule) & files)
        )

    def _node(self, path: str) -> Node:
        text = self._texts.get(path)
        node = None if text is None else read_yaml(path, text, self._faults)
        return nothing(path) if node is None else node

    def _paths(self, folder: str) -> list[str]:
        return sorted(path for path in self._texts if path.startswith(folder))

    def _lists(self, terms: Mapping[str, ListTerms]) -> dict[str, tuple[ListEntry, ...]]:
        found: dict[str, tuple[ListEntry, ...]] = {}
        for path in self._paths(LISTS):
            name = list_name(path)
            found[name] = read_list(path, self._texts[path], self._faults, terms.get(name, USUAL_TERMS))
        for name in sorted(terms.keys() - found.keys()):
            hint = did_you_mean(name, found) or f"write lists/{name}.csv, or take it out"
            self._faults.add("R021", f"there is no list `{name}`", Span(LIST_TERMS, 1, 1), hint)
        return found

    def _params(self) -> dict[str, Param]:
        return read_params(self._node(PARAMS), self._faults)

    def _policy(self, known: Known) -> tuple[Policy, dict[str, Span]]:
        return read_policy(self._node(POLICY), known, self._faults)

    def _messages(self) -> dict[str, dict[str, Message]]:
        found: dict[str, dict[str, Message]] = {}
        for path in self._paths(MESSAGES):
            node = read_yaml(path, self._texts[path], self._faults)
            if node is None:
                self._unread.add(locale_of(path))
            else:
                found[locale_of(path)] = read_messages(path, node, self._domain, self._faults)
        return found

    def _rules(self, reader: RuleReader, known: Known) -> tuple[tuple[Rule, ...], tuple[Table, ...]]:
        found: list[Rule] = []
        for set_ in self._domain.sets:
            for path in self._paths(f"{set_}/"):
                node = read_yaml(path, self._texts[path], self._faults)
                found.extend(reader.rules(path, node) if node is not None else ())
        rows, tables = read_tables(self._texts, reader, known, self._faults)
        return tuple(sorted((*found, *rows), key=lambda rule: rule.id)), tables

    def _check_places(self) -> None:
        folders = [*(f"{set_}/" for set_ in self._domain.sets), CASES, MESSAGES]
        for path in sorted(self._texts):
            in_place = path.endswith(".yaml") and (path in ROOT_FILES or path.startswith(tuple(folders)))
            of_table = path.startswith(TABLES) and path.endswith((HEAD, SHEET))
            if not in_place and not of_table and not (path.endswith(".csv") and path.startswith(LISTS)):
                near = did_you_mean(path, ROOT_FILES) or f"rules stand in {', '.join(folders[:-2])}"
                self._faults.add("R016", "nothing reads this file", Span(path, 1, 1), near)


def _stands_on(rule: Rule) -> set[str]:
    """The files of the lists and parameters that a rule names."""
    tests = list(leaves(rule.when))
    lists = {f"{LISTS}{leaf.operand.name}.csv" for leaf in tests if isinstance(leaf.operand, ListRef)}
    return lists | {PARAMS for leaf in tests if param_names(leaf)}
