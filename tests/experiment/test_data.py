from typing import get_args

import pytest
from pydantic import ValidationError

from vgdesk.experiment.data import Circles, DataSpec, Digits, Gaussians, PointData
from vgdesk.experiment.images import ImageData
from vgdesk.experiment.labelled_data import PartedData
from vgdesk.experiment.sequences import SequenceData
from vgdesk.experiment.tables import Csv

ALL = get_args(get_args(DataSpec)[0])
PLANE = [kind for kind in ALL if issubclass(kind, PointData)]


@pytest.mark.parametrize(
    ("n", "fraction", "train"), [(1000, 0.0, 1000), (1000, 0.5, 500), (15, 0.1, 13), (10, 0.9, 1)]
)
def test_points_are_parted_without_loss(n, fraction, train):
    for kind in PLANE:
        data = kind(n=n, test_fraction=fraction)
        assert (data.train_points, data.train_points + data.test_points) == (train, n), kind
        assert (data.inputs, data.classes, data.scales_columns) == (2, kind().classes, True), kind


def test_every_data_set_is_of_one_family():
    families = (PointData, Digits, ImageData, Csv, SequenceData)
    assert {kind: [family for family in families if issubclass(kind, family)] for kind in ALL} == {
        kind: [next(family for family in families if issubclass(kind, family))] for kind in ALL
    }
    assert [kind for kind in ALL if not issubclass(kind, PartedData)] == [
        kind for kind in ALL if issubclass(kind, ImageData)
    ]


def test_two_classes_lie_in_the_plane_but_for_as_many_clouds_as_asked():
    assert {kind: kind().classes for kind in PLANE if kind().classes != 2} == {Gaussians: 3}
    assert Gaussians(clouds=7).classes == 7
    for clouds in (1, 11):
        with pytest.raises(ValidationError):
            Gaussians(clouds=clouds)


def test_digits_are_all_of_them_and_their_pixels_are_scaled_alike():
    digits = Digits()
    assert (digits.points, digits.inputs, digits.classes) == (1797, 64, 10)
    assert (digits.train_points, digits.test_points) == (1438, 359)
    assert (digits.scaling, digits.scales_columns) == ("unit", False)
    assert (digits.image_shape, digits.class_names) == ((8, 8), tuple("0123456789"))


def test_points_of_the_plane_are_no_images():
    assert Gaussians(clouds=3).image_shape is None
    assert Gaussians(clouds=3).class_names == ("0", "1", "2")


def test_the_defaults_are_the_circles_of_the_lessons():
    data = Circles()
    assert (data.n, data.noise, data.seed, data.factor, data.scaling) == (1000, 0.1, 42, 0.5, "none")


def test_made_points_have_no_files_and_no_problems():
    kinds = [*PLANE, Digits]
    assert {kind: (kind().find_problems(), kind().fingerprint()) for kind in kinds} == dict.fromkeys(kinds, ((), ()))
