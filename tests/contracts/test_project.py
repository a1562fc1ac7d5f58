"""What is shipped: no machine's paths, every third-party file with its notice, the version in the changelog."""

import re
import tomllib
from fnmatch import fnmatch

import pytest

import vgdesk
from tests.contracts.checkout import ROOT, name_of

FOLDERS = ("vgdesk", "resources", "packaging", ".ci")
FILES = ("Makefile", "README.md", "CHANGELOG.md", "pyproject.toml")
MACHINE = re.compile(r"(?<![\w.$}])/(work|tmp|root|farm|opt)/|/home/\w|[A-Z]:\\Users|\.\./(shared|\.library)|\.pyenv")
PLACEHOLDERS = re.compile(r"\b(TODO|FIXME|XXX)\b")


def shipped() -> list:
    below = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*")) if path.is_file()]
    return [path for path in (*below, *(ROOT / name for name in FILES)) if "__pycache__" not in path.parts]


def text_of(path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize("pattern", [MACHINE, PLACEHOLDERS])
def test_no_shipped_file_names_a_machine_or_leaves_something_to_do(pattern):
    found = {name_of(path): pattern.search(text_of(path)) for path in shipped()}
    assert len(found) > 20
    assert not {name: match for name, match in found.items() if match}


def test_a_machine_is_found():
    assert all(MACHINE.search(text) for text in ("see /work/data", '"/tmp/x"', "../shared/x", "/home/ann"))
    assert not MACHINE.search("experiment/tmp/x")


def resources() -> list[str]:
    folder = ROOT / "resources"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def noticed() -> list[str]:
    rows = re.findall(r"^\| `([^`]+)` \|", text_of(ROOT / "resources" / "NOTICES.md"), flags=re.MULTILINE)
    assert rows
    return rows


def test_every_resource_stands_in_the_notices_once():
    counts = {name: sum(fnmatch(name, pattern) for pattern in noticed()) for name in resources()}
    assert counts
    assert not {name: count for name, count in counts.items() if count != 1}


def test_the_changelog_knows_the_version():
    headings = re.findall(r"^## (\S+)", text_of(ROOT / "CHANGELOG.md"), flags=re.MULTILINE)
    assert vgdesk.__version__ in headings


def test_the_entry_points_exist():
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    assert project["scripts"] == {"vgdesk": "vgdesk.__main__:main"}
    assert set(project["gui-scripts"].values()) == {"vgdesk.__main__:main"}
    assert "\ndef main(" in text_of(ROOT / "vgdesk" / "__main__.py")


def test_the_init_of_every_room_is_empty():
    files = [path for path in (ROOT / "vgdesk").rglob("__init__.py") if path.parent != ROOT / "vgdesk"]
    assert files
    assert not [name_of(path) for path in files if text_of(path).strip()]
