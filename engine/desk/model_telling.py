"""Models, activations and states as values that programs read: JSON of the command line and of the service."""

from engine.store.models import Model, ModelActivation, ModelState


def model_values(model: Model) -> dict[str, object]:
    """A model without content and card."""
    return {
        "version": model.version,
        "digest": model.digest,
        "schema": model.schema,
        "as_of": model.as_of.isoformat(),
        "created_at": model.created_at.isoformat(),
        "created_by": model.created_by,
    }


def activation_values(step: ModelActivation) -> dict[str, object]:
    """A step, with what was measured."""
    return {
        "seq": step.seq,
        "action": step.action,
        "role": step.role,
        "digest": step.digest,
        "previous": step.previous,
        "by": step.by,
        "approved_by": step.approved_by,
        "overridden": step.overridden,
        "why": step.why,
        "at": step.at.isoformat(),
        "gates": [dict(each) for each in step.gates],
    }


def state_values(state: ModelState) -> dict[str, object]:
    """How a model was doing."""
    return {"status": state.status, "measured_at": state.measured_at.isoformat(), "figures": dict(state.figures)}
