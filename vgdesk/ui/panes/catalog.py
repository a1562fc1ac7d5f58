"""Every pane that can stand around the heatmaps, in the order of the menu."""

from vgdesk.ui.panes.boundary import BoundaryPane
from vgdesk.ui.panes.depth_profile import DepthProfilePane
from vgdesk.ui.panes.difference import DifferencePane
from vgdesk.ui.panes.findings import FindingsPane
from vgdesk.ui.panes.guesses import GuessesPane
from vgdesk.ui.panes.histogram import HistogramPane
from vgdesk.ui.panes.layer_curves import FirstLastPane, GradientCurvesPane, UpdatePane, WeightCurvesPane
from vgdesk.ui.panes.network_diagram import NetworkPane
from vgdesk.ui.panes.pane import Pane
from vgdesk.ui.panes.score_curves import AccuracyPane, LossPane
from vgdesk.ui.panes.weight_matrix import WeightMatrixPane

PANES: tuple[type[Pane], ...] = (
    DepthProfilePane,
    LossPane,
    AccuracyPane,
    FindingsPane,
    GradientCurvesPane,
    WeightCurvesPane,
    FirstLastPane,
    UpdatePane,
    HistogramPane,
    WeightMatrixPane,
    DifferencePane,
    BoundaryPane,
    GuessesPane,
    NetworkPane,
)
"""Each is made without arguments, and has a key of its own."""

USUAL = ("depth", "loss", "accuracy")
"""Keys of those that are shown until the user or a lesson says else."""
