"""Which drawing belongs to which frame.

A new kind of frame needs one function ``draw(area, frame)`` and one line in ``DRAWINGS``.
"""

from collections.abc import Callable
from typing import Any

from vgdesk.analysis.boundary_frame import BoundaryFrame
from vgdesk.analysis.curves import CurveFrame
from vgdesk.analysis.depth_profile import DepthProfileFrame
from vgdesk.analysis.diagram_frame import DiagramFrame
from vgdesk.analysis.findings_frame import FindingsFrame
from vgdesk.analysis.guess_frame import GuessFrame
from vgdesk.analysis.heatmap_frame import HeatmapFrame
from vgdesk.analysis.histogram_frame import HistogramTimeFrame, RidgesFrame
from vgdesk.analysis.weight_frame import WeightFrame
from vgdesk.export.area import Area
from vgdesk.export.boundaries import draw_boundaries
from vgdesk.export.diagrams import draw_diagram
from vgdesk.export.findings import draw_findings
from vgdesk.export.guesses import draw_guesses
from vgdesk.export.histograms import draw_histogram_over_time, draw_ridges
from vgdesk.export.ledgers import LedgersFrame, draw_heatmap, draw_ledgers
from vgdesk.export.matrices import draw_weights
from vgdesk.export.plots import draw_curves, draw_depth_profile

DRAWINGS: dict[type, Callable[[Area, Any], None]] = {
    LedgersFrame: draw_ledgers,
    HeatmapFrame: draw_heatmap,
    CurveFrame: draw_curves,
    DepthProfileFrame: draw_depth_profile,
    RidgesFrame: draw_ridges,
    HistogramTimeFrame: draw_histogram_over_time,
    WeightFrame: draw_weights,
    BoundaryFrame: draw_boundaries,
    GuessFrame: draw_guesses,
    DiagramFrame: draw_diagram,
    FindingsFrame: draw_findings,
}
"""How each kind of frame fills an area."""


def draw(area: Area, frame: Any) -> None:
    """Fill an area with a frame.

    Raises:
        KeyError: there is no drawing for such a frame.
    """
    DRAWINGS[type(frame)](area, frame)
