from pathlib import Path

import pytest

from vgdesk import __version__, paths
from vgdesk.diagnostics import describe_installation, without_folders


def test_versions_and_the_end_of_the_log_are_told_without_the_users_folder(monkeypatch):
    home = paths.logs_folder().parent
    monkeypatch.setattr(Path, "home", lambda: home)
    paths.logs_folder().mkdir(parents=True)
    lines = [f"line {number} of {home}/thesis/x" for number in range(100)]
    (paths.logs_folder() / "vgdesk.log").write_text("\n".join(lines))
    told = describe_installation()
    assert told.startswith(f"vgdesk {__version__}\nPython 3.")
    assert "torch 2." in told
    assert told.endswith("line 99 of …/x")
    assert "line 10 of" not in told
    assert str(home) not in told


def test_without_a_log_that_is_said():
    assert describe_installation().endswith("nothing was logged")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("cannot open /media/Ada/my thesis/run.vgrun; check", "cannot open …/run.vgrun; check"),
        ('File "/usr/lib/python3.12/json/decoder.py", line 3', 'File "…/python3.12/json/decoder.py", line 3'),
        ('File "/srv/x/site-packages/vgdesk/app.py", line 3', 'File "…/site-packages/vgdesk/app.py", line 3'),
        (r"C:\Users\Ada Lovelace\AppData\x.csv is no CSV", r"…/x.csv is no CSV"),
        ("loss 3/4 of 2 / 5", "loss 3/4 of 2 / 5"),
        ("Linux-6.1-x86_64-with-glibc2.36", "Linux-6.1-x86_64-with-glibc2.36"),
        ("ada asked adamant Adam", "USER asked adamant Adam"),
    ],
)
def test_folders_and_the_user_are_left_out(monkeypatch, text, told):
    monkeypatch.setattr("getpass.getuser", lambda: "ada")
    assert without_folders(text) == told
