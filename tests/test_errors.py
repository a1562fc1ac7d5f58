import pytest

from vgdesk import errors
from vgdesk.errors import Problem, SpecError, VgdeskError

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("seed", "-1", "is negative; take 0 or more"), "seed = -1: is negative; take 0 or more"),
        (Problem("seed", "", "is missing; add it"), "seed: is missing; add it"),
        (Problem("", "", "this is no JSON"), "spec: this is no JSON"),
        (Problem("", "3", "is no object"), "spec = 3: is no object"),
    ],
)
def test_a_problem_reads_as_a_sentence(problem, text):
    assert str(problem) == text


def test_a_spec_error_tells_all_its_problems():
    problems = (Problem("a", "1", "is bad"), Problem("b", "", "is missing"))
    error = SpecError(problems)
    assert error.problems == problems
    assert str(error) == "a = 1: is bad; b: is missing"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_is_caught_as_one_of_ours(kind):
    assert issubclass(kind, VgdeskError)
    assert len(KINDS) == 8
