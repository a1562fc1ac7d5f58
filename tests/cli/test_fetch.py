import json
import os
import signal

import pytest

from tests.cli.results import assert_refused
from tests.experiment.data_files import write_idx_set
from vgdesk import paths
from vgdesk.errors import DataError


@pytest.fixture
def loader(monkeypatch):
    """Takes the place of the download: a test says what it does with kind, folder and tell."""

    def use(act):
        monkeypatch.setattr("vgdesk.training.fetching.fetch_images", act)

    return use


def download(kind, folder, tell):
    tell("connecting", 0)
    tell("downloading", 12_345_678)
    return folder / f"{kind}.npz"


def test_a_download_is_told_line_by_line_and_ends_with_its_file(run, loader, tmp_path):
    loader(download)
    status, out, err = run("fetch", "mnist", "--data-dir", tmp_path, "--json")
    assert (status, err) == (0, "")
    assert [json.loads(line) for line in out.splitlines()] == [
        {"state": "connecting", "bytes": 0},
        {"state": "downloading", "bytes": 12_345_678},
        {"state": "done", "file": str(tmp_path / "mnist.npz")},
    ]


def test_without_json_the_end_alone_is_said(run, loader):
    loader(download)
    assert run("fetch", "fashion_mnist") == (0, f"Fashion-MNIST is in {paths.data_folder()}/fashion_mnist.npz\n", "")


def test_what_is_there_is_not_downloaded_again(run, loader, tmp_path):
    loader(pytest.fail)
    write_idx_set(tmp_path / "mnist")
    status, out, err = run("fetch", "mnist", "--data-dir", tmp_path)
    assert (status, err) == (0, "")
    assert out.startswith("MNIST is there already: ")


def test_a_download_that_fails_is_said_in_one_line(run, loader):
    def refuse(*_):
        raise DataError("cannot download MNIST: ossci (unreachable); try again")

    loader(refuse)
    assert_refused(run("fetch", "mnist"), "cannot download MNIST")


@pytest.mark.parametrize("arguments", [[], ["cifar"], ["mnist", "fashion_mnist"]])
def test_only_one_known_set_is_fetched_at_a_time(run, loader, arguments):
    loader(pytest.fail)
    assert_refused(run("fetch", *arguments), "--help")


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no SIGTERM to send")
def test_a_download_that_is_ended_cleans_up_and_says_130(run, loader):
    ends = []

    def wait_for_the_end(*_):
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            signal.pause()
        finally:
            ends.append("cleaned up")

    loader(wait_for_the_end)
    before = signal.getsignal(signal.SIGTERM)
    assert run("fetch", "mnist") == (130, "", "")
    assert ends == ["cleaned up"]
    assert signal.getsignal(signal.SIGTERM) is before
