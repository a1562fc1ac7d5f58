"""What the training points are like, read from the tensors that the network is given."""

import math

from torch import Tensor

from vgdesk.experiment.data_facts import DataFacts, Target
from vgdesk.training.losses import Loss


def describe_points(inputs: Tensor, targets: Tensor, loss: Loss, names: tuple[Target, ...] = ()) -> DataFacts:
    """The facts about training points.

    Args:
        inputs: float32 [point, column].
        targets: float32 [point, output], in the form that the loss compares with.
        loss: that is trained with.
        names: of the columns of numbers that are learned, and how they were scaled.
    """
    commonest = loss.commonest(targets)
    return DataFacts(
        points=len(inputs),
        guessing=loss.guessing(targets),
        low=tuple(inputs.amin(0).tolist()),
        high=tuple(inputs.amax(0).tolist()),
        commonest=None if math.isnan(commonest) else commonest,
        targets=names,
    )
