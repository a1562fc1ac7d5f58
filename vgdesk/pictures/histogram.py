"""How the entries of gradients or weights are spread: all layers at the cursor, or one layer over time."""

from vgdesk.pictures.frame import Frame, Nothing
from vgdesk.pictures.heatmap import USUAL_CELLS
from vgdesk.pictures.histogram_source import HistogramSource
from vgdesk.pictures.picture import Option, Picture, Sources, of_lane
from vgdesk.pictures.view import NOT_TRAINED, LaneView, View
from vgdesk.runs.history import History

_NONE_RECORDED = "This run has no histograms. A run whose field Histograms is not set to none records them."
_NONE_YET = "No histogram was taken before this epoch"


@of_lane
def _make(view: View, _: LaneView, history: History, sources: Sources) -> Frame | Nothing:
    chosen = view.choices_of("histogram")
    source = sources.keep("histogram", (history, chosen.option), lambda: _find_source(history, chosen.option))
    if source is None:
        return Nothing(_NONE_RECORDED)
    layer = min(chosen.layer or 0, len(source.rows))
    frame: Frame | None = source.ridges(view.epoch)
    if layer:
        frame = source.over_time(layer - 1, view.cells_of(0, USUAL_CELLS), view.epoch, view.window)
    return frame or Nothing(_why_empty(history))


def _find_source(history: History, tensor: str) -> HistogramSource | None:
    try:
        return HistogramSource(history, tensor)
    except KeyError:
        return None


def _why_empty(history: History) -> str:
    if len(history.histograms):
        return _NONE_YET
    return NOT_TRAINED if history.ended is None else _NONE_RECORDED


HISTOGRAM = Picture(
    key="histogram",
    title="histogram",
    tip="How the entries of gradient or weight are spread: all layers at the cursor, or one layer over time",
    make=_make,
    options=(
        Option("gradient", "Show the weight gradients", "histogram: weight gradient"),
        Option("weight", "Show the weights", "histogram: weight"),
    ),
    shows_layer=True,
)
