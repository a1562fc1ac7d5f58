"""Types are checked strictly in the whole package; what the checker is told to ignore is counted."""

import re
import tomllib
from collections import Counter

from tests.contracts.checkout import ROOT, source_files

IGNORED = re.compile(r"#\s*type:\s*ignore(?:\[([a-z, -]+)\])?|#\s*mypy:\s*(.+)")
KNOWN = {"arg-type": 2, "misc": 3, "no-any-return": 2, "no-untyped-call": 2, "union-attr": 1}
"""By code. These numbers may only become smaller: where a library's stubs are wrong, first look for a way around."""


def ignored_in(text: str) -> list[str]:
    """Codes of the errors that a source tells the checker to ignore; ``all`` where it names none."""
    found = [match.group(1) or match.group(2) or "all" for match in IGNORED.finditer(text)]
    return [code.strip() for codes in found for code in codes.split(",")]


def test_no_type_error_is_ignored_but_those_that_are_counted():
    texts = [path.read_text(encoding="utf-8") for path in source_files("vgdesk")]
    assert Counter(code for text in texts for code in ignored_in(text)) == KNOWN


def test_no_module_is_left_out_of_the_strict_check():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
    assert settings["strict"]
    assert [each for each in settings["overrides"] if set(each) != {"module", "ignore_missing_imports"}] == []


def test_an_ignored_error_is_found_however_it_is_written():
    text = "x = 1  # type: ignore[misc, arg-type]\ny = 2  #type:ignore\n# mypy: ignore-errors\nz = 'type: ignore'\n"
    assert ignored_in(text) == ["misc", "arg-type", "all", "ignore-errors"]
