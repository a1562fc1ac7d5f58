from tests.form.examples import build_circles
from vgdesk.experiment.spec import change_spec
from vgdesk.experiment.summary import describe_spec


def test_a_spec_is_told_on_one_line_with_what_is_not_usual():
    spec = build_circles(2)
    said = "circles · 2 × 5 sigmoid · normal(0, 1) · RMSprop (Keras) 0.001 · batch 32 · seed 3"
    assert describe_spec(spec) == said
    assert "sigmoid · batch norm · normal" in describe_spec(change_spec(spec, {"network.normalization": "batch"}))
