"""Candidate rule books: the project's own as a folder, with one thing changed."""

import re
from pathlib import Path
from shutil import copytree

from engine.bundled import rules_folder
from engine.rulebook.lock import LOCK_FILE


def own_rules(folder: Path) -> Path:
    """A copy without the lock of admission, which would have every change come with a new version."""
    whole = rules_folder()
    return Path(copytree(whole, folder, ignore=lambda where, _: {LOCK_FILE} if Path(where) == whole else set()))


def with_threshold(folder: Path, name: str, value: int) -> Path:
    """The value of a parameter from its first day on."""
    file = own_rules(folder) / "params.yaml"
    text = file.read_text(encoding="utf-8")
    changed, times = re.subn(rf"(^{re.escape(name)}:\n.*?value: )[\d.]+", rf"\g<1>{value}", text, flags=re.MULTILINE)
    assert times == 1
    file.write_text(changed, encoding="utf-8")
    return folder


def with_draft(folder: Path, rule: str) -> Path:
    """One rule taken back to a draft."""
    for file in own_rules(folder).rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(f"- id: {rule}\n", f"- id: {rule}\n    status: draft\n"), encoding="utf-8")
    return folder


def with_band(folder: Path, at_least: int) -> Path:
    """The score from which orders are held."""
    file = own_rules(folder) / "policy.yaml"
    text = file.read_text(encoding="utf-8")
    changed, times = re.subn(r"at_least: \d+", f"at_least: {at_least}", text)
    assert times == 1
    file.write_text(changed, encoding="utf-8")
    return folder
