"""Which drawing belongs to which frame.

A new kind of frame needs one function ``draw(area, frame)`` and one line in ``DRAWINGS``.
"""

from collections.abc import Callable
from typing import Any

from vgdesk.export.activations import draw_activation
from vgdesk.export.area import Area
from vgdesk.export.boundaries import draw_boundaries
from vgdesk.export.clips import draw_clip
from vgdesk.export.findings import draw_findings
from vgdesk.export.heatmaps import draw_heatmap, draw_heatmaps
from vgdesk.export.histograms import draw_histogram_over_time, draw_ridges
from vgdesk.export.matrices import draw_weights
from vgdesk.export.phase import draw_phase
from vgdesk.export.plots import draw_curves, draw_depth_profile
from vgdesk.export.rewinds import draw_rewind
from vgdesk.export.shared import draw_diagram, draw_fit, draw_guesses
from vgdesk.export.why import draw_why
from vgdesk.pictures.activation import ActivationFrame
from vgdesk.pictures.boundary import BoundaryFrame
from vgdesk.pictures.clip import ClipFrame
from vgdesk.pictures.curves import CurveFrame
from vgdesk.pictures.depth import DepthProfileFrame
from vgdesk.pictures.findings import FindingsFrame
from vgdesk.pictures.fit import FitFrame
from vgdesk.pictures.frame import Frame
from vgdesk.pictures.guesses import GuessFrame
from vgdesk.pictures.heatmap import HeatmapFrame
from vgdesk.pictures.heatmaps import HeatmapsFrame
from vgdesk.pictures.histogram_frames import HistogramTimeFrame, RidgesFrame
from vgdesk.pictures.network import DiagramFrame
from vgdesk.pictures.phase import PhaseFrame
from vgdesk.pictures.rewind import RewindFrame
from vgdesk.pictures.weights import WeightFrame
from vgdesk.pictures.why import WhyFrame

DRAWINGS: dict[type, Callable[[Area, Any], None]] = {
    HeatmapsFrame: draw_heatmaps,
    HeatmapFrame: draw_heatmap,
    CurveFrame: draw_curves,
    DepthProfileFrame: draw_depth_profile,
    RidgesFrame: draw_ridges,
    HistogramTimeFrame: draw_histogram_over_time,
    WeightFrame: draw_weights,
    BoundaryFrame: draw_boundaries,
    GuessFrame: draw_guesses,
    FitFrame: draw_fit,
    RewindFrame: draw_rewind,
    ActivationFrame: draw_activation,
    ClipFrame: draw_clip,
    DiagramFrame: draw_diagram,
    FindingsFrame: draw_findings,
    WhyFrame: draw_why,
    PhaseFrame: draw_phase,
}
"""How each kind of frame fills an area."""


def draw(area: Area, frame: Frame) -> None:
    """Fill an area with a frame.

    Raises:
        KeyError: there is no drawing for such a frame.
    """
    DRAWINGS[type(frame)](area, frame)
