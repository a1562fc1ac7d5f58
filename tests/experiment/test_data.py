from typing import get_args

import pytest

from vgdesk.experiment.data import Circles, DataSpec, PointData

ALL = get_args(get_args(DataSpec)[0])


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize(
    ("n", "fraction", "train"), [(1000, 0.0, 1000), (1000, 0.5, 500), (15, 0.1, 13), (10, 0.9, 1)]
)
def test_points_are_parted_without_loss(kind, n, fraction, train):
    data = kind(n=n, test_fraction=fraction)
    assert isinstance(data, PointData)
    assert (data.train_points, data.train_points + data.test_points) == (train, n)
    assert (data.inputs, data.classes) == (2, 2)


def test_the_defaults_are_the_circles_of_the_lessons():
    data = Circles()
    assert (data.n, data.noise, data.seed, data.factor, data.scaling) == (1000, 0.1, 42, 0.5, "none")
