from vgdesk.experiment.network import NetworkSpec
from vgdesk.experiment.spec import change_spec
from vgdesk.experiment.training import TrainingSpec
from vgdesk.ui.builder.groups import group_fields


def paths(items) -> list[str]:
    return [item.path for item in items]


def test_the_fields_stand_in_the_order_of_the_picture(circles):
    groups = group_fields(circles)
    assert paths(groups.points) == ["data", "data.n", "data.noise"]
    assert paths(groups.data) == ["data.factor", "data.seed", "data.scaling", "data.test_fraction"]
    assert paths(groups.training)[:2] == ["training.optimizer", "training.optimizer.learning_rate"]
    assert paths(groups.training)[-2:] == ["seed", "sampling"]
    rare = ["training.optimizer.rho", "training.optimizer.epsilon", "training.clipping", "training.loss"]
    assert paths(groups.more) == rare
    assert paths(groups.network) == ["network.normalization", "network.skip", "network.output_initializer"]


def test_every_field_of_a_group_stands_somewhere_once(circles):
    groups = group_fields(change_spec(circles, {"network.normalization": "batch"}))
    everywhere = [path for name in groups.__dataclass_fields__ for path in paths(getattr(groups, name))]
    assert len(everywhere) == len(set(everywhere))
    wanted = {f"network.{name}" for name in NetworkSpec.model_fields if name != "hidden"}
    wanted |= {f"training.{name}" for name in TrainingSpec.model_fields}
    assert wanted <= set(everywhere)
