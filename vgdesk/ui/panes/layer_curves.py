"""A measure of every layer of the selected lane over the epochs."""

from vgdesk.analysis.curve_frame import CurveFrame, layer_frame
from vgdesk.ui.measure_switch import MeasureSwitch
from vgdesk.ui.panes.curves import CurvesPane
from vgdesk.ui.panes.look import Look


class LayerCurvesPane(CurvesPane):
    """A curve a layer, from the input to the output, of mean or standard deviation."""

    def __init__(self, tensor: str, title: str):
        super().__init__(tensor, title)
        self._switch = MeasureSwitch(tensor, ("mean", "std"))
        self._switch.chosen.connect(self.look_again)
        self.header.add_choice(self._switch)

    def make_frame(self, look: Look) -> CurveFrame | None:
        """The measure chosen of the selected lane; None before its training."""
        lane = look.selected
        if lane is None or lane.history is None:
            return None
        return layer_frame(lane.history, self.key, self._switch.measure, look.sample_of(lane))


class GradientCurvesPane(LayerCurvesPane):
    """The weight gradient of every layer."""

    tip = "Weight gradient of every layer of the selected lane: mean, or standard deviation"

    def __init__(self) -> None:
        super().__init__("gradient", "gradient")


class WeightCurvesPane(LayerCurvesPane):
    """The weights of every layer."""

    tip = "Weights of every layer of the selected lane: mean, or standard deviation"

    def __init__(self) -> None:
        super().__init__("weight", "weight")
