"""What is refused when models are registered, promoted or rolled back.

ModelError
├── ModelUnknown        there is no such model
├── SeveralModels       a beginning of a version or digest that several models have
├── ModelRejected       artefact and card do not belong together; carries all faults
├── ModelThere          the model is registered already
├── ModelInRole         it is champion or challenger already
├── ModelGatesClosed    the model has not shown what it must; carries all gates
├── SecondPersonNeeded  closed gates are overridden by two people
├── ReasonNeeded        what is done to models wants a reason
├── NoModelBefore       there is no model to go back to
├── NoModelInRole       nobody is champion or challenger
└── ChainBroken         the history of activations is not as it was signed
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.desk.errors import DeskError


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelGate:
    """One gate: what was measured, what was asked for, and `passed`, `failed` or `not_measured`, which lets pass.

    `detail` says in words what was found and, where it failed, what to do next.
    """

    name: str
    measured: float | None
    bar: str
    state: str
    detail: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it lets the model pass."""
        return self.state != "failed"

    def values(self) -> dict[str, object]:
        """As it is kept."""
        return {
            "name": self.name,
            "measured": self.measured,
            "bar": self.bar,
            "state": self.state,
            "detail": self.detail,
        }


class ModelError(DeskError):
    """this cannot be done with the model"""

    code = "model_error"


class ModelUnknown(ModelError):
    """there is no such model"""

    code = "model_unknown"

    def __init__(self, named: str) -> None:
        super().__init__(f"there is no model `{named}`; name one that is listed")


class SeveralModels(ModelError):
    """several models begin so"""

    code = "several_models"

    def __init__(self, named: str) -> None:
        super().__init__(f"several models begin with `{named}`; write more of it")


class ModelRejected(ModelError):
    """artefact and card do not belong together"""

    code = "model_rejected"

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"the model cannot be registered: {'; '.join(faults)}")


class ModelThere(ModelError):
    """the model is registered already"""

    code = "model_there"

    def __init__(self, version: str) -> None:
        super().__init__(f"there is a model `{version}` already; use it, or give this one another version")


class ModelInRole(ModelError):
    """it has this role already"""

    code = "model_in_role"

    def __init__(self, version: str, role: str) -> None:
        super().__init__(f"model {version} is {role} already")


class ModelGatesClosed(ModelError):
    """the model has not shown what it must"""

    code = "model_gates_closed"

    def __init__(self, gates: Sequence[ModelGate]) -> None:
        self.gates = tuple(gates)
        failed = [each for each in gates if not each.is_open]
        named = "; ".join(f"{each.name}: {each.detail or each.bar}" for each in failed)
        super().__init__(f"{named}; what failed has to pass, or two people override it")


class NothingToOverride(ModelError):
    """all gates of the model are open; promote it"""

    code = "nothing_to_override"

    def __init__(self, version: str) -> None:
        super().__init__(f"all gates of {version} are open; promote it without an override")


class OverrideWaits(ModelError):
    """an override of this model waits for a second person already"""

    code = "override_waits"

    def __init__(self, version: str) -> None:
        super().__init__(f"an override of {version} waits for a second person; agree to it, or withdraw it first")


class NoOverrideAsked(ModelError):
    """nobody has asked for an override of this model's gates"""

    code = "no_override_asked"

    def __init__(self, version: str) -> None:
        super().__init__(f"nobody has asked to override the gates of {version}; ask, and let a second person agree")


class SecondPersonNeeded(ModelError):
    """closed gates are overridden by two people; name the second one"""

    code = "second_person_needed"


class ReasonNeeded(ModelError):
    """say why: whoever looks at it afterwards will ask"""

    code = "reason_needed"


class NoModelBefore(ModelError):
    """no other model was champion before; retire this one to take it out of force"""

    code = "no_model_before"


class NoModelInRole(ModelError):
    """no model has a role; see the list of models"""

    code = "no_model_in_role"


class ChainBroken(ModelError):
    """the history of models is not as it was signed"""

    code = "model_chain_broken"

    def __init__(self, seq: int) -> None:
        self.seq = seq
        super().__init__(
            f"activation {seq} of the models is not as it was signed, so no model scores; compare it with the audit, "
            "and restore it from a backup"
        )
