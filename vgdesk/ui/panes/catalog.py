"""Every pane that can stand around the heatmaps, in the order of the menu."""

from vgdesk.ui.panes.layer_curves import GradientCurvesPane, WeightCurvesPane
from vgdesk.ui.panes.pane import Pane
from vgdesk.ui.panes.score_curves import AccuracyPane, LossPane

PANES: tuple[type[Pane], ...] = (LossPane, AccuracyPane, GradientCurvesPane, WeightCurvesPane)
"""Each is made without arguments, and has a key of its own."""

USUAL = ("loss", "accuracy", "gradient", "weight")
"""Keys of those that are shown until the user or a lesson says else."""
