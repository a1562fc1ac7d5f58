"""The spec of a training that is to be longer than was planned."""

from vgdesk.experiment.spec import ExperimentSpec, change_spec


def plan_more(spec: ExperimentSpec, epochs: int) -> ExperimentSpec:
    """A copy of a spec that trains so many epochs more, counted on from where it would have ended.

    Raises:
        SpecError: that would be more than a spec may ask for.
    """
    if not epochs:
        return spec
    training = spec.training
    changes = {"training.epochs": spec.epochs_begun + epochs}
    if training.steps is not None:
        changes["training.steps"] = spec.total_steps + epochs * spec.steps_per_epoch
    return change_spec(spec, changes)
