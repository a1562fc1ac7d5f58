import json
import re

from tests.lessons.examples import VARIANTS, write_lesson
from vgdesk.experiment.spec import parse_spec
from vgdesk.lessons.catalog import list_lessons


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
        assert list(item) == ["id", "title", "summary", "spec", "variants"]
        assert parse_spec(json.dumps(item["spec"])) == lesson.spec
        variants = {name: parse_spec(json.dumps(spec)) for name, spec in item["variants"].items()}
        assert variants == lesson.variants


def test_the_fields_are_listed_as_the_form_says_them(run):
    _, out, _ = run("lessons", "--fields")
    lines = out.splitlines()
    assert "training.epochs: Epochs. Passes over the training points. (at least 1, at most 1000000)" in lines
    assert "        slope: Slope. Below zero. (at least -1, at most 1)" in lines
