import pytest

from tests.form.examples import build_circles
from vgdesk.experiment.spec import change_spec
from vgdesk.form.groups import group_fields
from vgdesk.form.summaries import describe_items, is_default


@pytest.mark.parametrize(
    ("group", "edits", "said"),
    [
        ("normalize", {}, "none"),
        ("normalize", {"network.normalization": "layer"}, "layer"),
        ("normalize", {"network.skip": {"kind": "identity", "alpha": "1/sqrt(L)"}}, "skip add · alpha 1/√L"),
        ("update", {"training.optimizer.rho": 0.5}, "rho 0.5 · loss cross entropy"),
        (
            "update",
            {"training.clipping": "norm", "training.steps": 9},
            "max. steps 9 · clip by norm · loss cross entropy",
        ),
        ("data", {"data": "fashion_mnist"}, "Fashion-MNIST"),
        ("recording", {"sampling": "steps"}, "every N steps"),
        ("recording", {"histograms": "none"}, "every epoch"),
    ],
)
def test_a_part_says_what_is_chosen_and_what_is_not_usual(group, edits, said):
    spec = change_spec(build_circles(4), edits)
    assert describe_items(spec, group_fields(spec)[group]) == said


def test_a_field_is_usual_as_its_model_has_it():
    spec = build_circles(2)
    assert is_default(spec, "training.optimizer.rho")
    assert not is_default(spec, "network.initializer")
    assert not is_default(spec, "seed")
