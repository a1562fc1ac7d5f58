import pytest

from vgdesk.ui.matching import match_words


def best(query: str, *rows: tuple[str, ...]) -> str:
    found = [(match_words(query, row), row[0]) for row in rows]
    return max((score, text) for score, text in found if score is not None)[1]


@pytest.mark.parametrize("query", ["", "  ", "train", "TRAIN", "rai", "all train", "pause tra", "trn"])
def test_it_fits(query):
    assert match_words(query, ("Train", "Train", "Train all lanes, pause, or go on")) is not None


@pytest.mark.parametrize("query", ["x", "train xyz", "niart", "pse"])
def test_it_does_not_fit(query):
    assert match_words(query, ("Train", "Train", "Train all lanes, pause, or go on")) is None


def test_the_text_tells_more_than_the_tip_and_a_beginning_more_than_a_middle():
    assert best("loss", ("Accuracy", "beside the loss"), ("Loss", "per epoch")) == "Loss"
    assert best("run", ("Prune", ""), ("Open run…", "")) == "Open run…"
    assert best("lmd", ("Almanac of days", ""), ("Lecture mode", "lmd")) == "Lecture mode"


def test_every_further_word_narrows():
    assert match_words("lecture sigmoid", ("Lecture mode", "")) is None
    assert match_words("mode lec", ("Lecture mode", "")) is not None


def test_every_word_of_a_query_counts():
    assert best("lecture mode", ("Mode", "lecture"), ("Lecture mode", "")) == "Lecture mode"
