"""What the training points are like, read from the tensors that the network is given."""

import math

from torch import Tensor

from vgdesk.experiment.data_facts import DataFacts
from vgdesk.training.losses import Loss


def describe_points(inputs: Tensor, targets: Tensor, loss: Loss) -> DataFacts:
    """The facts about training points.

    Args:
        inputs: float32 [point, column].
        targets: float32 [point, output], in the form that the loss compares with.
        loss: that is trained with.
    """
    commonest = loss.commonest(targets)
    return DataFacts(
        points=len(inputs),
        guessing=loss.guessing(targets),
        low=tuple(inputs.amin(0).tolist()),
        high=tuple(inputs.amax(0).tolist()),
        commonest=None if math.isnan(commonest) else commonest,
    )
