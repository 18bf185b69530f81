"""What the commands about editions and proposals do; see `edition_commands`."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import orjson

from api.cli.clerk import Clerk, at_home
from api.cli.edition_words import (
    activation_lines,
    activation_values,
    edition_page,
    gate_lines,
    lines_here,
    plain_page,
    proposal_line,
    proposal_values,
    short,
    told,
)
from api.cli.failing import Exit, Wrong, fail, say
from api.cli.phrases import Language
from api.cli.progress import waiting
from api.composition.house import House
from api.composition.parts import told as told_loaded
from api.difference_document import difference_document
from engine.bundled import data_folder, rules_folder
from engine.desk.drafts import files_to_propose
from engine.desk.edition_errors import GatesClosed
from engine.desk.edition_files import Files, book_of, changed_paths, data_files, joined, manifest_of, rule_files
from engine.desk.edition_reading import history, kept, named, proposals_of
from engine.desk.gating import evidence_of
from engine.desk.proposals import begin as begin_with
from engine.desk.proposals import confirm_emergency
from engine.desk.proposals import propose as propose_edition
from engine.desk.proposals import publish as publish_proposal
from engine.desk.proposals import withdraw as withdraw_proposal
from engine.desk.rolling_back import roll_back as go_back
from engine.rulebook.book import RuleBook
from engine.rulebook.source import RuleBookRejected
from engine.workbench.difference import difference
from engine.workbench.gates import all_open

MEASURING = "measuring the gates: check, tests, mutation, backtest, ladder"


class Source(NamedTuple):
    """Where an edition is to come from: a folder or a draft, and data. With nothing named: what came with Clearway."""

    folder: Path | None
    data: Path | None
    draft: str | None = None

    @property
    def is_bundled(self) -> bool:
        """Whether it is the rule book that came along."""
        return self.folder is None and self.draft is None


def propose(clerk: Clerk, source: Source, note: str, language: Language) -> Exit:
    """Exit code 1 when a gate is closed, or the rule book is faulty."""
    if source.folder is not None and source.draft is not None:
        fail(Wrong.WRONG_USE, "name a folder or a draft, not both")
    with at_home() as house, _Outcome() as outcome:
        rules = _rules(house, clerk, source)
        with waiting(MEASURING):
            found = propose_edition(house.desk, clerk.caller, rules, _data(source), note)
        _print(lines_here(found.difference, language))
        _print(gate_lines(found.gates, language))
        alone = "alone" if found.difference.only_lists else "proposed"
        _print([told(alone, language, found.proposal.id)])
        if not all_open(found.gates):
            _print([told("closed", language)])
            outcome.code = Exit.SOME_BAD
    return outcome.code


def _rules(house: House, clerk: Clerk, source: Source) -> Files:
    if source.draft is not None:
        return files_to_propose(house.desk, clerk.caller, source.draft)
    return rule_files(_folder(source.folder or rules_folder()))


def _data(source: Source) -> Files | None:
    """Data of a folder; what came along goes with the rule book that did; else what is in force stays."""
    if source.data is not None:
        return data_files(_folder(source.data))
    return data_files(data_folder()) if source.is_bundled else None


def _folder(folder: Path) -> Path:
    if not folder.is_dir():
        fail(Wrong.NO_FOLDER, f"{folder}: there is no such folder; check the path")
    return folder


def begin(clerk: Clerk, folder: Path | None, data: Path | None, note: str, language: Language) -> Exit:
    """The very first edition. One's own goes through the gates; what came along went through them before."""
    rules = rule_files(_folder(folder or rules_folder()))
    with_data = data_files(_folder(data or data_folder()))
    with at_home() as house, _Outcome(language) as outcome:
        gather = None if folder is None else evidence_of
        with waiting(MEASURING):
            begin_with(house.desk, clerk.caller, rules, with_data, note, gather)
        _print([f"in force, {told_loaded(house.desk.editions.current(clerk.merchant))}"])
    return outcome.code


def publish(clerk: Clerk, proposal: str, note: str, language: Language, *, emergency: bool) -> Exit:
    """Exit code 1 when a gate is closed."""
    with at_home() as house, _Outcome(language) as outcome:
        with waiting(MEASURING):
            done = publish_proposal(house.desk, clerk.caller, proposal, emergency=emergency, note=note)
        _print(gate_lines(done.gates, language))
        if done.kind == "emergency":
            say(told("emergency", language, short(done.edition), done.activation))
        _print([f"in force, {told_loaded(house.desk.editions.current(clerk.merchant))}"])
    return outcome.code


def withdraw(clerk: Clerk, proposal: str, language: Language) -> Exit:
    """Ends a proposal."""
    with at_home() as house:
        withdraw_proposal(house.desk, clerk.caller, proposal)
    _print([told("withdrawn", language, proposal)])
    return Exit.DONE


def confirm(clerk: Clerk, activation: str, language: Language) -> Exit:
    """Notes the second look."""
    with at_home() as house:
        confirm_emergency(house.desk, clerk.caller, activation)
    _print([told("looked", language, activation, clerk.name)])
    return Exit.DONE


def roll_back(clerk: Clerk, digest: str | None, note: str, language: Language, *, emergency: bool) -> Exit:
    """Exit code 1 when it waits for a second person."""
    with at_home() as house:
        done = go_back(house.desk, clerk.caller, digest, note, emergency=emergency)
        _print(lines_here(done.difference, language))
        if done.proposal is not None:
            _print([told("wish", language, done.proposal.id)])
            return Exit.SOME_BAD
        if done.kind == "emergency":
            say(told("emergency", language, short(done.edition), done.activation))
    _print([told("back", language, short(done.edition))])
    return Exit.DONE


def list_proposals(clerk: Clerk, limit: int, language: Language, *, every: bool, as_json: bool) -> Exit:
    """One a line."""
    with at_home() as house:
        found = proposals_of(house.desk, clerk.caller, limit, only_open=not every)
    for each in found:
        _print([_json(proposal_values(each)) if as_json else proposal_line(each, language)])
    return Exit.DONE


def list_editions(clerk: Clerk, limit: int, language: Language, *, as_json: bool) -> Exit:
    """One activation a line, and below it what has to be seen of it."""
    with at_home() as house:
        found = history(house.desk, clerk.caller, limit)
    for activation, edition in found:
        lines = activation_lines(activation, edition, language)
        _print([_json(activation_values(activation) | {"book": edition.book})] if as_json else lines)
    return Exit.DONE


def show_edition(clerk: Clerk, digest: str, *, as_json: bool) -> Exit:
    """All that is stored."""
    with at_home() as house:
        page = edition_page(kept(house.desk, clerk.caller, digest))
    _print([_json(page)] if as_json else plain_page(page))
    return Exit.DONE


def diff(
    clerk: Clerk, before: str, after: str, data: Path | None, language: Language, *, as_json: bool = False
) -> Exit:
    """Folders hold no data, so they are compared by their rules alone, unless a folder of data goes with them."""
    has_folder = any(Path(word).is_dir() for word in (before, after))
    if data is not None and not has_folder:
        fail(Wrong.WRONG_USE, "--data goes with a folder of rules; editions have their own")
    of_folders = {} if data is None else data_files(_folder(data))
    with at_home() as house, _Outcome() as outcome:
        (one, old), (other, new) = (_side(house, clerk, word, of_folders) for word in (before, after))
        if has_folder and data is None:
            old, new = (
                {path: digest for path, digest in each.items() if path.startswith("rules/")} for each in (old, new)
            )
        found = difference(one, other, changed_paths(old, new))
        _print([_json(difference_document(found))] if as_json else lines_here(found, language))
    return outcome.code


def _side(house: House, clerk: Clerk, word: str, data: Files) -> tuple[RuleBook, dict[str, str]]:
    if Path(word).is_dir():
        files = rule_files(Path(word))
        return book_of(files), manifest_of(joined(files, data))
    edition, _ = house.desk.editions.files(named(house.desk, clerk.caller, word), clerk.merchant)
    return house.desk.editions.book(edition.digest, clerk.merchant), dict(edition.manifest)


class _Outcome:
    """Tells faults of a rule book, and closed gates, as lines of their own; the exit code is in `code`."""

    def __init__(self, language: Language = Language.EN) -> None:
        self.code = Exit.DONE
        self._language = language

    def __enter__(self) -> "_Outcome":
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> bool:
        if isinstance(error, RuleBookRejected):
            say(str(error))
        elif isinstance(error, GatesClosed):
            for line in gate_lines(error.gates, self._language):
                say(line)
        else:
            return False
        self.code = Exit.SOME_BAD
        return True


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")


def _json(values: object) -> str:
    return orjson.dumps(values, option=orjson.OPT_UTC_Z).decode()
