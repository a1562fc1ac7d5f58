import pytest

from vgdesk.experiment.choices import kind_of
from vgdesk.experiment.network import NetworkSpec
from vgdesk.experiment.spec import ExperimentSpec, change_spec
from vgdesk.experiment.training import TrainingSpec
from vgdesk.form.fields import form_field, form_fields
from vgdesk.form.groups import group_fields


def paths(items) -> list[str]:
    return [item.path for item in items]


def test_the_fields_stand_in_the_order_of_the_picture(circles):
    groups = group_fields(circles)
    assert paths(groups["data"]) == ["data"]
    assert paths(groups["points"]) == ["data.n", "data.noise", "data.factor"]
    assert paths(groups["split"]) == ["data.scaling", "data.test_fraction", "data.seed"]
    assert paths(groups["weights"])[:2] == ["network.activation", "network.initializer"]
    assert paths(groups["training"])[:2] == ["training.optimizer", "training.optimizer.learning_rate"]
    assert paths(groups["training"])[2:] == ["training.batch_size", "training.epochs", "seed"]
    assert paths(groups["update"])[:2] == ["training.optimizer.rho", "training.optimizer.epsilon"]
    assert {"training.clipping", "training.loss", "training.steps"} <= set(paths(groups["update"]))
    assert paths(groups["normalize"]) == ["network.normalization", "network.skip", "network.input_normalization"]
    assert paths(groups["recurrent"]) == ["network.recurrence"]
    assert paths(groups["recording"])[0] == "sampling"


@pytest.mark.parametrize("data", [kind_of(choice) for choice in form_field(ExperimentSpec, "data").choices])
def test_every_field_of_a_spec_stands_somewhere_once(data):
    spec = ExperimentSpec(data=form_field(ExperimentSpec, "data").choice(data)())
    groups = group_fields(spec)
    everywhere = [path for items in groups.values() for path in paths(items)]
    assert len(everywhere) == len(set(everywhere))
    wanted = {f"network.{name}" for name in NetworkSpec.model_fields if name != "hidden"}
    wanted |= {f"training.{name}" for name in TrainingSpec.model_fields}
    wanted |= {f"data.{field.name}" for field in form_fields(type(spec.data))}
    wanted |= {name for name in ExperimentSpec.model_fields if name not in ("version", "name", "network", "training")}
    assert wanted <= set(everywhere)


def test_a_choice_within_a_choice_brings_its_parameters(circles):
    lstm = {"kind": "lstm", "initializer": {"kind": "normal"}}
    groups = group_fields(change_spec(circles, {"data": "delayed_recall", "network.recurrence": lstm}))
    assert {f"network.recurrence.{name}" for name in ("units", "forget_bias", "initializer.std")} <= set(
        paths(groups["recurrent"])
    )


def test_only_numbers_stand_beside_the_thumbnail():
    spec = ExperimentSpec(data=form_field(ExperimentSpec, "data").choice("csv")())
    groups = group_fields(spec)
    assert groups["points"] == []
    assert paths(groups["shape"]) == [
        f"data.{name}" for name in ("path", "label_column", "learned", "missing", "decimal_mark", "target_scaling")
    ]
