"""Loss and accuracy of all lanes over the epochs."""

from dataclasses import replace
from functools import partial

from vgdesk.pictures.curve_frames import cursor_of, score_frame
from vgdesk.pictures.frame import Frame, Nothing
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.pictures.view import NOT_TRAINED, View


def _make(score: str, without: str, view: View, sources: Sources) -> Frame | Nothing:
    if view.longest is None:
        return Nothing(NOT_TRAINED)
    frame = sources.keep(score, (view.lanes, view.window), lambda: score_frame(view.lanes, score, view.window))
    scored = any(lane.history is not None and len(lane.history.scores.step) for lane in view.lanes)
    if not frame.curves and scored:
        return Nothing(without)
    return replace(frame, cursor=cursor_of(view, view.longest))


LOSS = Picture(
    key="loss",
    title="loss",
    tip="Loss over all points, a curve a lane; dashed on the test points",
    make=partial(_make, "loss", "The loss was never a number"),
)
ACCURACY = Picture(
    key="accuracy",
    title="accuracy",
    tip="Share of right guesses, a curve a lane; dashed on the test points",
    make=partial(_make, "accuracy", "These networks learn numbers, not classes: no guess is right or wrong"),
)
