"""What layers learn beside their weights: the slope of a PReLU, and the biases, over the epochs."""

from dataclasses import replace

from vgdesk.measures import Scale, find_measure, find_tensor
from vgdesk.pictures.curve_frames import cursor_of, layer_frame, note_of
from vgdesk.pictures.curves import CurveFrame, Guide
from vgdesk.pictures.frame import Frame, Nothing
from vgdesk.pictures.picture import Option, Picture, Sources
from vgdesk.pictures.view import NOT_RECORDED, NOT_TRAINED, LaneView, View

_KEYS = {"slope": ("slope", "mean"), "bias": ("bias", "rms")}
_NO_SLOPES = "No layer of this run has a PReLU, whose slope is learned"
_GUIDES = (Guide(0.0, "ReLU"), Guide(1.0, "linear"))


def _make(view: View, sources: Sources) -> Frame | Nothing:
    lane, option = view.lane, view.choices_of("slope").option
    if lane is None or lane.history is None:
        return Nothing(NOT_TRAINED)
    key = _KEYS[option]
    if key not in lane.history.layout:
        return Nothing(_NO_SLOPES if option == "slope" else NOT_RECORDED)
    frame = sources.keep("slope", (lane, key, view.window), lambda: _frame(lane, key, view))
    note = note_of(lane, key, view.epoch) if frame.log_y else ""
    return replace(frame, cursor=cursor_of(view, lane), note=note)


def _frame(lane: LaneView, key: tuple[str, str], view: View) -> CurveFrame:
    """A layer has one slope, whose mean it is; of the biases the root mean square is drawn."""
    frame = layer_frame(lane, *key, view.window)
    if find_measure(*key).scale is Scale.LOG:
        return frame
    label, limits = find_tensor(key[0]).label, frame.y_limits
    guides = tuple(guide for guide in _GUIDES if limits.low <= guide.y <= limits.high)
    return replace(frame, title=f"{lane.name}: {label}", y_label=label, guides=guides)


SLOPE = Picture(
    key="slope",
    title="slopes and biases",
    tip="What every layer of the selected lane learns beside its weights: the slope of its PReLU, or its biases",
    make=_make,
    options=(
        Option("slope", "Show the learned slope below zero of every PReLU", "slopes and biases: slopes"),
        Option("bias", "Show the root mean square of the biases", "slopes and biases: biases"),
    ),
)
