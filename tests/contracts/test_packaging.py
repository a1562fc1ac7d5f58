"""The shell scripts behind the Makefile, run with stand-ins for the tools of the system."""

import os
import shutil
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from tests.contracts.checkout import ROOT
from vgdesk.runs.library import SUFFIX
from vgdesk.runs.schema import APPLICATION_ID

pytestmark = pytest.mark.skipif(os.name == "nt", reason="make is not the way in on Windows")

ALL = "libc.so.6 libGL.so.1 libEGL.so.1 libglib-2.0.so.0 libfontconfig.so.1 libdbus-1.so.3 libxkbcommon-x11.so.0"
XCB = " libxcb-icccm.so.4 libxcb-keysyms.so.1 libxcb-shape.so.0"
CURSOR = " libxcb-cursor.so.0"
PASTE = "vgdesk: something is missing; paste: sudo apt-get install -y"


@pytest.fixture
def system(tmp_path):
    """Makes a Linux with these libraries and this user, with or without apt-get, and runs the script there."""

    def run(libraries, *arguments, user=1000, apt="echo $* >> $0.log", tools=("cut", "cat")):
        tmp_path.joinpath("known").write_text(libraries)
        stand_ins = {"uname": "echo Linux", "ldconfig": f"cat {tmp_path}/known", "id": f"echo {user}", "apt-get": apt}
        for name, body in stand_ins.items():
            if body:
                write_script(tmp_path / name, body)
        for name in tools:
            (tmp_path / name).symlink_to(shutil.which(name))
        command = ["/bin/sh", str(ROOT / "packaging" / "system-libraries"), *arguments]
        return subprocess.run(command, env={"PATH": str(tmp_path)}, capture_output=True, text=True, timeout=60)

    return run


def write_script(path, body):
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def test_a_complete_system_needs_nothing(system):
    done = system(ALL + XCB + CURSOR)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_user_gets_one_line_to_paste(system):
    done = system(ALL)
    packages = "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{PASTE} {packages}\n")


def test_without_apt_the_libraries_are_named(system):
    done = system(ALL + XCB, apt="")
    assert done.stderr == "vgdesk: something is missing; install what holds libxcb-cursor.so.0\n"


def test_root_gets_what_is_missing_without_a_question(system, tmp_path):
    done = system(ALL + XCB, user=0, apt=f"echo $* >> $0.log; echo '{CURSOR}' >> {tmp_path}/known")
    assert (done.returncode, done.stdout, done.stderr) == (0, "vgdesk: installing libxcb-cursor0\n", "")
    assert (tmp_path / "apt-get.log").read_text() == "install -y --no-install-recommends libxcb-cursor0\n"


def test_an_old_package_list_is_renewed_once(system, tmp_path):
    done = system(ALL + XCB, user=0, apt="echo $* >> $0.log; [ $1 = update ]")
    assert (done.returncode, done.stderr) == (1, f"{PASTE} libxcb-cursor0\n")
    calls = (tmp_path / "apt-get.log").read_text().splitlines()
    assert [call.split()[0] for call in calls] == ["install", "update", "install"]


def test_a_system_that_lists_no_libraries_is_trusted(system):
    assert system("").returncode == 0


def test_a_python_without_venv_names_its_package(system, tmp_path):
    bare = tmp_path / "python3"
    write_script(bare, f'case "$2" in *ensurepip*) exit 1 ;; esac; exec {sys.executable} "$@"')
    version = "{}.{}".format(*sys.version_info[:2])
    assert system("", str(bare)).stderr == f"{PASTE} python{version}-venv\n"


def find_python(folder, name="", **versions):
    """Run find-python where these commands are Pythons of these versions."""
    for command, version in versions.items():
        check = "exec(sys.argv[1].replace('sys.version_info', str(version)))"
        code = f"import sys; version = {version}; {check}"
        write_script(folder / command, f'{sys.executable} -c "{code}" "$2"')
    command = ["/bin/sh", str(ROOT / "packaging" / "find-python"), name]
    return subprocess.run(command, env={"PATH": str(folder)}, capture_output=True, text=True, timeout=60)


def test_the_first_python_that_fits_is_found(tmp_path):
    done = find_python(tmp_path, python3=(3, 14, 0), python="(3, 13, 1)")
    assert (done.returncode, done.stdout) == (0, f"{tmp_path}/python\n")


def test_a_python_that_does_not_fit_is_refused_in_one_line(tmp_path):
    done = find_python(tmp_path, "python3", python3=(3, 10, 9), python=(3, 11, 0))
    words = "vgdesk needs Python 3.11, 3.12 or 3.13, found python3; name one: make run PYTHON=python3.12\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", words)


def test_no_python_is_said_in_one_line(tmp_path):
    assert "found none" in find_python(tmp_path).stderr


def test_a_double_click_on_a_run_opens_it(tmp_path):
    program = tmp_path / "with a space" / "vgdesk-gui"
    program.parent.mkdir()
    write_script(program, "exit 0")
    command = ["/bin/sh", str(ROOT / "packaging" / "install-desktop-entry"), str(program)]
    environment = {"PATH": os.environ["PATH"], "XDG_DATA_HOME": str(tmp_path)}
    assert subprocess.run(command, env=environment, timeout=60).returncode == 0
    entry = dict(
        line.split("=", 1)
        for line in (tmp_path / "applications/vgdesk.desktop").read_text().splitlines()
        if "=" in line
    )
    assert entry["Exec"] == f'"{program}" %F'
    root = ElementTree.parse(tmp_path / "mime/packages/vgdesk-run.xml").getroot()
    space = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    kind = root.find("m:mime-type", space)
    assert entry["MimeType"] == f"{kind.get('type')};"
    assert kind.find("m:glob", space).get("pattern") == f"*{SUFFIX}"
    first, second = kind.findall(".//m:match", space)
    assert (first.get("offset"), first.get("value")) == ("0", "SQLite format 3")
    assert (second.get("offset"), second.get("value").encode()) == ("68", APPLICATION_ID.to_bytes(4))
