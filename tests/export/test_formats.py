import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from vgdesk.cli.export import add_parser
from vgdesk.errors import ExportError
from vgdesk.export.formats import FORMATS, find_format, format_named, formats_of, join_words


def test_an_ending_chooses_the_format_in_capitals_too():
    assert find_format(Path("a/b.PNG"), "picture") is format_named("png")
    with pytest.raises(ExportError, match=r"b.gif: a picture ends in .png, .svg or .pdf; choose one"):
        find_format(Path("b.gif"), "picture")


def test_the_command_line_has_an_option_for_every_format():
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())
    for each in FORMATS:
        options = parser.parse_args(["export", "a.vgrun", f"--{each.id}", "file"])
        assert getattr(options, each.id.replace("-", "_")) == Path("file")


def test_a_dialog_asks_for_files_of_the_format():
    filters = [each.file_filter for each in formats_of("table", "film")]
    assert filters[:3] == ["CSV tables (*.csv)", "Wide CSV tables (*.csv)", "Parquet tables (*.parquet)"]
    assert filters[-2:] == ["GIF films (*.gif)", "MP4 films (*.mp4)"]


def test_the_table_loads_no_writer():
    code = "import sys, vgdesk.export.formats; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert not {"matplotlib", "PIL", "numpy"} & set(done.stdout.split())


@pytest.mark.parametrize(("words", "joined"), [(["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")])
def test_words_are_joined_as_in_a_sentence(words, joined):
    assert join_words(words) == joined
