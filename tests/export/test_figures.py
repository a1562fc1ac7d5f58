"""What the pictures in files must be, whatever runs they show."""

import logging
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from tests.analysis.made_runs import made_history
from tests.analysis.measured_runs import measured_history
from tests.contracts.test_panes import HISTORIES
from tests.export.views import frame, frames, recorded_view, view_of
from tests.runs.examples import example_history
from vgdesk.analysis.colors import DARK, LIGHT, read_colormaps
from vgdesk.analysis.columns import Column, Columns
from vgdesk.analysis.scales import Tick
from vgdesk.errors import ExportError
from vgdesk.export.area import make_area
from vgdesk.export.cells import draw_time
from vgdesk.export.figures import render, usual_size, write_figure
from vgdesk.export.formats import formats_of
from vgdesk.pictures.catalog import GROUPS, PICTURES, find_picture

SIZE = (900, 500)
KINDS = [each.suffix for each in formats_of("picture")]
PANES = [picture.key for picture in PICTURES if picture.key not in ("guesses", "slope", "fit")]
CHOICES = [f"{picture.key}:{option}" for picture in PICTURES for option in picture.option_keys]
CHOICES.remove("slope:slope")  # of networks that learn some
DASHBOARD = GROUPS["dashboard"]


@pytest.fixture(scope="module")
def view():
    return recorded_view()


@pytest.fixture
def loss():
    runs = (example_history(12, 4, lane="deep & narrow"), None, example_history(30, 3, lane="relu"))
    return frames(view_of(*runs), "loss")


def pixels_of(path):
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def colours_in(pixels):
    return {f"#{r:02x}{g:02x}{b:02x}" for r, g, b in np.unique(pixels.reshape(-1, 3), axis=0)}


@pytest.mark.parametrize("pane", [pane for pane in PANES if not find_picture(pane)[0].options] + CHOICES)
def test_every_pane_and_choice_is_drawn_in_the_size_asked_for_and_not_blank(view, pane):
    pixels = render([frame(view, pane, epoch=1.0)], (640, 360))
    assert pixels.shape == (360, 640, 3)
    drawn = (pixels != 255).any(axis=2)
    assert drawn.mean() > 0.01
    assert drawn[:180].any()
    assert drawn[180:].any() or pane == "findings"
    key, _, choice = pane.partition(":")
    assert (find_picture(pane)[0].key, find_picture(pane)[1]) == (key, choice)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_written_in_the_size_asked_for_and_nothing_else(view, tmp_path, kind):
    path = tmp_path / f"picture.{kind}"
    write_figure(frames(view, *DASHBOARD, "network"), path, size=SIZE)
    assert path.read_bytes().startswith({"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[kind])
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    assert kind != "png" or pixels_of(path).shape == (500, 900, 3)


@pytest.mark.parametrize("pane", [pane for pane in PANES if find_picture(pane)[0].options])
def test_another_choice_is_another_picture(view, pane):
    first, second = (
        render([frame(view, f"{pane}:{choice}")], SIZE) for choice in find_picture(pane)[0].option_keys[:2]
    )
    assert (first != second).any()


def test_learned_slopes_are_drawn_where_there_are_some():
    one, other = (view_of(measured_history({("slope", "mean"): [[value, 0.9]]})) for value in (0.25, 0.4))
    assert (render(frames(one, "slope"), SIZE) != render(frames(other, "slope"), SIZE)).any()


@pytest.mark.parametrize("pane", ["histogram", "weights", "activation"])
def test_a_layer_of_its_own_is_drawn(view, pane):
    first, second = (render([frame(view, pane, layer=layer)], SIZE) for layer in (1, 2))
    assert (first != second).any()


def test_a_change_of_weights_is_drawn(view):
    made = frame(view, "weights", since=0.0, epoch=2.0)
    assert (made.since, made.epoch) == (0.0, 2.0)
    assert (render([made], SIZE) != 255).any()


@pytest.mark.parametrize(
    ("name", "palette"),
    [(name, (LIGHT, DARK)[number % 2]) for number, name in enumerate(HISTORIES)],
    ids=lambda value: getattr(value, "name", value),
)
def test_whatever_a_run_holds_is_drawn_without_a_warning(name, palette):
    view = view_of(HISTORIES[name](), None)
    if name == "empty":
        with pytest.raises(ExportError, match="train first"):
            frames(view, "all")
    else:
        made = frames(view, "all")
        assert len(made) >= 3
        assert render(made, (800, 450), palette).std() > 1
        for each in made:
            render([each], (200, 130), palette)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a_heatmap_shows_the_colours_of_the_map_on_the_ground_of_the_palette(view, palette):
    colours = colours_in(render([frame(view, "heatmap")], SIZE, palette))
    assert palette.ground in colours
    assert len(colours & set(read_colormaps()["magma"])) > 100


def test_the_dashboard_has_the_heatmaps_above_the_plots(view):
    made = frames(view, "dashboard")
    pixels = render(made[::-1], (1280, 720), DARK)
    magma = set(read_colormaps()["magma"][40:])
    assert len(colours_in(pixels[60:400, 80:1180]) & magma) > 30
    assert len(colours_in(pixels[460:]) & magma) < 5


def test_more_panes_than_a_row_holds_make_a_higher_picture(view):
    made = {pane: frames(view, pane) for pane in ("heatmap", "dashboard", "all")}
    sizes = {pane: usual_size(each) for pane, each in made.items()}
    assert sizes["heatmap"] == sizes["dashboard"] == (1920, 1080)
    rows = -(-(len(made["all"]) - 1) // 4)
    assert sizes["all"] == (1920, 1080 + 400 * (rows - 1))


def test_the_last_epoch_below_cells_does_not_reach_beyond_them():
    whole = make_area((400, 100), LIGHT, (400, 100))
    cells = whole.cut(right=100)
    draw_time(cells, [Tick(0.0, "0"), Tick(1.0, "100000")])
    FigureCanvasAgg(whole.figure).draw()
    ends = [text.get_window_extent().x1 for text in whole.figure.texts]
    assert max(ends) <= cells.width + 2


def test_the_cursor_moves_with_the_epoch(view):
    early, late = (render([frame(view, "loss", epoch=epoch)], SIZE) for epoch in (0.0, 3.0))
    assert (early != late).any()


def test_the_text_of_an_svg_is_text_in_fonts_that_every_machine_has(view, tmp_path):
    write_figure(frames(view, "loss"), tmp_path / "a.svg", size=SIZE, caption=["a line, 'Inter', below"])
    tree = ElementTree.parse(tmp_path / "a.svg")
    texts = [element for element in tree.iter() if element.tag.endswith("}text")]
    assert {"sigmoid", "relu", "a line, 'Inter', below"} <= {element.text for element in texts}
    assert all("sans-serif" in element.get("style") for element in texts)


def test_the_text_of_a_pdf_is_in_truetype_fonts(view, tmp_path):
    write_figure(frames(view, "dashboard"), tmp_path / "a.pdf", size=SIZE)
    written = (tmp_path / "a.pdf").read_bytes()
    fonts = re.findall(rb"/FontFile2 (\d+) 0 R", written)
    assert len(fonts) >= 2  # regular and bold
    for font in fonts:
        stream = re.search(rb"\n%s 0 obj\n.*?stream\n(.*?)\nendstream" % font, written, re.DOTALL)
        assert zlib.decompress(stream.group(1)).startswith(b"\0\1\0\0")
    assert b"/Type3" not in written


def test_every_font_that_is_asked_for_is_there(view, tmp_path, caplog):
    with caplog.at_level(logging.WARNING, "matplotlib"):
        for kind in KINDS:
            write_figure(frames(view, "dashboard", "findings"), tmp_path / f"a.{kind}", size=SIZE)
    assert caplog.messages == []


def test_a_caption_stands_below_the_picture_and_takes_room_from_it(view):
    made = [frame(view, "loss")]
    without, with_lines = render(made, SIZE), render(made, SIZE, caption=["one", "two"])
    lowest = [np.flatnonzero((pixels < 200).any(axis=(1, 2)))[-1] for pixels in (without, with_lines)]
    assert (with_lines[-60:, :60] < 200).any()
    assert (without != with_lines).any(axis=2)[:400].mean() > 0.001
    assert max(lowest) < SIZE[1] - 5


@pytest.mark.parametrize("kind", ["svg", "pdf"])
def test_equal_runs_give_equal_files(view, tmp_path, kind):
    for name in "ab":
        write_figure(frames(view, "dashboard"), tmp_path / f"{name}.{kind}", size=SIZE)
    first, second = ((tmp_path / f"{name}.{kind}").read_bytes() for name in "ab")
    assert first == second


def test_the_lanes_share_one_scale():
    """A lane alone fills the map; beside a lane a million times larger it lies at the dark end."""
    values = np.logspace(-6, -5, 48).reshape(12, 4)
    small, large = made_history(values, lane="small"), made_history(1e6 * values, lane="large")
    bright = set(read_colormaps()["magma"][150:])
    shares = []
    for histories, rows in (((small,), slice(80, 440)), ((large, small), slice(300, 440))):
        view = replace(view_of(*histories), columns=Columns((Column("gradient", "mean_abs"),)))
        pixels = render([frame(view, "heatmap")], SIZE)[rows, 120:780]
        flat = [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in pixels[::7, ::7].reshape(-1, 3)]
        shares.append(sum(colour in bright for colour in flat) / len(flat))
    assert shares[0] > 0.05
    assert shares[1] == 0


@pytest.mark.parametrize(
    ("pane", "way_out"),
    [
        ("nonsense", "take one of heatmap"),
        ("depth:nonsense", "take one of depth:signal"),
        ("loss:nonsense", "take one of loss"),
        ("guesses", "no images"),
        ("fit", "have classes"),
        ("difference", "Two trained lanes are needed"),
        ("histogram", "field Histograms"),
    ],
)
def test_a_pane_that_cannot_be_drawn_is_said_with_the_way_out(pane, way_out):
    with pytest.raises(ExportError, match=re.escape(way_out)):
        frame(view_of(made_history([[1.0, 2.0]])), pane)


@pytest.mark.parametrize(("name", "way_out"), [("a.gif", "ends in .png"), ("missing/a.png", "no such folder")])
def test_a_file_that_cannot_be_written_is_said_with_the_way_out(loss, tmp_path, name, way_out):
    with pytest.raises(ExportError, match=re.escape(way_out)):
        write_figure(loss, tmp_path / name, size=SIZE)


def test_nothing_to_draw_is_refused(tmp_path):
    with pytest.raises(ExportError, match="nothing to draw"):
        write_figure([], tmp_path / "a.png", size=SIZE)


def test_a_full_disk_leaves_the_old_picture_and_nothing_torn(loss, tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    path.write_bytes(b"old")

    def fail(_, draft, **__):
        Path(draft).write_bytes(b"torn")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("matplotlib.figure.Figure.savefig", fail)
    with pytest.raises(ExportError, match="disk is full"):
        write_figure(loss, path, size=SIZE)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(loss, tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(ExportError, match="may not write there"):
        write_figure(loss, tmp_path / "a.png", size=SIZE)


def test_writing_pictures_needs_no_window():
    code = "import vgdesk.export.animation, sys; assert not any('PySide6' in name for name in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


@pytest.mark.parametrize("lane", ["_" * 9, "x" * 9, "$x^$", "日本語", "a\0\nb"])
def test_a_lane_of_any_name_is_written_at_the_end_of_its_curve(lane):
    pixels = render(frames(view_of(example_history(12, 4, lane=lane)), "loss"), SIZE)
    assert (pixels[60:430, 840:] < 200).any()


def test_a_score_that_was_never_taken_gives_a_picture_without_curves():
    assert render([frame(view_of(made_history([[1.0, 2.0]])), "loss")], SIZE).shape == (500, 900, 3)
