"""What the layers do over the epochs: all of the selected lane, or the first against the last of every lane."""

from dataclasses import replace

from vgdesk.analysis.window import Window
from vgdesk.measures import find_measure
from vgdesk.pictures.curve_frames import cursor_of, first_last_frame, layer_frame, note_of, update_frame
from vgdesk.pictures.curves import CurveFrame
from vgdesk.pictures.frame import Frame, Nothing
from vgdesk.pictures.picture import Make, Option, Picture, Sources, of_lane
from vgdesk.pictures.view import NOT_RECORDED, NOT_TRAINED, LaneView, View
from vgdesk.runs.history import History

_MEASURES = ("mean", "std", "rms")
_UPDATE = ("update", "ratio")


def _make_of_tensor(tensor: str) -> Make:
    """Makes the curves of a measure of the selected lane, where the run has it."""

    @of_lane
    def make(view: View, lane: LaneView, history: History, sources: Sources) -> Frame | Nothing:
        key = _UPDATE if tensor == "update" else (tensor, view.choices_of(tensor).option)
        if key not in history.layout:
            return Nothing(NOT_RECORDED)
        frame = sources.keep(tensor, (lane, key, view.window), lambda: _frame(lane, key, view.window))
        note = note_of(lane, key, view.epoch) if frame.log_y else ""
        return replace(frame, cursor=cursor_of(view, lane), note=note)

    return make


def _frame(lane: LaneView, key: tuple[str, str], window: Window | None) -> CurveFrame:
    return update_frame(lane, window) if key == _UPDATE else layer_frame(lane, *key, window)


def _make_first_last(view: View, sources: Sources) -> Frame | Nothing:
    if view.longest is None:
        return Nothing(NOT_TRAINED)
    is_ratio = view.choices_of("first_last").option == "ratio"
    frame = sources.keep(
        "first_last",
        (view.lanes, is_ratio, view.window),
        lambda: first_last_frame(view.lanes, is_ratio, view.window),
    )
    return replace(frame, cursor=cursor_of(view, view.longest)) if frame.curves else Nothing(NOT_RECORDED)


def _measures_of(tensor: str) -> tuple[Option, ...]:
    found = [find_measure(tensor, key) for key in _MEASURES]
    return tuple(Option(each.key, f"Show the {each.label}", f"{tensor}: {each.label}", each.short) for each in found)


GRADIENT = Picture(
    key="gradient",
    title="gradient",
    tip="Weight gradient of every layer of the selected lane: mean, standard deviation or root mean square",
    make=_make_of_tensor("gradient"),
    options=_measures_of("gradient"),
    usual="rms",
)
WEIGHT = Picture(
    key="weight",
    title="weight",
    tip="Weights of every layer of the selected lane: mean, standard deviation or root mean square",
    make=_make_of_tensor("weight"),
    options=_measures_of("weight"),
    usual="rms",
)
FIRST_LAST = Picture(
    key="first_last",
    title="first / last layer",
    tip="Weight gradient of the first layer of every lane against its last layer's: both, or their ratio",
    make=_make_first_last,
    options=(
        Option("both", "Show the first layer's gradient, and dashed the last one's", "first and last layer: both"),
        Option("ratio", "Show the first layer's gradient over the last one's", "first and last layer: their ratio"),
    ),
    usual="ratio",
)
UPDATE = Picture(
    key="update",
    title="update / weight",
    tip="Update of every layer of the selected lane over its weights; about a thousandth is usual",
    make=_make_of_tensor("update"),
)
