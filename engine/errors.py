"""Every error Clearway raises on purpose.

ClearwayError
├── OrderRejected        the order document cannot be read; carries every fault with its pointer
├── RuleBookRejected     rule files cannot be used; carries every fault with its position
├── EngineFault          the rule engine did not do what it must; the order is held, never admitted
├── DataRejected         a file of project data (restrictions, lists, rates) cannot be used
├── RowRejected          a row of a file of addresses or phones cannot be read; names the column
├── UnknownFormat        the format of an order file could not be told
├── SettingUnusable      a setting of the environment cannot be used
├── OutgoingError        something outside could not be called
│   ├── TargetRefused    its address may not be called
│   │   └── HostUnknown  nobody knows its name: it is wrong, or the name service is out of order
│   ├── RequestFailed    it did not answer, or not in time
│   └── ReplyTooLarge    it answers more than we take
├── VaultLocked          sealed values cannot be opened with this secret
└── StoreError           the database did not do what was asked
    ├── StoreConflict    a row that must be unique is there already
    ├── StoreBusy        somebody else held a lock for too long
    ├── StoreUnreachable the database does not answer, or lacks its tables
    │   └── StoreNewer   a newer version made its tables
    ├── ArchiveRefused   a back-up cannot be read, or not be restored here
    ├── LeaseLost        another worker has the job or chunk by now
    ├── UnknownJob       there is no such dead job
    ├── UnknownRun       there is no such bulk run
    ├── JobHopeless      a handler says that trying again will not help
    └── JobPostponed     a handler says when to try again
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Self


class ClearwayError(Exception):
    """something went wrong"""

    code: ClassVar[str] = "clearway_error"
    see: str = ""  # what lists what there is, such as `services`: who tells the error says where that stands

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message if message is not None else self.__doc__)

    def seeing(self, listed: str) -> Self:
        """The same error, whose reader is helped by a list."""
        self.see = listed
        return self


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a document: where (RFC 6901 pointer), what (stable code), and what to do about it."""

    pointer: str
    code: str
    detail: str

    def __str__(self) -> str:
        # The names in a pointer are the sender's: they must neither steer a terminal nor begin a line of their own.
        where = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in self.pointer)
        return f"{where or '/'}: {self.detail} [{self.code}]"


@dataclass(frozen=True, slots=True)
class SpokenFault(Fault):
    """A fault that knows its own words in other languages, `zh` for instance; `detail` is English."""

    texts: Mapping[str, str] = field(default_factory=dict, compare=False)


class OrderRejected(ClearwayError):
    """the order document cannot be read"""

    code = "order_rejected"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(str(fault) for fault in self.faults))


class UnknownFormat(ClearwayError):
    """the format of this file could not be told; name it"""

    code = "unknown_format"


class DataRejected(ClearwayError):
    """a file of project data cannot be used"""

    code = "data_rejected"

    def __init__(self, where: str, detail: str) -> None:
        self.where = where
        self.detail = detail
        super().__init__(f"{where}: {detail}")


class RowRejected(ClearwayError):
    """a row cannot be read"""

    code = "row_rejected"

    def __init__(self, field: str, detail: str) -> None:
        self.field = field
        self.detail = detail
        super().__init__(f"`{field}` {detail}")


class EngineFault(ClearwayError):
    """the rule engine did not answer as it must; the order is held and the shard rebuilt"""

    code = "engine_fault"


class StoreError(ClearwayError):
    """the database did not do what was asked"""

    code = "store_error"


class StoreConflict(StoreError):
    """a row that must be unique is there already"""

    code = "store_conflict"


class StoreBusy(StoreError):
    """the database is busy with the same rows; try again"""

    code = "store_busy"


class StoreUnreachable(StoreError):
    """the database does not answer, or lacks its tables; check its address, and have its tables made"""

    code = "store_unreachable"


class StoreNewer(StoreUnreachable):
    """a newer version of Clearway made the tables; run that version, or restore a back-up of this one"""

    code = "store_newer"


class ArchiveRefused(StoreError):
    """this back-up cannot be used"""

    code = "archive_refused"


class SettingUnusable(ClearwayError):
    """a setting cannot be used"""

    code = "setting_unusable"

    def __init__(self, name: str, detail: str) -> None:
        self.name = name
        super().__init__(f"{name}: {detail}")


class OutgoingError(ClearwayError):
    """another service could not be called"""

    code = "outgoing_error"


class TargetRefused(OutgoingError):
    """this address may not be called"""

    code = "target_refused"

    def __init__(self, url: str, detail: str) -> None:
        self.url = url
        self.detail = detail
        super().__init__(f"`{url}` {detail}")


class HostUnknown(TargetRefused):
    """nobody knows the name of this address now"""

    def __init__(self, url: str, host: str) -> None:
        super().__init__(url, f"has a host that nobody knows: {host}")


class RequestFailed(OutgoingError):
    """another service did not answer as it must; try again later"""

    code = "request_failed"

    def __init__(self, host: str, detail: str, *, reached: bool = True) -> None:
        self.host = host
        self.reached = reached  # false where no connection came about, so that nothing was sent
        super().__init__(f"{host}: {detail}")


class ReplyTooLarge(OutgoingError):
    """another service answers more than we take"""

    code = "reply_too_large"

    def __init__(self, host: str, most_bytes: int) -> None:
        self.host = host
        super().__init__(f"{host}: answers more than {most_bytes:,} bytes; raise the bound if that is right")


class VaultLocked(ClearwayError):
    """sealed values cannot be opened with this secret; restore the one they were sealed under"""

    code = "vault_locked"


class LeaseLost(StoreError):
    """somebody else has taken this work over; drop what was done, it is done there"""

    code = "lease_lost"


class UnknownJob(StoreError):
    """no dead job has this id; look at the dead ones"""

    code = "unknown_job"


class UnknownRun(StoreError):
    """no bulk run has this id"""

    code = "unknown_run"


class JobHopeless(StoreError):
    """trying this job again will not help; correct what it says and replay it"""

    code = "job_hopeless"


class JobPostponed(StoreError):
    """this job is to be tried again later"""

    code = "job_postponed"

    def __init__(self, after_s: float, message: str | None = None) -> None:
        self.after_s = after_s
        super().__init__(message)
