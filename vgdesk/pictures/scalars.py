"""The numbers that a program of one's own told, such as its learning rate: one of them, a curve a lane."""

from dataclasses import replace

from vgdesk.measures import Scale
from vgdesk.pictures.curve_frames import cursor_of, curve_frame, planned_epochs
from vgdesk.pictures.curves import Curve, CurveFrame
from vgdesk.pictures.frame import Frame, Nothing
from vgdesk.pictures.picture import Option, Picture, Sources
from vgdesk.pictures.view import NOT_TRAINED, View


def scalar_names(view: View) -> tuple[str, ...]:
    """What the runs of all lanes have told, each name once, in the order in which they came first."""
    runs = [lane.history for lane in view.lanes if lane.history is not None]
    return tuple(dict.fromkeys(name for run in runs for name in run.scalars))


def scalar_frame(view: View, chosen: int = 0, *, log_y: bool = False) -> CurveFrame:
    """One number of every lane that has told it.

    Args:
        view: what is looked at; some lane has told a number.
        chosen: which of ``scalar_names``; one beyond the last is the last.
        log_y: whether the axis grows by powers of ten; what is below 0 has no place there and is counted.
    """
    names = scalar_names(view)
    chosen = min(chosen, len(names) - 1)
    name, curves, below = names[chosen], [], 0
    for lane in view.lanes:
        if lane.history is not None and name in lane.history.scalars:
            told = lane.history.scalars[name]
            kept = ~(told.values < 0) if log_y else slice(None)
            below += len(told.values) - len(told.values[kept])
            curves.append(Curve(lane.name, told.epochs[kept], told.values[kept], lane.color, end=lane.name))
    scale = Scale.LOG if log_y else Scale.LINEAR
    frame = curve_frame((name, name), curves, scale, planned_epochs(view.lanes), view.window)
    note = f"{below} values below 0 have no place here" if below else ""
    return replace(frame, layer_names=names, chosen=chosen, note=note)


def _make(view: View, sources: Sources) -> Frame | Nothing:
    if view.longest is None:
        return Nothing(NOT_TRAINED)
    if not scalar_names(view):
        return Nothing("No numbers were told: recorder.log(lr=...) of a network of your own tells some")
    chosen = view.choices_of("scalars")
    log_y, number = chosen.option == "log", (chosen.layer or 1) - 1
    held = tuple(len(told.steps) for lane in view.lanes if lane.history for told in lane.history.scalars.values())
    made_of = (view.lanes, view.window, held, number, log_y)
    frame = sources.keep("scalars", made_of, lambda: scalar_frame(view, number, log_y=log_y))
    return replace(frame, cursor=cursor_of(view, view.longest))


SCALARS = Picture(
    key="scalars",
    title="scalars",
    tip="A number that your own program told, such as its learning rate or a score, a curve a lane",
    make=_make,
    options=(
        Option("linear", "Show the number on an even axis", "scalars: linear axis", "linear"),
        Option("log", "Show the number on an axis of powers of ten", "scalars: logarithmic axis", "log"),
    ),
    shows_layer=True,
)
