"""Loss or accuracy of all lanes over the epochs."""

from vgdesk.analysis.curve_frame import score_frame
from vgdesk.analysis.curves import CurveFrame
from vgdesk.ui.panes.curves import CurvesPane
from vgdesk.ui.panes.look import Look
from vgdesk.ui.panes.picture import EMPTY_TEXT


class ScorePane(CurvesPane):
    """A curve a lane; dashed, the same on test points.

    Attributes:
        none_text: why trained lanes have no curve.
    """

    none_text = "The loss was never a number"

    def make_frame(self, look: Look) -> CurveFrame | None:
        """The score whose key the pane has; None before any training."""
        longest = look.longest
        self.say_empty(EMPTY_TEXT)
        if longest is None:
            return None
        frame = score_frame(look.histories, self.key, look.sample_of(longest), look.window)
        if not frame.curves and any(len(history.scores.step) for history in look.histories if history is not None):
            self.say_empty(self.none_text)
            return None
        return self.at_cursor(frame, look, longest)


class LossPane(ScorePane):
    """The loss over all points."""

    key = "loss"
    title = "loss"
    tip = "Loss over all points, a curve a lane; dashed on the test points"


class AccuracyPane(ScorePane):
    """The share of right guesses."""

    key = "accuracy"
    title = "accuracy"
    none_text = "These networks learn numbers, not classes: no guess is right or wrong"
    tip = "Share of right guesses, a curve a lane; dashed on the test points"
