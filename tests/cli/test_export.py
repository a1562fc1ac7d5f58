import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.results import assert_refused
from tests.runs.examples import TENSOR_KEYS, example_history, record
from tests.session.examples import small_spec
from tests.ui.played_engine import played_history
from vgdesk.export.formats import WRITTEN, formats_of
from vgdesk.measures import measures_of
from vgdesk.runs.reader import read_run


def test_the_numbers_of_a_run_are_written(run, run_file, tmp_path):
    assert run("export", run_file, "--csv", tmp_path / "a.csv") == (0, "", "")
    rows = tmp_path.joinpath("a.csv").read_text().splitlines()
    history = read_run(run_file)
    measures = sum(len(measures_of(tensor)) for tensor in TENSOR_KEYS)
    scores = history.sample_count + 4 * len(history.scores.loss)
    counts = int((history.histograms.counts > 0).sum())
    assert len(rows) == 1 + history.sample_count * 3 * measures + scores + counts


def test_a_run_goes_into_every_format_that_takes_whole_runs(run, run_file, tmp_path):
    files = {each.id: tmp_path / f"a-{each.id}" for each in formats_of(*WRITTEN) if not each.missing}
    wishes = [word for id, path in files.items() for word in (f"--{id}", path)]
    assert run("export", run_file, *wishes) == (0, "", "")
    assert all(path.exists() for path in files.values())


def test_a_folder_with_files_of_others_is_not_replaced(run, run_file, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    assert_refused(run("export", run_file, "--tensorboard", tmp_path), "not written", "new folder")
    assert_refused(run("export", run_file, "--tensorboard", run_file), "is a file; name a folder")
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_two_runs_share_one_table(run, run_file, tmp_path):
    record(example_history(4, run="run-2"), tmp_path / "b.vgrun")
    assert run("export", run_file, tmp_path / "b.vgrun", "--csv", tmp_path / "a.csv")[0] == 0
    assert {row.split(",")[0] for row in tmp_path.joinpath("a.csv").read_text().splitlines()[1:]} == {
        "run-1",
        "run-2",
    }


@pytest.mark.parametrize("content", [b"", b"no run", b"SQLite format 3\0" + b"\0" * 5000])
def test_what_is_no_run_is_refused(run, tmp_path, content):
    tmp_path.joinpath("a.vgrun").write_bytes(content)
    assert_refused(run("export", tmp_path / "a.vgrun", "--csv", tmp_path / "a.csv"), "a.vgrun")
    assert not tmp_path.joinpath("a.csv").exists()


def test_a_table_that_cannot_be_written_is_told(run, run_file, tmp_path):
    assert_refused(run("export", run_file, "--csv", tmp_path / "none" / "a.csv"), "no such folder")
    assert_refused(run("export", run_file, "--csv", tmp_path), "cannot write the table")


def test_what_a_damaged_run_lacks_is_said_and_the_rest_written(run, run_file, tmp_path, monkeypatch):
    history = read_run(run_file)
    history.note = "its last chunk\nis torn"
    monkeypatch.setattr("vgdesk.runs.reader.read_run", lambda path: history)
    status, out, err = run("export", run_file, "--csv", tmp_path / "a.csv")
    assert (status, out, err) == (0, "", "vgdesk: its last chunk is torn\n")
    assert tmp_path.joinpath("a.csv").exists()


@pytest.mark.parametrize(("kind", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_a_picture_is_written_in_the_form_asked_for(run, run_file, tmp_path, kind, start):
    path = tmp_path / f"a.{kind}"
    assert run("export", run_file, f"--{kind}", path, "--size", "300x200", "--pane", "loss") == (0, "", "")
    assert path.read_bytes().startswith(start)


def test_a_caption_says_what_was_trained_unless_it_is_not_wanted(run, run_file, tmp_path):
    for name, more in (("with", []), ("without", ["--no-caption"])):
        run("export", run_file, "--svg", tmp_path / f"{name}.svg", "--pane", "loss", *more)
    texts = [(tmp_path / f"{name}.svg").read_text() for name in ("with", "without")]
    assert ["· seed 7" in text for text in texts] == [True, False]


def test_a_picture_that_cannot_be_made_is_refused(run, run_file, tmp_path):
    assert_refused(run("export", run_file, "--png", tmp_path / "a.svg"), "--png", ".png")
    assert_refused(run("export", run_file, "--png", tmp_path / "a.png", "--pane", "portrait"), "portrait", "heatmap")
    assert_refused(run("export", run_file, "--pdf", tmp_path / "none" / "a.pdf"), "cannot write the picture")
    assert sorted(tmp_path.iterdir()) == [run_file]


@pytest.mark.parametrize("pane", ["heatmap", "weight-std", "all", "dashboard"])
def test_every_pane_is_drawn_at_an_epoch(run, run_file, tmp_path, pane):
    for epoch in ("1", "4"):
        answer = run(
            "export",
            run_file,
            "--png",
            tmp_path / f"{epoch}.png",
            "--pane",
            pane,
            "--epoch",
            epoch,
            "--size",
            "900x500",
        )
        assert answer == (0, "", "")
    early, late = (tmp_path.joinpath(f"{epoch}.png").read_bytes() for epoch in "14")
    assert early != late


def test_several_panes_share_a_picture_in_dark_colours(run, run_file, tmp_path):
    path = tmp_path / "a.png"
    panes = ("--pane", "loss", "--pane", "accuracy", "--theme", "dark", "--size", "400x200")
    assert run("export", run_file, "--png", path, *panes) == (0, "", "")
    with Image.open(path) as image:
        assert image.size == (400, 200)
        assert image.convert("RGB").getpixel((0, 0)) == (0x15, 0x17, 0x1B)


def test_each_run_may_have_colours_of_its_own(run, run_file, tmp_path):
    for options in ((), ("--own-scales",)):
        path = tmp_path / f"{len(options)}.png"
        assert run("export", run_file, run_file, "--png", path, "--size", "600x300", *options) == (0, "", "")
    common, own = (tmp_path.joinpath(f"{count}.png").read_bytes() for count in "01")
    assert common != own


def test_the_axis_of_the_loss_and_how_smooth_its_batches_are_may_be_chosen(run, run_file, tmp_path):
    looks = (("loss",), ("loss:log",), ("loss", "--smooth", "3"))
    for number, look in enumerate(looks):
        path = tmp_path / f"{number}.png"
        assert run("export", run_file, "--png", path, "--size", "400x200", "--pane", *look) == (0, "", "")
    assert len({tmp_path.joinpath(f"{number}.png").read_bytes() for number in range(len(looks))}) == len(looks)
    refused = run("export", run_file, "--png", tmp_path / "a.png", "--smooth", "-1")
    assert_refused(refused, "--smooth -1", "0 to 10000")


def test_a_run_becomes_a_film(run, run_file, tmp_path):
    path = tmp_path / "a.gif"
    wish = ("--size", "200x120", "--frames", "5", "--seconds", "1", "--pane", "loss")
    assert run("export", run_file, "--gif", path, *wish) == (0, "", "")
    with Image.open(path) as image:
        assert (image.n_frames, image.size, image.info["duration"]) == (5, (200, 120), 200)


def test_a_film_that_cannot_be_made_is_refused(run, run_file, tmp_path, monkeypatch):
    monkeypatch.setattr("vgdesk.export.animation.find_ffmpeg", lambda: None)
    assert_refused(run("export", run_file, "--mp4", tmp_path / "a.mp4"), "vgdesk[mp4]")
    assert_refused(run("export", run_file, "--gif", tmp_path / "a.gif", "--frames", "1"), "--frames 1", "2 to 600")
    assert_refused(run("export", run_file, "--gif", tmp_path / "a.gif", "--lane", "2"), "--lane 2", "1 to 1")
    assert_refused(run("export", run_file, "--gif", tmp_path / "a.gif", "--layer", "0"), "--layer 0")
    assert_refused(run("export", run_file, "--png", tmp_path / "a.png", "--epoch", "nan"), "--epoch nan")
    assert_refused(run("export", run_file, "--png", tmp_path / "a.png", "--since", "-1"), "--since -1")
    beyond = ("--pane", "weights", "--layer", "99")
    assert_refused(run("export", run_file, "--png", tmp_path / "a.png", *beyond), "no layer 99", "choose 1 to")
    assert_refused(run("export", run_file, "--gif", tmp_path / "a.png"), "--gif", ".gif")
    assert_refused(run("export", run_file, "--gif", tmp_path / "none" / "a.gif"), "no such folder")
    assert sorted(tmp_path.iterdir()) == [run_file]


@pytest.fixture
def interruptible():
    """What a shell starts in the background ignores SIGINT, and so would the processes that it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_film_leaves_no_file(interruptible, run_file, tmp_path, sign):
    command = [sys.executable, "-m", "vgdesk", "export", run_file, "--gif", tmp_path / "a.gif", "--size", "3000x2000"]
    with subprocess.Popen(command, cwd=Path(__file__).parents[2], stderr=subprocess.PIPE) as process:
        try:
            while not list(tmp_path.glob(".vgdesk*")):
                assert process.poll() is None
            process.send_signal(sign)
            assert process.wait(60) == 130
            assert process.stderr.read() == b""
        finally:
            process.kill()
    assert sorted(tmp_path.iterdir()) == [run_file]


def test_the_points_of_a_run_are_drawn(run, tmp_path):
    spec = small_spec()
    record(played_history(spec), tmp_path / "a.vgrun")
    assert_refused(run("export", tmp_path / "a.vgrun", "--png", tmp_path / "a.png", "--pane", "boundary"), "weights")


@pytest.mark.parametrize(
    ("options", "lane_and_growth"), [((), (0, True)), (("--whole",), (0, False)), (("--lane", "2"), (1, True))]
)
def test_a_film_is_of_the_lane_asked_for_and_grows_at_wish(run, run_file, monkeypatch, options, lane_and_growth):
    films, other = [], run_file.with_name("b.vgrun")
    monkeypatch.setattr("vgdesk.cli.export._write_film", lambda view, _, path, film: films.append((view, film)))
    record(example_history(4, run="run-2"), other)
    assert run("export", run_file, other, "--gif", run_file.with_name("a.gif"), *options) == (0, "", "")
    ((view, film),) = films
    assert (view.selected, film.grows) == lane_and_growth
