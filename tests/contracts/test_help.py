"""Every pane is explained, in a length that is read."""

import re

import pytest

from vgdesk.paths import resource
from vgdesk.pictures.catalog import PICTURES
from vgdesk.ui.explanations import read_explanation

FEWEST, MOST = 80, 150


@pytest.fixture
def keys() -> list[str]:
    return [picture.key for picture in PICTURES]


def test_every_pane_has_its_explanation_and_no_explanation_is_left_over(keys):
    assert {path.stem for path in resource("help/panes").glob("*.md")} == set(keys)
    assert len({read_explanation(key).title for key in keys}) == len(keys)


def test_an_explanation_says_what_is_healthy_what_is_sick_and_what_to_try(keys):
    for key in keys:
        text = read_explanation(key).text
        words = len(re.findall(r"[\w'’-]+", text))
        assert FEWEST <= words <= MOST, (key, words)
        assert "Try: " in text, key
        assert "ealthy" in text or key == "findings", key


def test_the_library_is_explained_as_shortly():
    assert FEWEST <= len(re.findall(r"[\w'’-]+", read_explanation("library").text)) <= MOST
