import http.client
import io
import json
import socket
from email.message import Message
from functools import partial
from hashlib import md5
from urllib.error import HTTPError, URLError

import numpy as np
import pytest

from vgdesk import paths
from vgdesk.errors import DataError
from vgdesk.experiment.image_files import find_image_files
from vgdesk.training import fetching
from vgdesk.training.fetching import fetch_images
from vgdesk.training.images import read_images

PIXELS = np.random.default_rng(0).integers(0, 256, (10, 784), dtype=np.uint8)
LABELS = np.arange(10)[::-1].astype(np.uint8)
SERVER = "sklearn.datasets._openml.urlopen"


def arff() -> bytes:
    """Ten images as openml.org writes seventy thousand."""
    names = [f"@ATTRIBUTE pixel{i} real" for i in range(1, 785)]
    rows = [",".join(map(str, (*row, label))) for row, label in zip(PIXELS.tolist(), LABELS.tolist(), strict=True)]
    head = ["@RELATION mnist_784", *names, "@ATTRIBUTE class {0,1,2,3,4,5,6,7,8,9}", "@DATA"]
    return "\n".join((*head, *rows, "")).encode()


def answers() -> dict[str, bytes]:
    """What openml.org answers, by the beginning of the path asked for."""
    feature = {
        "is_target": "false",
        "is_ignore": "false",
        "is_row_identifier": "false",
        "number_of_missing_values": "0",
    }
    features = [{"index": str(i), "name": f"pixel{i + 1}", "data_type": "numeric", **feature} for i in range(784)]
    features.append({"index": "784", "name": "class", "data_type": "nominal", **feature, "is_target": "true"})
    description = {
        "id": "554",
        "name": "mnist_784",
        "version": "1",
        "format": "ARFF",
        "status": "active",
        "file_id": "52667",
        "url": "https://api.openml.org/data/v1/download/52667/mnist_784.arff",
        "default_target_attribute": "class",
        "md5_checksum": md5(arff(), usedforsecurity=False).hexdigest(),
    }
    found = {
        "/api/v1/json/data/list/data_name/mnist_784": {"data": {"dataset": [{"did": 554, "version": 1}]}},
        "/api/v1/json/data/features/554": {"data_features": {"feature": features}},
        "/api/v1/json/data/qualities/554": {
            "data_qualities": {"quality": [{"name": "NumberOfInstances", "value": "10.0"}]}
        },
        "/api/v1/json/data/554": {"data_set_description": description},
    }
    return {path: json.dumps(table).encode() for path, table in found.items()} | {"/data/v1/download/52667": arff()}


class Answer(io.BytesIO):
    """What a server sends."""

    def info(self) -> Message:
        return Message()


@pytest.fixture
def server(monkeypatch):
    """An openml.org of ten images; a test may change its answers, by the beginning of their path."""
    found = answers()

    def answer(request, *_, **__):
        content = next(text for path, text in found.items() if request.selector.startswith(path))
        if isinstance(content, BaseException):
            raise content
        return Answer(content)

    monkeypatch.setattr(SERVER, answer)
    monkeypatch.setattr("sklearn.datasets._openml.time.sleep", lambda _: None)  # between two tries
    monkeypatch.setattr(fetching, "TRAIN_IMAGES", 6)
    monkeypatch.setattr(fetching, "TEST_IMAGES", 4)
    return found


@pytest.fixture
def told():
    """What was told of a download, by ``told.append``."""
    return []


def fetch(folder, told):
    return fetch_images("mnist", folder, lambda *progress: told.append(progress))


def test_what_was_fetched_is_found_and_nothing_else_is_left(server, told, tmp_path):
    folder = tmp_path / "new" / "data"
    file = fetch(folder, told)
    assert [path.name for path in folder.iterdir()] == ["mnist.npz"]
    paths.use_data_folder(folder)
    assert find_image_files("mnist") == (file,)
    train, test = read_images((file,))
    assert np.array_equal(np.concatenate([train.pixels, test.pixels]), PIXELS)
    assert np.array_equal(np.concatenate([train.labels, test.labels]), LABELS)
    assert (len(train.labels), len(test.labels)) == (6, 4)


def test_it_tells_how_far_it_is(server, told, tmp_path):
    fetch(tmp_path, told)
    assert told[0] == ("connecting", 0)
    assert told[-1][0] == "writing"
    assert told[-1][1] > 1000


@pytest.mark.parametrize(
    ("files", "state"),
    [
        ({}, "connecting"),
        ({"api/v1/data/554.gz": 1000}, "connecting"),
        ({"api/v1/data/554.gz": 1000, "data/tmpabc/52667.gz": 0}, "downloading"),
        ({"data/tmpabc/52667.gz": 900_000}, "downloading"),
        ({"api/v1/data/554.gz": 1000, "data/mnist.arff.gz": 900_000}, "unpacking"),
    ],
)
def test_the_folder_of_the_loader_says_what_it_is_at(tmp_path, files, state):
    for name, size in files.items():
        path = tmp_path / "openml.org" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(size))
    assert fetching.find_state(tmp_path) == (state, sum(files.values()))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (URLError(socket.gaierror(-2, "Name or service not known")), "(Name or service not known)"),
        (TimeoutError("timed out"), "(timed out)"),
        (ConnectionResetError(104, "Connection reset by peer"), "(Connection reset by peer)"),
        (http.client.IncompleteRead(b"abc"), "(IncompleteRead"),
        (HTTPError("u", 503, "Service\nUnavailable", Message(), None), "(Service Unavailable)"),
    ],
)
def test_without_a_connection_the_way_out_is_said(server, told, tmp_path, error, words):
    server["/data/v1/download/52667"] = error
    with pytest.raises(DataError) as caught:
        fetch(tmp_path, told)
    message = str(caught.value)
    assert message.startswith(f"no connection to openml.org {words}")
    assert f"or put the four IDX files of MNIST into {tmp_path / 'mnist'}" in message
    assert "\n" not in message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.filterwarnings("ignore:Invalid cache")
@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/api/v1/json/data/554", b"<html>"),
        ("/api/v1/json/data/554", b"{}"),
        ("/data/v1/download/52667", b"<html>"),
    ],
)
def test_another_answer_is_told(server, told, tmp_path, path, answer):
    server[path] = answer
    with pytest.raises(DataError, match=r"openml.org sent something else"):
        fetch(tmp_path, told)
    assert list(tmp_path.iterdir()) == []


def test_another_number_of_images_is_refused(server, told, tmp_path, monkeypatch):
    monkeypatch.setattr(fetching, "TRAIN_IMAGES", 7)
    with pytest.raises(DataError, match=r"sent something else .*\(10, 784\)"):
        fetch(tmp_path, told)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(server, told, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match="cannot keep MNIST in"):
        fetch(tmp_path / "file", told)


def test_an_interrupt_leaves_nothing_behind(server, told, tmp_path):
    server["/data/v1/download/52667"] = KeyboardInterrupt()
    (tmp_path / ".fetching-mnist").mkdir()
    (tmp_path / ".fetching-mnist" / "old").touch()
    with pytest.raises(KeyboardInterrupt):
        fetch(tmp_path, told)
    assert list(tmp_path.iterdir()) == []


def test_the_time_that_a_download_waits_is_its_own(monkeypatch, request):
    request.addfinalizer(partial(socket.setdefaulttimeout, socket.getdefaulttimeout()))
    socket.setdefaulttimeout(7.0)
    seen = []

    def refuse(*_, **__):
        seen.append(socket.getdefaulttimeout())
        raise URLError("no network")

    monkeypatch.setattr(fetching, "fetch_openml", refuse)
    with pytest.raises(DataError, match="no connection"):
        fetch_images("mnist", paths.data_folder(), lambda state, size: None)
    assert seen == [30.0]
    assert socket.getdefaulttimeout() == 7.0
