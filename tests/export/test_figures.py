"""What the pictures in files must be, whatever runs they show."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.analysis.made_runs import made_history
from tests.runs.examples import example_history
from vgdesk.analysis.colors import DARK, LIGHT, read_colormaps
from vgdesk.errors import ExportError
from vgdesk.export.figures import KINDS, PICTURES, write_figure


@pytest.fixture
def histories():
    return [example_history(12, 4, lane="deep & narrow"), None, example_history(30, 3, lane="relu")]


def pixels_of(path):
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def colours_of(path):
    pixels = pixels_of(path)
    return {f"#{r:02x}{g:02x}{b:02x}" for r, g, b in np.unique(pixels.reshape(-1, 3), axis=0)}


@pytest.mark.parametrize("pane", PICTURES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_is_written_in_every_kind(histories, tmp_path, pane, kind):
    path = tmp_path / f"picture.{kind}"
    write_figure(histories, pane, path, size=(900, 500))
    magic = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
    assert path.read_bytes().startswith(magic[kind])
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("size", [(640, 360), (1920, 1080), (301, 997)])
def test_a_png_has_the_size_asked_for(histories, tmp_path, size):
    write_figure(histories, "heatmap", tmp_path / "a.png", size=size)
    assert pixels_of(tmp_path / "a.png").shape == (size[1], size[0], 3)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a_heatmap_shows_the_colours_of_the_map_on_the_ground_of_the_palette(histories, tmp_path, palette):
    write_figure(histories, "heatmap", tmp_path / "a.png", size=(900, 500), palette=palette)
    colours = colours_of(tmp_path / "a.png")
    assert palette.ground in colours
    assert len(colours & set(read_colormaps()["magma"])) > 100


def test_the_text_of_an_svg_is_drawn_as_shapes_that_need_no_font(histories, tmp_path):
    write_figure(histories, "loss", tmp_path / "a.svg", size=(900, 500))
    tree = ElementTree.parse(tmp_path / "a.svg")
    assert not [element for element in tree.iter() if element.tag.endswith("}text")]
    assert len([element for element in tree.iter() if element.tag.endswith("}path")]) > 20


@pytest.mark.parametrize("kind", ["svg", "pdf"])
def test_equal_runs_give_equal_files(histories, tmp_path, kind):
    for name in "ab":
        write_figure(histories, "heatmap", tmp_path / f"{name}.{kind}", size=(900, 500))
    first, second = ((tmp_path / f"{name}.{kind}").read_bytes() for name in "ab")
    assert first == second


def test_the_lanes_share_one_scale(tmp_path):
    """A lane alone fills the map; beside a lane a million times larger it lies at the dark end."""
    values = np.logspace(-6, -5, 48).reshape(12, 4)
    small, large = made_history(values, lane="small"), made_history(1e6 * values, lane="large")
    write_figure([small], "heatmap", tmp_path / "alone.png", size=(900, 500))
    write_figure([large, small], "heatmap", tmp_path / "both.png", size=(900, 1000))
    magma = read_colormaps()["magma"]
    bright = set(magma[150:])
    alone = pixels_of(tmp_path / "alone.png")[100:400, 120:780]
    below = pixels_of(tmp_path / "both.png")[620:900, 120:780]
    assert bright_share(alone, bright) > 0.05
    assert bright_share(below, bright) == 0


def bright_share(pixels, bright):
    flat = [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in pixels[::7, ::7].reshape(-1, 3)]
    return sum(colour in bright for colour in flat) / len(flat)


@pytest.mark.parametrize(
    ("pane", "name", "way_out"),
    [
        ("nonsense", "a.png", "take one of heatmap"),
        ("heatmap", "a.gif", "ends in .png, .svg or .pdf"),
        ("heatmap", "missing/a.png", "no such folder"),
    ],
)
def test_what_cannot_be_written_is_said_with_the_way_out(histories, tmp_path, pane, name, way_out):
    with pytest.raises(ExportError, match=re.escape(way_out)):
        write_figure(histories, pane, tmp_path / name, size=(900, 500))


def test_runs_without_samples_are_refused(tmp_path):
    with pytest.raises(ExportError, match="train first"):
        write_figure([example_history(0, 3), None], "heatmap", tmp_path / "a.png", size=(900, 500))


def test_a_failed_picture_leaves_the_old_one(histories, tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    path.write_bytes(b"old")

    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("matplotlib.figure.Figure.savefig", fail)
    with pytest.raises(ExportError, match="disk is full"):
        write_figure(histories, "heatmap", path, size=(900, 500))
    assert path.read_bytes() == b"old"


def test_writing_pictures_needs_no_window():
    code = "import vgdesk.export.figures, sys; assert not any('PySide6' in name for name in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_a_lane_whose_name_begins_with_an_underscore_has_its_place_in_the_legend(tmp_path):
    for lane in ("_", "x"):
        write_figure([example_history(12, 4, lane=lane * 9)], "loss", tmp_path / f"{lane}.png", size=(900, 500))
    ink = [(pixels_of(tmp_path / f"{lane}.png")[200:300, 780:] < 200).any() for lane in "_x"]
    assert ink == [True, True]


def test_a_score_that_was_never_taken_gives_a_picture_without_curves(tmp_path):
    write_figure([made_history([[1.0, 2.0]])], "loss", tmp_path / "a.png", size=(900, 500))
    assert pixels_of(tmp_path / "a.png").shape == (500, 900, 3)
