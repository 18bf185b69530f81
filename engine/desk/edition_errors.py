"""What is refused when editions are proposed, published, rolled back or drafted.

PublishingError
├── NameNeeded          nobody is named, or a name that stands for nobody
├── NoteNeeded          what one person does alone wants a reason
├── SamePerson          a second person is needed
├── GatesClosed         the edition has not shown what it must; carries all gates
├── ProposalEnded       it was published or withdrawn, or is outdated
├── ProposalOutdated    another edition came into force since it was made
├── NothingDiffers      the edition is the one in force
├── NothingBefore       there is no edition to go back to
├── NotInForceBefore    a roll-back names an edition that never was in force
├── NotWaiting          an activation does not wait for a second look
├── BegunAlready        something is in force, so nothing can be the first
├── SeveralEditions     a beginning of a digest that several editions have
├── DraftMoved          somebody else pushed onto the draft; carries what they changed
├── DraftFaulty         a draft that cannot be used cannot be proposed
├── DraftThere          a draft of this name is there already
├── FileRefused         a path or content that no rule book may have; carries the path
├── RunEnded            a run does not wait any more
└── RunTooLong          work on a rule book took longer than it may
"""

from collections.abc import Sequence
from datetime import datetime

from engine.counted import counted
from engine.desk.errors import DeskError
from engine.workbench.gates import Gate


class PublishingError(DeskError):
    """this edition cannot come into force"""

    code = "publishing_error"


class NameNeeded(PublishingError):
    """say who you are: editions are proposed and published by people"""

    code = "name_needed"


class NoteNeeded(PublishingError):
    """say why: whoever looks at it afterwards will ask"""

    code = "note_needed"


class SamePerson(PublishingError):
    """a second person is needed"""

    code = "same_person"

    def __init__(self, what: str, by: str) -> None:
        super().__init__(f"{what} is by {by}, and somebody else has to agree; let a second person do this")


class GatesClosed(PublishingError):
    """the edition has not shown what it must"""

    code = "gates_closed"

    def __init__(self, gates: Sequence[Gate]) -> None:
        self.gates = tuple(gates)
        closed = [f"{each.name}: {each.detail}" for each in gates if not each.is_open]
        super().__init__(f"the edition cannot come into force; {'; '.join(closed)}")


class ProposalEnded(PublishingError):
    """the proposal is not open any more"""

    code = "proposal_ended"

    def __init__(self, proposal: str, state: str) -> None:
        self.state = state
        super().__init__(f"{proposal} is {state}; see the proposals, or propose anew")


class ProposalOutdated(PublishingError):
    """another edition came into force since this was proposed"""

    code = "proposal_outdated"

    def __init__(self, proposal: str) -> None:
        super().__init__(
            f"{proposal} is outdated: another edition came into force since; bring it into your copy, propose anew"
        )


class NothingDiffers(PublishingError):
    """this edition is in force already"""

    code = "nothing_differs"


class NothingBefore(PublishingError):
    """no other edition was in force before this one"""

    code = "nothing_before"


class NotInForceBefore(PublishingError):
    """this edition never was in force; propose it"""

    code = "not_in_force_before"


class NotWaiting(PublishingError):
    """this activation does not wait for a second person; see the editions"""

    code = "not_waiting"


class BegunAlready(PublishingError):
    """a rule book is in force; propose yours, and have somebody else publish it"""

    code = "begun_already"


class SeveralEditions(PublishingError):
    """several editions begin like this; write more of the digest"""

    code = "several_editions"


class DraftMoved(PublishingError):
    """somebody else pushed onto this draft since you pulled it"""

    code = "draft_moved"

    def __init__(self, name: str, by: str, at: datetime, paths: Sequence[str]) -> None:
        self.name = name
        self.paths = tuple(paths)
        changed = ", ".join(paths) if paths else "nothing that differs"
        super().__init__(
            f"{by} pushed onto the draft `{name}` on {at:%Y-%m-%d %H:%M} UTC and changed {changed}; take that "
            "as a copy of its own, and bring both together"
        )


class DraftFaulty(PublishingError):
    """this draft cannot be used"""

    code = "draft_faulty"

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            f"the draft `{name}` has {counted(len(faults), 'fault', 'faults')}, such as {faults[0]}; mend and push it "
            "again"
        )


class DraftThere(PublishingError):
    """there is a draft of this name; choose another name, or change that one"""

    code = "draft_there"


class FileRefused(PublishingError):
    """no rule book has such a file"""

    code = "rule_file_refused"

    def __init__(self, path: str, detail: str) -> None:
        self.path = path
        super().__init__(f"`{path}` {detail}")


class RunEnded(PublishingError):
    """the run does not wait any more"""

    code = "run_ended"

    def __init__(self, run: str, state: str) -> None:
        self.state = state
        super().__init__(f"{run} is {state}; what came of it stands in it")


class RunTooLong(PublishingError):
    """this took longer than it may"""

    code = "run_too_long"

    def __init__(self, minutes: int) -> None:
        super().__init__(f"this took longer than {minutes} minutes; name one rule with `rule`, or leave mutation out")
