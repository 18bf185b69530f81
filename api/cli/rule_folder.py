"""The folder with a rule book that a command is given."""

from pathlib import Path

from api.cli.failing import Wrong, fail
from engine.bundled import rules_folder
from engine.domains import ADMISSION, POLICIES
from engine.rulebook.domain import Domain
from engine.rulebook.folder import LISTS, MESSAGES, PARAMS, POLICY


def rule_folder(folder: Path | None) -> Path:
    """The folder, or the rule book that Clearway came with. Ends the command where no rule book is: the path is wrong
    then, and nobody wants to read what is wrong with each file of a home folder."""
    where = folder if folder is not None else rules_folder()
    if not where.is_dir():
        fail(Wrong.NO_FOLDER, f"{where}: there is no such folder; check the path")
    if not any((where / part).exists() for part in (POLICY, PARAMS, MESSAGES, LISTS, *domain_of(where).sets)):
        fail(
            Wrong.NO_FOLDER,
            f"{where}: there is no rule book here; check the path, or run `clearway rules pull DIR` to begin with one",
        )
    return where


def domain_of(folder: Path) -> Domain:
    """What the book of a folder is about: a policy where the folder has the name of one, else admission."""
    return POLICIES.get(folder.resolve().name, ADMISSION)
