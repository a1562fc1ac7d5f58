"""Which pane shows which picture.

A picture of curves over the epochs needs no line here; one of another kind has a pane of its own.
"""

from vgdesk.pictures.picture import Picture, Sources
from vgdesk.ui.panes.activation import ActivationPane
from vgdesk.ui.panes.boundary import BoundaryPane
from vgdesk.ui.panes.clip import ClipPane
from vgdesk.ui.panes.depth_profile import DepthProfilePane
from vgdesk.ui.panes.difference import DifferencePane
from vgdesk.ui.panes.findings import FindingsPane
from vgdesk.ui.panes.fit import FitPane
from vgdesk.ui.panes.guesses import GuessesPane
from vgdesk.ui.panes.histogram import HistogramPane
from vgdesk.ui.panes.network_diagram import NetworkPane
from vgdesk.ui.panes.pane import Pane
from vgdesk.ui.panes.phase import PhasePane
from vgdesk.ui.panes.rewind import RewindPane
from vgdesk.ui.panes.time_curves import TimeCurvesPane
from vgdesk.ui.panes.weight_matrix import WeightMatrixPane
from vgdesk.ui.panes.why import WhyPane

_KINDS: dict[str, type[Pane]] = {
    "depth": DepthProfilePane,
    "findings": FindingsPane,
    "histogram": HistogramPane,
    "weights": WeightMatrixPane,
    "difference": DifferencePane,
    "boundary": BoundaryPane,
    "guesses": GuessesPane,
    "fit": FitPane,
    "rewind": RewindPane,
    "activation": ActivationPane,
    "clip": ClipPane,
    "network": NetworkPane,
    "why": WhyPane,
    "phase": PhasePane,
}


def make_pane(picture: Picture, sources: Sources | None = None) -> Pane:
    """The pane of a picture."""
    return kind_of(picture)(picture, sources)


def kind_of(picture: Picture) -> type[Pane]:
    """What shows a picture."""
    return _KINDS.get(picture.key, TimeCurvesPane)
