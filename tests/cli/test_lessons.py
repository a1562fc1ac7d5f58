import json
import re

import pytest

from tests.cli.results import assert_refused
from tests.lessons.examples import VARIANTS, other_value, write_lesson
from vgdesk.experiment.spec import parse_spec
from vgdesk.lessons import catalog
from vgdesk.lessons.catalog import Lesson, find_lesson, list_lessons


def test_lessons_and_their_variants_are_listed_a_line_each(run, folder):
    write_lesson(folder, "a", VARIANTS)
    write_lesson(folder, "b", order=2)
    status, out, err = run("lessons")
    assert (status, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()] == ["a", "a/plain", "a/by-norm", "a/by-value", "b"]
    assert out.splitlines()[-1].endswith("b           A network that trains in a moment.")
    assert not re.search(r" $", out, re.MULTILINE)


def test_lessons_as_json_hold_specs_that_can_be_trained(run):
    _, out, _ = run("lessons", "--json")
    for item, lesson in zip(json.loads(out), list_lessons(), strict=True):
        assert list(item) == list(Lesson.model_fields)
        assert item["story"] == list(lesson.story)
        assert [set(claim) > {"text", "figure"} for claim in item["claims"]] == [True] * len(lesson.claims)
        assert parse_spec(json.dumps(item["spec"])) == lesson.spec
        variants = {name: parse_spec(json.dumps(spec)) for name, spec in item["variants"].items()}
        assert variants == lesson.variants


@pytest.mark.parametrize("field", Lesson.model_fields)
def test_a_lesson_is_printed_with_every_field(run, monkeypatch, field):
    lesson = find_lesson("circles-4h-sigmoid")
    printed = []
    for shown in (lesson, lesson.model_copy(update={field: other_value(lesson, field)})):
        monkeypatch.setattr(catalog, "find_lesson", lambda name, shown=shown: shown)
        status, out, err = run("lessons", "circles-4h-sigmoid")
        assert (status, err) == (0, "")
        printed.append(out)
    assert printed[0] != printed[1]


def test_several_lessons_are_printed_as_they_are_named(run):
    _, out, _ = run("lessons", "recurrent-memory/gru", "circles-1h-relu", "--json")
    assert [(item["id"], item["spec"]["name"]) for item in json.loads(out)] == [
        ("recurrent-memory", "gru"),
        ("circles-1h-relu", "relu"),
    ]
    assert_refused(run("lessons", "x"), "no lesson 'x'")


def test_the_fields_are_listed_as_the_form_says_them(run):
    _, out, _ = run("lessons", "--fields")
    lines = out.splitlines()
    assert "training.epochs: Epochs. Passes over the training points. (at least 1, at most 1000000)" in lines
    assert "        slope: Slope. Below zero. (at least -1, at most 1)" in lines
