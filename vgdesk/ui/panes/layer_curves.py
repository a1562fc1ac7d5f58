"""What the layers do over the epochs: all of the selected lane, or the first against the last of every lane."""

from vgdesk.analysis.curve_frame import first_last_frame, layer_frame, update_frame
from vgdesk.analysis.curves import CurveFrame
from vgdesk.ui.panes.curves import CurvesPane
from vgdesk.ui.panes.look import Look
from vgdesk.ui.panes.picture import EMPTY_TEXT
from vgdesk.ui.switch import Choice, MeasureSwitch, Switch

NOT_RECORDED = "not recorded in this run"
_BOTH = Choice("both", "Show the first layer's gradient, and dashed the last one's", "first and last layer: both")
_RATIO = Choice("ratio", "Show the first layer's gradient over the last one's", "first and last layer: their ratio")


class LayerCurvesPane(CurvesPane):
    """A curve a layer, from the input to the output, of mean, standard deviation or root mean square."""

    def __init__(self) -> None:
        super().__init__()
        self._switch = MeasureSwitch(self.key, ("mean", "std", "rms"))
        self._switch.chosen.connect(self.look_again)
        self.header.add_choice(self._switch)

    def make_frame(self, look: Look) -> CurveFrame | None:
        """The measure chosen of the selected lane; None before its training."""
        lane, measure = look.selected, self._switch.measure
        if lane is None or lane.history is None:
            self.say_empty(EMPTY_TEXT)
            return None
        self.say_empty(NOT_RECORDED)
        if (self.key, measure) not in lane.history.layout:
            return None
        frame = layer_frame(lane.history, self.key, measure, look.sample_of(lane), look.window)
        return self.at_cursor(frame, look, lane)


class GradientCurvesPane(LayerCurvesPane):
    """The weight gradient of every layer."""

    key = "gradient"
    title = "gradient"
    tip = "Weight gradient of every layer of the selected lane: mean, standard deviation or root mean square"


class WeightCurvesPane(LayerCurvesPane):
    """The weights of every layer."""

    key = "weight"
    title = "weight"
    tip = "Weights of every layer of the selected lane: mean, standard deviation or root mean square"


class UpdatePane(CurvesPane):
    """How far every layer moves in an update, against its own weights."""

    key = "update"
    title = "update / weight"
    tip = "Update of every layer of the selected lane over its weights; about a thousandth is usual"

    def make_frame(self, look: Look) -> CurveFrame | None:
        """The updates of the selected lane; None before its training, or where none were recorded."""
        history = None if look.selected is None else look.selected.history
        self.say_empty(EMPTY_TEXT if history is None else NOT_RECORDED)
        if history is None or ("update", "ratio") not in history.layout:
            return None
        frame = update_frame(history, look.sample_of(look.selected), look.window)
        return self.at_cursor(frame, look, look.selected)


class FirstLastPane(CurvesPane):
    """Whether the gradient of the first layer keeps up with the last one's, a curve a lane."""

    key = "first_last"
    title = "first / last layer"
    tip = "Weight gradient of the first layer of every lane against its last layer's: both, or their ratio"

    def __init__(self) -> None:
        super().__init__()
        self._switch = Switch("first_last", (_BOTH, _RATIO))
        self._switch.chosen.connect(self.look_again)
        self.header.add_choice(self._switch)

    def make_frame(self, look: Look) -> CurveFrame | None:
        """The gradients at both ends of every lane; None before any training."""
        longest = look.longest
        self.say_empty(EMPTY_TEXT if longest is None else NOT_RECORDED)
        if longest is None:
            return None
        is_ratio = self._switch.key == "ratio"
        frame = first_last_frame(look.histories, look.sample_of(longest), is_ratio, look.window)
        return self.at_cursor(frame, look, longest) if frame.curves else None
