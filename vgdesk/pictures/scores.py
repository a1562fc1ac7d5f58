"""Loss and accuracy of all lanes over the epochs."""

from collections.abc import Callable
from dataclasses import replace

from vgdesk.pictures.curve_frames import cursor_of, score_frame
from vgdesk.pictures.curves import CurveFrame
from vgdesk.pictures.frame import Frame, Nothing
from vgdesk.pictures.loss_curves import loss_frame
from vgdesk.pictures.picture import Option, Picture, Sources
from vgdesk.pictures.view import NOT_TRAINED, View


def _make_loss(view: View, sources: Sources) -> Frame | Nothing:
    chosen = view.choices_of("loss")
    log_y = chosen.option == "log"

    def make() -> CurveFrame:
        return loss_frame(view.lanes, view.window, log_y=log_y, smoothing=chosen.smoothing)

    return _show("loss", (log_y, chosen.smoothing), make, view, sources)


def _make_accuracy(view: View, sources: Sources) -> Frame | Nothing:
    return _show("accuracy", (), lambda: score_frame(view.lanes, "accuracy", view.window), view, sources)


def _show(
    score: str, look: tuple[object, ...], make: Callable[[], CurveFrame], view: View, sources: Sources
) -> Frame | Nothing:
    if view.longest is None:
        return Nothing(NOT_TRAINED)
    frame = sources.keep(score, (view.lanes, view.window, *look), make)
    scored = any(lane.history is not None and len(lane.history.scores.step) for lane in view.lanes)
    if scored and not any(curve.strength == 1 for curve in frame.curves):
        return Nothing(_WITHOUT[score])
    return replace(frame, cursor=cursor_of(view, view.longest))


_WITHOUT = {
    "loss": "The loss was never a number",
    "accuracy": "These networks learn numbers, not classes: no guess is right or wrong",
}

LOSS = Picture(
    key="loss",
    title="loss",
    tip="Loss over all points, a curve a lane; dashed on the test points, thin of the batches",
    make=_make_loss,
    options=(
        Option("linear", "Show the loss on an axis that begins at 0", "loss: linear axis", "linear"),
        Option("log", "Show the loss on an axis of powers of ten", "loss: logarithmic axis", "log"),
    ),
    can_smooth=True,
)
ACCURACY = Picture(
    key="accuracy",
    title="accuracy",
    tip="Share of right guesses, a curve a lane; dashed on the test points",
    make=_make_accuracy,
)
