import pytest
import torch

from tests.training.examples import small_spec
from vgdesk.training import batches as batches_module
from vgdesk.training.batches import Batches
from vgdesk.training.datasets import load_dataset
from vgdesk.training.losses import make_loss


def make_batches(changes=None):
    spec = small_spec(changes or {})
    return Batches(spec, load_dataset(spec.data), make_loss(2))


def epoch_of(batches):
    inputs, targets = zip(*batches.epoch(), strict=True)
    return torch.cat(inputs), torch.cat(targets), [len(part) for part in inputs]


@pytest.mark.parametrize("size", [1, 7, 32, 79, 80])
@pytest.mark.parametrize("gathered", [1, 20, 8192])
def test_an_epoch_visits_every_point_once_with_its_target(monkeypatch, size, gathered):
    monkeypatch.setattr(batches_module, "_GATHERED_POINTS", gathered)
    batches = make_batches({"training.batch_size": size})
    inputs, targets, sizes = epoch_of(batches)
    assert sizes[:-1] == [size] * (len(sizes) - 1)
    assert sum(sizes) == 80
    assert 0 < sizes[-1] <= size
    given = {(*point, *target) for point, target in zip(*(part.tolist() for part in batches.train), strict=True)}
    seen = {(*point, *target) for point, target in zip(inputs.tolist(), targets.tolist(), strict=True)}
    assert seen == given
    assert len(seen) == 80


def test_the_order_changes_from_epoch_to_epoch_and_with_the_seed_alone():
    batches = make_batches()
    first, second = epoch_of(batches)[0], epoch_of(batches)[0]
    again = make_batches({"training.batch_size": 7, "network.activation": "relu"})
    assert not torch.equal(first, second)
    assert torch.equal(epoch_of(again)[0], first)
    assert torch.equal(epoch_of(again)[0], second)
    assert not torch.equal(epoch_of(make_batches({"seed": 1}))[0], first)


def test_how_many_points_are_gathered_at_once_changes_no_batch(monkeypatch):
    wanted = epoch_of(make_batches())[0]
    monkeypatch.setattr(batches_module, "_GATHERED_POINTS", 1)
    assert torch.equal(epoch_of(make_batches())[0], wanted)


def test_test_points_are_not_trained_on():
    batches = make_batches({"data.test_fraction": 0.25})
    trained = {tuple(point) for point in epoch_of(batches)[0].tolist()}
    assert len(trained) == 60
    assert not trained & {tuple(point) for point in batches.test[0].tolist()}


def test_the_order_of_the_data_is_kept_where_that_is_asked_for():
    batches = make_batches({"training.order": "kept", "training.batch_size": 1})
    for _ in range(2):
        inputs, targets, sizes = epoch_of(batches)
        assert torch.equal(inputs, batches.train[0])
        assert torch.equal(targets, batches.train[1])
        assert set(sizes) == {1}
