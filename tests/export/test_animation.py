"""A run as a film: what is in it, and what is left when it ends early."""

import subprocess
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from tests.export.views import frame, frames, recorded_view
from tests.runs.examples import example_history
from vgdesk.analysis.codes import MISSING
from vgdesk.analysis.colors import DARK
from vgdesk.errors import ExportError
from vgdesk.export import mp4
from vgdesk.export.animation import Film, film_epochs, write_film
from vgdesk.export.figures import render
from vgdesk.pictures.catalog import PICTURES

FILM = Film((320, 180), DARK, seconds=1.0, frames=4)


@pytest.fixture(scope="module")
def view():
    return recorded_view()


def film_of(view, panes, path, film=FILM, tell=lambda *_: None):
    epochs = film_epochs([lane.history for lane in view.lanes], film)
    write_film((frames(view, *panes, epoch=epoch) for epoch in epochs), len(epochs), path, film, tell)
    return epochs


@pytest.mark.parametrize("panes", [["heatmap"], ["dashboard"]])
def test_a_gif_has_a_picture_of_every_moment_and_one_table_of_colours(view, tmp_path, panes):
    told = []
    epochs = film_of(view, panes, tmp_path / "a.gif", tell=lambda *progress: told.append(progress))
    assert epochs == [0.0, 1.0, 2.0, 3.0]
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    with Image.open(tmp_path / "a.gif") as image:
        assert (image.n_frames, image.size, image.info["loop"]) == (4, (320, 180), 0)
        pictures, times = [], []
        for place in range(4):
            image.seek(place)
            times.append(image.info["duration"])
            pictures.append(np.asarray(image.convert("RGB")))
    assert times == [250, 250, 250, 1750]
    assert all((one != other).any() for one, other in pairwise(pictures))
    assert count_tables(tmp_path / "a.gif") == (1, 0)
    wanted = render([each.until_cursor() for each in frames(view, *panes, epoch=2.0)], FILM.size, DARK)
    assert np.abs(pictures[2].astype(int) - wanted).mean() < 4
    for colour in (DARK.ground, DARK.lanes[0], DARK.lanes[1]):
        exact = np.frombuffer(bytes.fromhex(colour[1:]), np.uint8)
        assert (pictures[2] == exact).all(axis=2).sum() >= (wanted == exact).all(axis=2).sum() > 0


def count_tables(path) -> tuple[int, int]:
    """Tables of colours of the whole GIF and of its pictures alone, by the bytes."""
    data = path.read_bytes()
    shared, local = data[10] >> 7, 0
    at = 13 + shared * 3 * 2 ** ((data[10] & 7) + 1)
    while data[at] != 0x3B:
        if data[at] == 0x21:
            at += 2
        else:
            local += data[at + 9] >> 7
            at += 11 + (data[at + 9] >> 7) * 3 * 2 ** ((data[at + 9] & 7) + 1)
        while data[at]:
            at += data[at] + 1
        at += 1
    return shared, local


def test_a_long_run_is_thinned_out_and_a_short_one_is_not():
    long, short = example_history(1000), example_history(3)
    epochs = film_epochs([long, None, short], replace(FILM, frames=5))
    assert len(epochs) == 5
    assert (epochs[0], epochs[-1]) == (long.epochs[0], long.epochs[-1])
    assert len(film_epochs([short], FILM)) == 3


def test_a_growing_frame_hides_what_came_after_its_cursor(view):
    heatmap = frame(view, "heatmap", epoch=1.0).until_cursor().lanes[0].heatmaps[0]
    half = heatmap.codes.shape[1] // 2
    assert (heatmap.codes[:, : half - 5] != MISSING).all()
    assert (heatmap.codes[:, half + 5 :] == MISSING).all()
    loss = frame(view, "loss", epoch=1.0).until_cursor()
    assert max(curve.x.max() for curve in loss.curves) <= 1.0
    whole = frame(view, "loss", epoch=1.0)
    assert (loss.x_limits, loss.y_limits) == (whole.x_limits, whole.y_limits)
    over_time = frame(view, "histogram", layer=1, epoch=1.0).until_cursor()
    assert (over_time.codes[:, over_time.codes.shape[1] // 2 + 5 :] == MISSING).all()


def test_axes_that_follow_the_cursor_only_widen(view):
    made = [frame(view, "depth", epoch=epoch) for epoch in (0.0, 3.0)]
    held = made[1].holding(made[0])
    assert held.y_limits.low == min(each.y_limits.low for each in made)
    assert held.y_limits.high == max(each.y_limits.high for each in made)


@pytest.mark.parametrize("pane", [picture.key for picture in PICTURES if picture.key not in ("guesses", "fit")])
def test_a_frame_sent_to_another_process_draws_the_same(view, pane):
    for layer in (None, 1):
        made = frame(view, pane, layer=layer, epoch=2.0)
        assert np.array_equal(*(render([each.until_cursor()], FILM.size) for each in (made, made.without_readouts())))


@pytest.mark.parametrize("stop", [KeyboardInterrupt, EOFError])
@pytest.mark.parametrize("kind", ["gif", "mp4"])
def test_a_film_that_ends_early_leaves_no_file(view, tmp_path, fake_ffmpeg, stop, kind):
    fake_ffmpeg()

    def interrupt(done, _):
        if done == 2:
            raise stop

    with pytest.raises(stop):
        film_of(view, ["loss"], tmp_path / f"a.{kind}", tell=interrupt)
    assert not list(tmp_path.glob("*a.*"))
    assert not list(tmp_path.glob(".vgdesk*"))


def test_a_full_disk_leaves_the_old_film_and_nothing_torn(view, tmp_path, monkeypatch):
    path = tmp_path / "a.gif"
    path.write_bytes(b"old")

    def fail(_, file, *__, **___):
        file.write_bytes(b"torn")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("PIL.Image.Image.save", fail)
    with pytest.raises(ExportError, match="disk is full"):
        film_of(view, ["loss"], path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "way_out"), [("a.png", "ends in .gif or .mp4"), ("missing/a.gif", "no such folder")]
)
def test_what_cannot_be_written_is_told_before_the_work(view, tmp_path, name, way_out):
    told = []
    with pytest.raises(ExportError, match=way_out):
        film_of(view, ["loss"], tmp_path / name, tell=lambda *progress: told.append(progress))
    assert told == []


def test_a_gif_that_would_fill_the_memory_is_refused(tmp_path):
    with pytest.raises(ExportError, match="too large for a GIF"):
        write_film((), 500, tmp_path / "a.gif", Film((2000, 1000)))


def test_a_run_without_samples_is_refused():
    with pytest.raises(ExportError, match="train first"):
        film_epochs([None, example_history(0)], FILM)


FAKE = """#!/bin/sh
for file in "$@"; do :; done
echo "$@" > "{log}"
{ending}
"""


@pytest.fixture
def fake_ffmpeg(tmp_path, monkeypatch):
    """Puts a shell script in the place of ffmpeg; gives the file with its arguments."""

    def put(ending='exec cat > "$file"'):
        folder = tmp_path / "bin"
        folder.mkdir()
        (folder / "ffmpeg").write_text(FAKE.format(log=folder / "arguments", ending=ending))
        (folder / "ffmpeg").chmod(0o700)
        monkeypatch.setattr(mp4, "import_module", lambda name: (_ for _ in ()).throw(ImportError(name)))
        monkeypatch.setenv("PATH", str(folder), prepend=":")
        return folder / "arguments"

    return put


def test_an_mp4_is_what_ffmpeg_makes_of_every_picture_in_even_sides(view, tmp_path, fake_ffmpeg):
    arguments = fake_ffmpeg()
    film = replace(FILM, size=(321, 181))
    film_of(view, ["loss"], tmp_path / "a.mp4", film)
    assert (tmp_path / "a.mp4").stat().st_size == 4 * 322 * 182 * 3
    assert "-s 322x182 -r 4 " in arguments.read_text()


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        ('echo "av: No space left on device" >&2; exit 1', "disk is full"),
        ("cat > /dev/null; echo unknown encoder >&2; exit 1", "unknown encoder"),
    ],
)
def test_a_film_that_ffmpeg_gives_up_leaves_no_file(view, tmp_path, fake_ffmpeg, ending, words):
    fake_ffmpeg(ending)
    with pytest.raises(ExportError, match=words):
        film_of(view, ["loss"], tmp_path / "a.mp4")
    assert not list(tmp_path.glob("*.mp4"))
    assert not list(tmp_path.glob(".vgdesk*"))


def test_without_ffmpeg_the_extra_is_named(view, tmp_path, monkeypatch):
    monkeypatch.setattr("vgdesk.export.animation.find_ffmpeg", lambda: None)
    with pytest.raises(ExportError, match=r"pip install 'vgdesk\[mp4\]'"):
        film_of(view, ["loss"], tmp_path / "a.mp4")


@pytest.mark.skipif(mp4.find_ffmpeg() is None, reason="needs the extra mp4 or ffmpeg")
def test_a_real_mp4_opens_again(view, tmp_path):
    film_of(view, ["heatmap"], tmp_path / "a.mp4")
    command = [mp4.find_ffmpeg(), "-v", "error", "-i", tmp_path / "a.mp4", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    pixels = np.frombuffer(subprocess.run(command, check=True, capture_output=True).stdout, np.uint8)
    pictures = pixels.reshape(-1, 180, 320, 3)
    assert len(pictures) == 4
    wanted = render([frame(view, "heatmap", epoch=3.0)], FILM.size, DARK)
    assert np.abs(pictures[-1].astype(int) - wanted).mean() < 12
