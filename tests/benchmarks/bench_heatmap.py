"""A live frame of the heatmap, from the new sample to the pixels, against pyqtgraph's ImageItem."""

import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pyqtgraph
from PySide6.QtWidgets import QApplication

from tests.benchmarks.row import Row, interleave
from vgdesk.analysis.colors import read_colormaps
from vgdesk.events import Channel, Layer, Layout, RunStarted, Sampled
from vgdesk.pictures.heatmap import HeatmapSource
from vgdesk.runs.history import History
from vgdesk.ui.panes.heatmap import Heatmap
from vgdesk.ui.theme import apply_theme

WIDTH, HEIGHT = 1000, 420
LONG, SHORT = (100_000, 100), (500, 6)
REPEATS = 60


class OurHeatmap:
    """Our pane on a run that grows by a sample a frame."""

    def __init__(self, samples: int, layers: int):
        self._values = made_values(samples, layers)
        self._room = 4 * REPEATS
        layout = Layout(
            tuple(Layer(str(number), 5, "tanh") for number in range(1, layers + 1)),
            tuple(Channel(number, "gradient", "mean_abs") for number in range(1, layers + 1)),
        )
        self._history = History(RunStarted("run", "{}", layout, samples, 1, 1, 0.0))
        self._add(samples - self._room)
        self._source = HeatmapSource(self._history, "gradient", "mean_abs")
        self._limits = self._source.limits()
        self._pane = Heatmap("gradient", "weight gradient")
        self._pane.resize(WIDTH, HEIGHT)
        self._pane.show()
        self._pane.repaint()

    def step(self) -> None:
        """One sample more, on the screen."""
        self._add(1)
        self._pane.draw(self._source.frame(self._limits, None, self._pane.columns, None))
        self._pane.repaint(self._pane.picture_rect().toAlignedRect())

    def close(self) -> None:
        """Close the window."""
        self._pane.close()

    def _add(self, count: int) -> None:
        first = self._history.sample_count
        steps = np.arange(first, first + count)
        values = self._values[first : first + count]
        self._history.append(Sampled("run", steps, np.zeros(count, np.float32), values))


class PeerHeatmap:
    """The same in pyqtgraph as its manual has it: log10 values, fixed levels, a colour map, downsampling."""

    def __init__(self, samples: int, layers: int):
        self._values = made_values(samples, layers)
        self._shown = np.full((samples, layers), np.nan, np.float32)
        self._count = samples - 4 * REPEATS
        self._shown[: self._count] = np.log10(self._values[: self._count])
        self._widget = pyqtgraph.PlotWidget()
        self._widget.resize(WIDTH, HEIGHT)
        self._item = pyqtgraph.ImageItem(axisOrder="col-major", autoDownsample=True)
        self._item.setColorMap(pyqtgraph.ColorMap(None, list(read_colormaps()["magma"])))
        self._widget.addItem(self._item)
        self._widget.show()
        self.step()
        QApplication.processEvents()  # until its first layout it has no place and paints nothing

    def step(self) -> None:
        """One sample more, on the screen."""
        self._shown[self._count] = np.log10(self._values[self._count])
        self._count += 1
        self._item.setImage(self._shown, autoLevels=False, levels=(-6.5, 0.5))
        self._widget.viewport().repaint()

    def close(self) -> None:
        """Close the window."""
        self._widget.close()


def made_values(samples: int, layers: int) -> np.ndarray:
    """Gradients that vanish towards the input, float32 [sample, layer]."""
    noise = np.random.default_rng(0).normal(0, 0.3, (samples, layers))
    return (10.0 ** (noise - np.linspace(6, 0, layers))).astype(np.float32)


def median_milliseconds(step: Callable[[], None]) -> float:
    """Median time of a frame."""
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - start)
    return 1000 * statistics.median(seconds)


def measure() -> list[Row]:
    """R1 and R2 of the benchmark table, and the milliseconds of one frame of ours."""
    app = QApplication.instance() or QApplication([])
    apply_theme(app, "dark")
    long, short, peer = OurHeatmap(*LONG), OurHeatmap(*SHORT), PeerHeatmap(*LONG)
    against_peer = interleave(peer.step, long.step, REPEATS)
    against_short = interleave(long.step, short.step, REPEATS)
    frame = median_milliseconds(long.step)
    for shown in (long, short, peer):
        shown.close()
    return [
        Row("R1", "ImageItem / our heatmap, 100,000 x 100", against_peer, ">= 3", against_peer >= 3),
        Row("R2", "our heatmap 100,000 x 100 / 500 x 6", against_short, "<= 2", against_short <= 2),
        Row("R ms", "one live frame of ours, 100,000 x 100, in ms", frame, "<= 1.5", frame <= 1.5),
    ]


if __name__ == "__main__":
    for row in measure():
        print(f"{row.id:5} {row.what:50} {row.figure:8.2f} {row.goal:8} {row.met}")
