import subprocess
import sys

import pytest
from pydantic import ValidationError

from tests.experiment.data_files import write_idx_set
from tests.training.examples import small_spec
from vgdesk import paths
from vgdesk.errors import SpecError
from vgdesk.experiment.data import Circles
from vgdesk.experiment.images import FashionMnist, ImageData, Mnist, at_hand
from vgdesk.experiment.spec import change_spec, check_spec, parse_spec


def test_the_defaults_are_the_shipped_part_of_one_and_the_whole_of_the_other():
    assert (FashionMnist().train_points, FashionMnist().test_points) == (10_000, 2_000)
    assert (Mnist().train_points, Mnist().test_points) == (60_000, 10_000)
    for data in (FashionMnist(), Mnist()):
        assert (data.points, data.inputs, data.classes) == (data.train + data.test, 784, 10)
        assert (data.scaling, data.scales_columns) == ("unit", False)
        assert data.image_shape == (28, 28)


def test_clothes_are_called_as_their_makers_number_them():
    clothes = FashionMnist().class_names
    assert (clothes[0], clothes[1], clothes[7], clothes[9], len(clothes)) == (
        "T-shirt",
        "trousers",
        "sneaker",
        "ankle boot",
        10,
    )
    assert Mnist().class_names == tuple("0123456789")


@pytest.mark.parametrize("kind", [FashionMnist, Mnist])
@pytest.mark.parametrize(("field", "value"), [("train", 9), ("train", 60_001), ("test", -1), ("test", 10_001)])
def test_no_more_images_can_be_asked_for_than_there_are(kind, field, value):
    with pytest.raises(ValidationError):
        kind(**{field: value})
    kind(train=60_000, test=10_000)
    kind(train=10, test=0)


@pytest.mark.parametrize(
    ("data", "shipped"),
    [
        (FashionMnist(), True),
        (FashionMnist(train=10, test=0), True),
        (FashionMnist(train=10_001), False),
        (FashionMnist(test=2_001), False),
        (Mnist(train=10, test=0), False),
    ],
)
def test_a_full_set_is_asked_for_only_where_it_is_needed(data, shipped, tmp_path):
    assert data.is_shipped == shipped
    assert (data.find_problems() == ()) == shipped
    paths.use_data_folder(tmp_path)
    write_idx_set(tmp_path)
    assert data.find_problems() == ()
    ((name, _, _), *_) = data.fingerprint()
    assert name.endswith("fashion_mnist.npz") == shipped


def test_a_missing_set_is_told_where_it_is_chosen_and_keeps_the_spec_readable():
    spec = small_spec({"data": {"kind": "mnist", "train": 1000, "test": 10}})
    assert parse_spec(spec.to_json()) == spec
    with pytest.raises(SpecError) as caught:
        check_spec(spec)
    assert [(problem.field, problem.value) for problem in caught.value.problems] == [("data", "mnist")]


def test_the_largest_numbers_survive_json():
    spec = small_spec({"data": {"kind": "fashion_mnist", "train": 60_000, "test": 10_000, "seed": 2**32 - 1}})
    assert parse_spec(spec.to_json()) == spec
    assert change_spec(spec, {"data.train": 10}).data.train == 10


@pytest.mark.parametrize("data", [FashionMnist(train=20, scaling="symmetric", seed=7), Mnist(test=0)])
def test_the_full_form_has_every_image_and_is_otherwise_the_same(data):
    full = data.full()
    assert (full.train, full.test) == (60_000, 10_000)
    assert full.model_copy(update={"train": data.train, "test": data.test}) == data


def test_what_is_not_at_hand_is_replaced_by_the_shipped_images(tmp_path):
    wanted = Mnist(scaling="standardize", seed=3)
    assert at_hand(wanted) == FashionMnist(scaling="standardize", seed=3)
    assert at_hand(FashionMnist().full()) == FashionMnist()
    paths.use_data_folder(tmp_path)
    write_idx_set(tmp_path / "mnist")
    assert at_hand(wanted) == wanted
    assert isinstance(at_hand(FashionMnist().full()), ImageData)
    assert at_hand(FashionMnist().full()) == FashionMnist()


@pytest.mark.parametrize("data", [Circles(), FashionMnist(train=500)])
def test_what_is_at_hand_stays_as_it_is(data):
    assert at_hand(data) is data


def test_asking_for_images_loads_no_torch():
    code = (
        "import sys; from vgdesk.experiment.images import Mnist, at_hand; at_hand(Mnist()); "
        "assert not {'torch', 'sklearn', 'PySide6'} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=300).returncode == 0
