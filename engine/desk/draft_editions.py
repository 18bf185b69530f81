"""A draft as an edition that is stored and not wished into force, so that what is tried on it stays what it was."""

from engine.desk.desk import Caller, Desk
from engine.desk.drafts import files_to_propose
from engine.desk.edition_files import DATA, part_of


def edition_of_draft(desk: Desk, caller: Caller, name: str, base: str) -> str:
    """The digest of the draft's rules with the data of the edition `base`; kept where it is not yet.

    Raises NotFound, DraftFaulty, RuleBookRejected.
    """
    files = files_to_propose(desk, caller, name)
    data = part_of(desk.editions.files(base, caller.merchant)[1], DATA)
    return desk.editions.keep(files, data, caller.name, caller.merchant).edition.digest
