import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from tests.export.test_numbers import RUNS, watched_history
from tests.runs.examples import example_history
from vgdesk.export.formats import format_named
from vgdesk.export.numbers import write_numbers
from vgdesk.runs.history import History


class Page(HTMLParser):
    """The elements of a page, those that are open, and all its words."""

    def __init__(self, text):
        super().__init__()
        self.seen, self.words, self._open = [], "", []
        self.feed(text)
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.words += data


def page_of(histories, folder):
    write_numbers(histories, folder / "a.html", format_named("html"))
    return (folder / "a.html").read_text("utf-8")


@pytest.mark.parametrize("kind", RUNS)
def test_a_page_of_any_runs_is_whole_and_needs_nothing_from_elsewhere(tmp_path, kind):
    text = page_of(RUNS[kind](), tmp_path)
    page = Page(text)
    links = [
        value for _, named in page.seen for name, value in named.items() if name in ("src", "href", "xlink:href")
    ]
    assert all(link.startswith(("#", "data:")) for link in links)
    assert not re.search(r"url\((?!#)", text)
    assert not {"script", "link", "iframe"} & {tag for tag, _ in page.seen}
    assert ("svg" in dict(page.seen)) == (kind != "empty")
    assert {"no samples" in page.words} == {kind == "empty"}


def test_it_says_what_was_asked_how_it_fared_and_why(tmp_path):
    page = Page(page_of(RUNS["a race"](), tmp_path))
    for said in ("Verdict", "sigmoid", "relu", "Adam 0.001", "Why: ", '"optimizer": {', "Layers, first sample"):
        assert said in page.words, said
    labels = [named["aria-label"] for tag, named in page.seen if tag == "svg"]
    assert len(labels) >= 8
    assert all(labels)
    assert '<meta name="viewport"' in page_of(RUNS["a race"](), tmp_path)


def test_a_run_without_epochs_counts_steps_and_shows_no_picture_without_a_point(tmp_path):
    page = Page(page_of([watched_history()], tmp_path))
    assert "Steps" in page.words
    assert "At step 4." in page.words
    assert "1 blocks.0.mlp" in page.words
    assert not [named for tag, named in page.seen if tag == "svg" and named["aria-label"].startswith("accuracy")]


def test_numbers_of_layers_are_those_of_the_run(tmp_path):
    history = example_history(6, 2)
    page = page_of([history], tmp_path)
    for number in (history.grid("gradient", "rms")[1, 0], history.grid("gradient", "rms")[-1, 0]):
        assert number == number
    row = re.search(r"<tr><td>1</td>(.*?)</tr>", page).group(1)
    first, last = re.findall(r">([^<]*) → ([^<]*)<", row)[0]
    assert float(last.replace("−", "-")) == pytest.approx(history.grid("gradient", "rms")[-1, 0], rel=0.01)
    assert first != last


def test_names_are_words_and_no_markup(tmp_path):
    watched = watched_history().started
    odd = History(replace(watched, watched=replace(watched.watched, network="<Net>")), "<b>&lane")
    page = page_of([odd], tmp_path)
    assert "<b>" not in page
    assert "<b>&lane" in Page(page).words
