import gzip
import hashlib
import http.client
import io
import socket
import ssl
from email.message import Message
from urllib.error import HTTPError, URLError

import pytest

from tests.experiment.data_files import made_images, write_idx_set
from tests.training.test_images import assert_holds
from vgdesk import paths
from vgdesk.errors import DataError
from vgdesk.experiment.image_files import IMAGE_SETS, find_image_files
from vgdesk.training import fetching
from vgdesk.training.fetching import fetch_images

FIRST, SECOND = "https://first.test/mnist/", "https://second.test/"


class Server(dict):
    """Addresses with what they send, which may be an error; it notes what was asked and how long that may take."""

    def __init__(self):
        super().__init__()
        self.asked, self.sent = [], 0

    def __call__(self, address: str, timeout: float):
        self.asked.append(address)
        assert timeout == 30.0
        content = self.get(address, HTTPError(address, 404, "Not\nFound", Message(), None))
        if isinstance(content, BaseException):
            raise content
        return _Sent(self, content)


class _Sent(io.BytesIO):
    def __init__(self, server: Server, content: bytes):
        super().__init__(content)
        self._server = server

    def read(self, size: int = -1) -> bytes:
        piece = super().read(size)
        self._server.sent += len(piece)
        return piece


@pytest.fixture
def server(monkeypatch, tmp_path_factory):
    """Two mirrors, of which the first has a small set, whose hashes are known."""
    folder = tmp_path_factory.mktemp("mirror")
    write_idx_set(folder, zipped=True)
    server, pins = Server(), []
    for name in fetching._NAMES:
        content = (folder / name).read_bytes()
        server[FIRST + name] = content
        pins.append((len(content), hashlib.sha256(content).hexdigest()))
    monkeypatch.setattr(fetching, "urlopen", server)
    monkeypatch.setattr(fetching, "_SOURCES", {"mnist": fetching._Source((FIRST, SECOND), fetching._pin(*pins))})
    monkeypatch.setattr(fetching, "TRAIN_IMAGES", 60)
    monkeypatch.setattr(fetching, "TEST_IMAGES", 30)
    return server


def fetch(folder, told=None):
    return fetch_images("mnist", folder, lambda *progress: None if told is None else told.append(progress))


def assert_refused(folder, *words):
    with pytest.raises(DataError) as caught:
        fetch(folder)
    message = str(caught.value)
    assert all(word in message for word in words), message
    assert f"or put the four IDX files of MNIST into {folder / 'mnist'}" in message
    assert "\n" not in message
    assert list(folder.iterdir()) == []


def test_what_was_fetched_is_found_and_nothing_else_is_left(server, tmp_path):
    folder, told = tmp_path / "new" / "data", []
    file = fetch(folder, told)
    assert [path.name for path in folder.iterdir()] == ["mnist.npz"]
    paths.use_data_folder(folder)
    assert find_image_files("mnist") == (file,)
    assert_holds((file,), made_images())
    states = list(dict.fromkeys(state for state, _ in told))
    assert states == ["connecting", "downloading", "unpacking", "writing"]
    assert [size for _, size in told] == sorted(size for _, size in told)
    assert told[-1][1] == server.sent == sum(len(content) for content in server.values())


def test_the_second_mirror_is_asked_where_the_first_fails(server, tmp_path):
    name = fetching._NAMES[1]
    server[SECOND + name] = server[FIRST + name]
    server[FIRST + name] = b"<html>moved</html>"
    assert_holds((fetch(tmp_path),), made_images())
    assert SECOND + name in server.asked


def test_other_images_of_the_same_size_are_refused(server, tmp_path):
    name = fetching._NAMES[0]
    content = bytearray(server[FIRST + name])
    content[len(content) // 2] ^= 1
    server[FIRST + name] = bytes(content)
    assert_refused(tmp_path, f"first.test (sent another {name}: its SHA-256 is", "second.test (Not Found)")


def test_no_more_is_downloaded_than_the_file_has(server, tmp_path):
    name = fetching._NAMES[0]
    honest = len(server[FIRST + name])
    server[FIRST + name] = gzip.compress(bytes(2**20), 0) * 20
    assert_refused(tmp_path, f"sent more than the {honest:,} bytes of {name}")
    assert server.sent <= honest + 2**18


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (URLError(socket.gaierror(-2, "Name or service not known")), "(Name or service not known)"),
        (TimeoutError("timed out"), "(timed out)"),
        (ConnectionResetError(104, "Connection reset by peer"), "(Connection reset by peer)"),
        (http.client.IncompleteRead(b"abc"), "(IncompleteRead(3 bytes read))"),
        (ssl.SSLError(1, "certificate has expired"), "(certificate has expired)"),
        (HTTPError("u", 503, "Service\nUnavailable", Message(), None), "(Service Unavailable)"),
    ],
)
def test_without_a_connection_the_way_out_is_said(server, tmp_path, error, words):
    server[FIRST + fetching._NAMES[2]] = error
    assert_refused(tmp_path, f"cannot download MNIST: first.test {words}, second.test (Not Found)")


def test_a_folder_that_cannot_be_written_is_named(server, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match="cannot keep MNIST in"):
        fetch(tmp_path / "file")


def test_an_interrupt_leaves_nothing_behind(server, tmp_path):
    server[FIRST + fetching._NAMES[3]] = KeyboardInterrupt()
    (tmp_path / ".fetching-mnist").mkdir()
    (tmp_path / ".fetching-mnist" / "old").touch()
    with pytest.raises(KeyboardInterrupt):
        fetch(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", IMAGE_SETS)
def test_every_set_has_two_mirrors_without_plain_http_and_four_different_pins(kind):
    source = fetching._SOURCES[kind]
    assert len({mirror.split("/")[2] for mirror in source.mirrors}) == 2
    assert all(mirror.startswith("https://") and mirror.endswith("/") for mirror in source.mirrors)
    assert len({file.sha256 for file in source.files}) == len(source.files) == 4
    assert all(len(bytes.fromhex(file.sha256)) == 32 for file in source.files)
