import errno
import io
import sys

import pytest

from vgdesk.cli.console import say
from vgdesk.errors import VgdeskError


class FullDisk(io.StringIO):
    """Takes words, and fails when they are to be written."""

    def __init__(self, file):
        super().__init__()
        self.fileno = file.fileno

    def flush(self):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_what_cannot_be_written_is_told_before_the_command_ends(monkeypatch, tmp_path):
    with (tmp_path / "output").open("w") as file:
        monkeypatch.setattr(sys, "stdout", FullDisk(file))
        with pytest.raises(VgdeskError, match="cannot write the output: No space left on device"):
            say("words")
        monkeypatch.undo()
