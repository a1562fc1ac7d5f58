from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from vgdesk import paths
from vgdesk.analysis.columns import Columns
from vgdesk.session.settings import Settings


def reopened() -> Settings:
    """What is read after all that was set is written: Qt keeps one copy of a file for all who have it open."""
    QSettings(str(paths.settings_file()), QSettings.Format.IniFormat).sync()
    return Settings()


def test_an_empty_home_gives_the_defaults(qapp):
    settings = Settings()
    assert (settings.theme, settings.geometry, settings.folder) == ("system", None, Path.home())


def test_what_is_set_is_remembered(qapp, tmp_path):
    settings = Settings()
    settings.theme, settings.folder, settings.has_captions = "dark", tmp_path, False
    settings.geometry = QByteArray(b"\x00\x01place")
    again = reopened()
    assert (again.theme, again.folder, again.geometry) == ("dark", tmp_path, QByteArray(b"\x00\x01place"))
    assert not again.has_captions
    assert paths.settings_file().is_file()


@pytest.mark.parametrize(
    "text",
    [
        "[General]\ndata_folder=" + "[" * 9000 + "\nfolder=" + "x" * 9000 + "\ncolumns=" + "[" * 9000,
        "[General]\ndata_folder=a\\0b\nfolder=a\\0b\nlayout=@Variant(\\0\\0\\0\\x1c)\n",
        "[General]\ntheme=pink\ngeometry=7\nfolder=\n",
        "[General]\ntheme=a, b\nfolder=a, b\n",
        "\0\xff[[[",
    ],
)
def test_a_broken_file_means_the_defaults(qapp, text):
    paths.settings_file().parent.mkdir(parents=True)
    paths.settings_file().write_text(text, encoding="latin-1")
    settings = Settings()
    assert (settings.theme, settings.geometry, settings.columns, settings.data_folder) == (
        "system",
        None,
        Columns(),
        None,
    )
    assert settings.folder.is_dir()


def test_a_file_larger_than_any_is_put_aside(qapp):
    file = paths.settings_file()
    file.parent.mkdir(parents=True)
    file.write_bytes(b"[General]\ntheme=dark\n" + b";" * 2**20)
    assert Settings().theme == "system"
    assert [path.name for path in file.parent.iterdir()] == ["vgdesk.ini.too-large"]


def test_a_folder_that_is_gone_is_forgotten(qapp, tmp_path):
    settings = Settings()
    settings.folder = settings.data_folder = tmp_path / "gone"
    assert settings.folder == Path.home()
    assert settings.data_folder is None


def test_the_data_folder_is_remembered(qapp, tmp_path):
    settings = Settings()
    assert settings.data_folder is None
    settings.data_folder = tmp_path
    assert reopened().data_folder == tmp_path


def test_a_home_that_cannot_be_written_disturbs_nobody(qapp, home):
    paths.settings_file().parent.write_text("in the way")
    settings = Settings()
    settings.theme = "light"
    assert reopened().theme == "light"
    assert paths.settings_file().parent.read_text() == "in the way"
