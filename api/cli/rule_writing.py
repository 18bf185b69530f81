"""`clearway rules new`: a draft in the right file, with what is left to say."""

import sys
from pathlib import Path

from api.cli.failing import Exit, Wrong, fail
from engine.domains import ADMISSION
from engine.rulebook.folder import read_folder
from engine.rulebook.form import PLACEHOLDER
from engine.rulebook.lock import LOCK_FILE
from engine.workbench.scaffold import NewRule, scaffold


def write_new(folder: Path, wanted: NewRule) -> Exit:
    """Writes the files that change and names them, with the number of placeholders in each."""
    if not folder.is_dir():
        fail(Wrong.NO_FOLDER, f"{folder}: there is no such folder; name the rule book with --rules")
    lock = folder / LOCK_FILE
    made = scaffold(read_folder(folder), ADMISSION, wanted, lock.read_text(encoding="utf-8") if lock.is_file() else "")
    for path, text in made.files.items():
        file = folder / path
        before = file.read_text(encoding="utf-8").count(PLACEHOLDER) if file.is_file() else 0
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{file}: {text.count(PLACEHOLDER) - before} to fill in\n")
    sys.stdout.write(f"{made.id} is a draft; `clearway rules check {folder}` tells what is left\n")
    return Exit.DONE
