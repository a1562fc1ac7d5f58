"""Loss or accuracy of all lanes over the epochs."""

from vgdesk.analysis.curve_frame import CurveFrame, score_frame
from vgdesk.ui.panes.curves import CurvesPane
from vgdesk.ui.panes.look import Look


class ScorePane(CurvesPane):
    """A curve a lane; dashed, the same on test points."""

    def make_frame(self, look: Look) -> CurveFrame | None:
        """The score whose key the pane has; None before any training."""
        longest = look.longest
        return None if longest is None else score_frame(look.histories, self.key, look.sample_of(longest))


class LossPane(ScorePane):
    """The loss over all points."""

    tip = "Loss over all points, a curve a lane; dashed on the test points"

    def __init__(self) -> None:
        super().__init__("loss", "loss")


class AccuracyPane(ScorePane):
    """The share of right guesses."""

    tip = "Share of right guesses, a curve a lane; dashed on the test points"

    def __init__(self) -> None:
        super().__init__("accuracy", "accuracy")
