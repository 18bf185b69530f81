"""A folder of rule files -> the rule book, or RuleBookRejected with every error in it.

Reading refuses errors only. `read_sound` hands out what it can: the rules in which no error was found, with all faults.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from engine.rulebook.book import ListEntry, Message, Param, Policy, RuleBook
from engine.rulebook.channels_file import read_channels
from engine.rulebook.condition import ListRef
from engine.rulebook.domain import Domain
from engine.rulebook.faults import Faults, did_you_mean
from engine.rulebook.governance import leaves, param_names
from engine.rulebook.lints import Level
from engine.rulebook.lists import list_name, read_list
from engine.rulebook.messages import check_messages, check_placeholders, locale_of, read_messages
from engine.rulebook.nodes import Node, Scalar, Sequence, nothing, read_yaml
from engine.rulebook.normal import book_digest
from engine.rulebook.operand_reading import Known
from engine.rulebook.params import read_params
from engine.rulebook.policy_file import read_policy
from engine.rulebook.reading import RuleReader
from engine.rulebook.rule import Rule
from engine.rulebook.source import RuleBookRejected, RuleFault, Span

PARAMS, POLICY, CHANNELS, SUPPRESSIONS = "params.yaml", "policy.yaml", "channels.yaml", "suppressions.yaml"
ROOT_FILES = (PARAMS, POLICY, CHANNELS, SUPPRESSIONS)
LISTS, MESSAGES = "lists/", "messages/"
SUFFIXES = frozenset({".yaml", ".yml", ".csv"})
# Cases are whole orders, which the workbench reads.
READ_ELSEWHERE = ("cases/",)


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
    return _Reading(dict(texts), domain, Faults()).sound()


def _whole(read: Sound) -> RuleBook:
    if errors := read.errors:
        raise RuleBookRejected(errors, read.book.texts)
    return read.book


def texts_in(folder: Path, faults: Faults) -> dict[str, str]:
    """The texts of a folder by path; what is no text is a fault, and reads as nothing."""
    texts: dict[str, str] = {}
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        if file.suffix in SUFFIXES and file.is_file() and not path.startswith(READ_ELSEWHERE):
            texts[path] = _text(file, path, faults)
    return texts


def _text(file: Path, path: str, faults: Faults) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"byte {error.start} of the file is not UTF-8"
        faults.add("R001", message, Span(path, 1, 1), "save the file as UTF-8")
        return ""


class _Reading:
    """One pass over all files, in the order in which they need each other."""

    def __init__(self, texts: dict[str, str], domain: Domain, faults: Faults) -> None:
        self._texts = texts
        self._domain = domain
        self._faults = faults

    def sound(self) -> Sound:
        self._check_places()
        lists, params = self._lists(), self._params()
        reader = RuleReader(Known(self._domain, lists, params), self._faults)
        rules = self._sound_rules(self._rules(reader), reader.faulty)
        policy, policy_spans = self._policy()
        messages = self._messages()
        channels = read_channels(self._node(CHANNELS), self._domain, self._faults)
        self._check_suppressions()
        check_placeholders(rules, messages, self._faults)
        check_messages({**policy_spans, **reader.reasons}, messages, self._domain, self._faults)
        book = RuleBook(
            domain=self._domain,
            rules=rules,
            lists=lists,
            params=params,
            messages=messages,
            policy=policy,
            channels=channels,
            texts=self._texts,
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

    def _lists(self) -> dict[str, tuple[ListEntry, ...]]:
        return {list_name(path): read_list(path, self._texts[path], self._faults) for path in self._paths(LISTS)}

    def _params(self) -> dict[str, Param]:
        return read_params(self._node(PARAMS), self._faults)

    def _policy(self) -> tuple[Policy, dict[str, Span]]:
        return read_policy(self._node(POLICY), self._domain, self._faults)

    def _messages(self) -> dict[str, dict[str, Message]]:
        return {
            locale_of(path): read_messages(path, self._node(path), self._domain, self._faults)
            for path in self._paths(MESSAGES)
        }

    def _rules(self, reader: RuleReader) -> tuple[Rule, ...]:
        found: list[Rule] = []
        for set_ in self._domain.sets:
            for path in self._paths(f"{set_}/"):
                node = read_yaml(path, self._texts[path], self._faults)
                found.extend(reader.rules(path, node) if node is not None else ())
        return tuple(sorted(found, key=lambda rule: rule.id))

    def _check_suppressions(self) -> None:
        """Exceptions beside the rules are not applied, so a file that holds some must not look as if they were."""
        node = self._node(SUPPRESSIONS)
        empty = (isinstance(node, Scalar) and node.value is None) or (isinstance(node, Sequence) and not node.items)
        if not empty:
            hint = "write the exception into `when`, or release the case"
            self._faults.add("R016", "suppressions are not applied; the file must be empty", node.span, hint)

    def _check_places(self) -> None:
        folders = [*(f"{set_}/" for set_ in self._domain.sets), MESSAGES]
        for path in sorted(self._texts):
            in_place = path.endswith(".yaml") and (path in ROOT_FILES or path.startswith(tuple(folders)))
            if not in_place and not (path.endswith(".csv") and path.startswith(LISTS)):
                near = did_you_mean(path, ROOT_FILES) or f"rules stand in {', '.join(folders[:-1])}"
                self._faults.add("R016", "nothing reads this file", Span(path, 1, 1), near)


def _stands_on(rule: Rule) -> set[str]:
    """The files of the lists and parameters that a rule names."""
    tests = list(leaves(rule.when))
    lists = {f"{LISTS}{leaf.operand.name}.csv" for leaf in tests if isinstance(leaf.operand, ListRef)}
    return lists | {PARAMS for leaf in tests if param_names(leaf)}
