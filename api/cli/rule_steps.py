"""Which command does what a fault of rules asks for. The fault itself names none: it is told over HTTP, too."""

from dataclasses import replace

from engine.rulebook.lock import ANEW
from engine.rulebook.source import RuleFault
from engine.workbench.thin_tests import TESTING_DRAFTS


def fault_here(fault: RuleFault, folder: str) -> RuleFault:
    """A fault of rules whose hint names the command that does it. `folder`: of the book, as commands name it."""
    if fault.hint.startswith(ANEW):
        return replace(fault, hint=fault.hint.replace(ANEW, f"{ANEW}: {lock_command(folder)}", 1))
    if fault.hint == TESTING_DRAFTS:
        drafts = f"`clearway rules test --rule {fault.rule} --survivors` drafts a test that would notice"
        return replace(fault, hint=drafts)
    return fault


def lock_command(folder: str = "") -> str:
    """What writes the lock of the book in a folder, such as `rules/shipping`; of admission where none is named."""
    return f"clearway rules lock {folder}".rstrip()
