import numpy as np
import pytest
from sklearn.datasets import load_digits, make_circles, make_moons

from tests.experiment.data_files import write_csv, write_idx_set
from tests.oracle.tolerance import assert_close
from vgdesk import paths
from vgdesk.errors import DataError
from vgdesk.experiment.data import Circles, Digits, Gaussians, Moons, Spirals, Xor
from vgdesk.experiment.images import FashionMnist, Mnist
from vgdesk.experiment.sequences import Adding, DelayedRecall
from vgdesk.experiment.tables import Csv
from vgdesk.training.datasets import load_dataset, make_preview, preview_images, preview_points, project

ALL = (Circles, Moons, Xor, Spirals, Gaussians)


def test_circles_and_moons_are_those_of_scikit_learn():
    circles = load_dataset(Circles())
    inputs, labels = make_circles(1000, factor=0.5, noise=0.1, random_state=42)
    assert np.array_equal(circles.train_inputs, inputs.astype(np.float32))
    assert np.array_equal(circles.train_labels, labels)
    moons = load_dataset(Moons(n=50, noise=0.2, seed=3))
    inputs, labels = make_moons(50, noise=0.2, random_state=3)
    assert np.array_equal(moons.train_inputs, inputs.astype(np.float32))
    assert np.array_equal(moons.train_labels, labels)


@pytest.mark.parametrize("kind", ALL)
def test_arrays_are_read_only_and_of_their_types(kind):
    points = load_dataset(kind(n=100, test_fraction=0.25))
    assert (points.train_inputs.shape, points.test_inputs.shape) == ((75, 2), (25, 2))
    for array, dtype in zip(list(vars(points).values())[:4], (np.float32, np.int64) * 2, strict=True):
        assert array.dtype == dtype
        assert not array.flags.writeable


@pytest.mark.parametrize("kind", ALL)
def test_the_data_seed_alone_decides_the_points(kind):
    one = load_dataset(kind(seed=1)).train_inputs
    np.random.seed(7)
    for seed in (8, 9):  # two are remembered
        load_dataset(kind(seed=seed))
    again = load_dataset(kind(seed=1)).train_inputs
    assert again is not one
    assert np.array_equal(again, one)
    assert not np.array_equal(load_dataset(kind(seed=2)).train_inputs, one)


@pytest.mark.parametrize("kind", ALL)
def test_the_last_points_are_kept_for_the_test(kind):
    whole, parted = load_dataset(kind(n=100)), load_dataset(kind(n=100, test_fraction=0.3))
    assert np.array_equal(np.concatenate([parted.train_inputs, parted.test_inputs]), whole.train_inputs)
    assert np.array_equal(np.concatenate([parted.train_labels, parted.test_labels]), whole.train_labels)
    assert len(whole.test_labels) == 0


@pytest.mark.parametrize("kind", ALL)
def test_scalings_are_fitted_on_all_points(kind):
    scaled = {
        scaling: load_dataset(kind(n=200, scaling=scaling)).train_inputs.astype(np.float64)
        for scaling in ("none", "unit", "symmetric", "standardize")
    }
    low, high = scaled["none"].min(0), scaled["none"].max(0)
    unit = (scaled["none"] - low) / (high - low)
    largest = np.abs(scaled["none"]).max(0)  # what was handed out unscaled is rounded to float32, too
    size = 1 + largest / (high - low)
    assert_close(np.float32(scaled["unit"]), unit, steps=4, scale=size)
    assert_close(np.float32(scaled["symmetric"]), 2 * unit - 1, steps=4, scale=2 * size)
    standard = (scaled["none"] - scaled["none"].mean(0)) / scaled["none"].std(0)
    size = np.abs(standard).max(0) + largest / scaled["none"].std(0)
    assert_close(np.float32(scaled["standardize"]), standard, steps=4, scale=size)


def test_xor_without_noise_is_a_chess_board():
    points = load_dataset(Xor(noise=0.0))
    x, y = points.train_inputs.T
    assert np.array_equal(points.train_labels, x * y < 0)
    assert 0.4 < points.train_labels.mean() < 0.6


def test_spirals_without_noise_turn_as_often_as_asked_and_oppose_each_other():
    points = load_dataset(Spirals(noise=0.0, turns=2.0))
    x, y = points.train_inputs.astype(np.float64).T
    radius = np.hypot(x, y)
    angle = 2 * np.pi * 2 * radius + np.pi * points.train_labels
    wanted = radius * np.stack([np.cos(angle), np.sin(angle)])
    assert_close(np.float32(np.stack([x, y])), wanted, steps=4, scale=1 + 4 * np.pi)  # two turns off by eps each
    assert radius.max() <= 1
    assert 0.4 < points.train_labels.mean() < 0.6


def test_clouds_stand_evenly_on_a_circle_and_are_as_wide_as_asked():
    points = load_dataset(Gaussians(n=20_000, clouds=5, noise=0.2))
    inputs, labels = points.train_inputs.astype(np.float64), points.train_labels
    assert set(labels.tolist()) == set(range(5))
    for cloud in range(5):
        own = inputs[labels == cloud]
        assert 0.18 < len(own) / len(labels) < 0.22
        angle = 2 * np.pi * cloud / 5
        np.testing.assert_allclose(own.mean(0), [np.cos(angle), np.sin(angle)], atol=0.02)
        np.testing.assert_allclose(own.std(0), 0.2, rtol=0.05)


def test_clouds_without_noise_are_their_centres():
    points = load_dataset(Gaussians(n=100, clouds=4, noise=0.0))
    centres = np.array([[1, 0], [0, 1], [-1, 0], [0, -1]])
    assert_close(points.train_inputs, centres[points.train_labels], steps=1)


def test_digits_are_those_of_scikit_learn_in_an_order_of_the_seed():
    pixels, labels = load_digits(return_X_y=True)
    one, other = (load_dataset(Digits(seed=seed, scaling="none")) for seed in (1, 2))
    for points in (one, other):
        assert (points.train_inputs.shape, points.test_inputs.shape) == ((1438, 64), (359, 64))
        found = np.concatenate([points.train_inputs, points.test_inputs])
        classes = np.concatenate([points.train_labels, points.test_labels])
        rows = sorted(zip(map(bytes, found), classes.tolist(), strict=True))
        assert rows == sorted(zip(map(bytes, pixels.astype(np.float32)), labels.tolist(), strict=True))
    assert not np.array_equal(one.train_inputs, other.train_inputs)
    assert not np.array_equal(one.train_inputs, pixels[:1438].astype(np.float32))


def test_images_are_scaled_as_a_whole():
    """Pixels of the border, nearly always dark, keep their darkness."""
    scaled = {
        scaling: load_dataset(Digits(scaling=scaling, test_fraction=0.0)).train_inputs.astype(np.float64)
        for scaling in ("none", "unit", "symmetric", "standardize")
    }
    raw = scaled["none"]
    assert (raw.min(), raw.max()) == (0, 16)
    assert_close(np.float32(scaled["unit"]), raw / 16, steps=2)
    assert_close(np.float32(scaled["symmetric"]), raw / 8 - 1, steps=2)
    assert_close(np.float32(scaled["standardize"]), (raw - raw.mean()) / raw.std(), steps=4)
    assert scaled["unit"][:, 0].max() == 0


def test_a_column_that_never_varies_is_scaled_without_a_nan():
    points = load_dataset(Gaussians(n=50, clouds=2, noise=0.0, scaling="standardize"))
    assert np.isfinite(points.train_inputs).all()


def test_points_of_the_plane_are_previewed_as_they_are():
    inputs = load_dataset(Circles()).train_inputs
    assert project(inputs) is inputs


def test_images_are_previewed_by_their_principal_components():
    inputs = load_dataset(Digits()).train_inputs[:300]
    plane = project(inputs)
    centred = inputs - inputs.mean(axis=0)
    values = np.linalg.svd(centred, compute_uv=False)
    assert_close(np.float32(np.linalg.norm(plane, axis=0)), values[:2], steps=sum(inputs.shape))


def test_images_are_parted_as_their_makers_parted_them(tmp_path):
    paths.use_data_folder(tmp_path)
    images = write_idx_set(tmp_path / "mnist")
    points = load_dataset(Mnist(train=60, test=30, scaling="none"))
    for inputs, labels, part in (
        (points.train_inputs, points.train_labels, "train"),
        (points.test_inputs, points.test_labels, "test"),
    ):
        assert sorted(map(bytes, inputs.astype(np.uint8))) == sorted(map(bytes, images[f"x_{part}"]))
        assert sorted(labels.tolist()) == sorted(images[f"y_{part}"].tolist())
    for array, dtype in zip(list(vars(points).values())[:4], (np.float32, np.int64) * 2, strict=True):
        assert array.dtype == dtype
        assert not array.flags.writeable


def test_other_files_of_the_same_spec_are_other_points(tmp_path):
    spec = Mnist(train=20, test=0)
    found = []
    for name, count in (("a", 60), ("b", 40)):
        write_idx_set(tmp_path / name, train=count)
        paths.use_data_folder(tmp_path / name)
        found.append(load_dataset(spec).train_inputs)
    assert not np.array_equal(*found)
    paths.use_data_folder(tmp_path / "none")
    with pytest.raises(DataError, match="does not exist"):
        load_dataset(spec)


def test_the_rows_of_a_file_are_shuffled_by_the_seed(tmp_path):
    path = write_csv(tmp_path / "table.csv", rows=40)
    one, other = (load_dataset(Csv(path=str(path), seed=seed, scaling="none")) for seed in (1, 2))
    for points in (one, other):
        assert (points.train_inputs.shape, points.test_inputs.shape) == ((32, 3), (8, 3))
        inputs = np.concatenate([points.train_inputs, points.test_inputs])
        labels = np.concatenate([points.train_labels, points.test_labels])
        number = inputs[:, 0].astype(int)
        assert sorted(number.tolist()) == list(range(40))
        assert np.array_equal(inputs[:, 1], number % 7)
        assert np.array_equal(labels, number % 2)
    assert not np.array_equal(one.train_inputs, other.train_inputs)


def test_the_columns_of_a_file_are_standardised_each_by_itself(tmp_path):
    path = write_csv(tmp_path / "table.csv", rows=400)
    points = load_dataset(Csv(path=str(path), test_fraction=0.0))
    columns = points.train_inputs.astype(np.float64)
    assert_close(np.float32(columns.mean(0)), np.zeros(columns.shape[1]), steps=2, scale=1.0)
    assert_close(np.float32(columns.std(0)), np.ones(columns.shape[1]), steps=2)


def test_a_file_that_changes_is_read_anew(tmp_path):
    path = write_csv(tmp_path / "table.csv", rows=40)
    spec = Csv(path=str(path))
    assert len(load_dataset(spec).train_labels) == 32
    assert load_dataset(spec) is load_dataset(spec)
    write_csv(path, rows=50)
    assert len(load_dataset(spec).train_labels) == 40
    path.unlink()
    with pytest.raises(DataError, match="cannot read"):
        load_dataset(spec)


@pytest.mark.parametrize(
    "spec", [FashionMnist(train=300), Digits(), DelayedRecall(length=5), Adding(length=5), Gaussians(), Circles()]
)
def test_every_data_set_has_a_preview_in_the_plane(spec):
    inputs, labels = preview_points(spec, 200)
    assert (inputs.shape, inputs.dtype, labels.shape, labels.dtype) == ((200, 2), np.float32, (200,), np.int64)
    assert np.isfinite(inputs).all()
    assert len(np.unique(labels)) == spec.classes


def test_a_table_has_a_preview_in_the_plane(tmp_path):
    inputs, labels = preview_points(Csv(path=str(write_csv(tmp_path / "table.csv"))), 200)
    assert (inputs.shape, set(labels.tolist())) == ((32, 2), {0, 1})


def test_the_first_symbol_parts_the_preview_of_delayed_recall():
    inputs, labels = preview_points(DelayedRecall(length=5, symbols=3), 500)
    centres = np.stack([inputs[labels == symbol].mean(0) for symbol in range(3)])
    distances = np.linalg.norm(inputs[:, None] - centres, axis=2)
    assert (distances.argmin(1) == labels).mean() > 0.99


@pytest.mark.parametrize("spec", [Digits(), FashionMnist(train=50, test=40)])
def test_images_to_test_on_are_shown_as_they_are_trained(spec):
    points = load_dataset(spec)
    images, labels = preview_images(spec, 24)
    assert np.array_equal(images, points.test_inputs[:24])
    assert np.array_equal(labels, points.test_labels[:24])


def test_without_images_to_test_on_those_trained_on_are_shown():
    spec = FashionMnist(train=20, test=0)
    images, labels = preview_images(spec, 24)
    assert np.array_equal(images, load_dataset(spec).train_inputs)
    assert np.array_equal(labels, load_dataset(spec).train_labels)


@pytest.mark.parametrize("spec", [Circles(), Adding(length=5)])
def test_points_that_are_no_images_have_none_to_show(spec):
    images, labels = preview_images(spec, 24)
    assert (images.size, labels.size) == (0, 0)


@pytest.mark.parametrize("spec", [Circles(n=90), Digits(), FashionMnist(train=900, test=0), Adding(length=5)])
def test_a_preview_holds_its_first_points_as_they_are_trained_on(spec):
    found, points = make_preview(spec), load_dataset(spec)
    count = len(found.rows)
    assert count >= min(spec.train_points, 600)
    assert np.array_equal(found.rows, points.train_inputs[:count])
    assert spec.classes == 1 or np.array_equal(found.labels[:count], points.train_labels[:count])
    assert found.rows.size <= 500_000


@pytest.mark.parametrize("scaling", ["none", "standardize"])
def test_numbers_that_are_learned_come_back_to_their_own_unit(tmp_path, scaling):
    rows = np.random.default_rng(0).normal(50, 9, (30, 3))
    np.savetxt(tmp_path / "t.csv", rows, "%.17g", delimiter=",", header="x,price,rent", comments="")
    spec = Csv(
        path=str(tmp_path / "t.csv"), columns=(("price", "target"), ("rent", "target")), target_scaling=scaling
    )
    points = load_dataset(spec)
    assert [target.name for target in points.targets] == ["price", "rent"]
    for column, target in enumerate(points.targets):
        trained = np.concatenate([points.train_labels, points.test_labels])[:, column]
        own = np.sort(target.mean + target.deviation * trained.astype(np.float64))
        assert own == pytest.approx(np.sort(rows[:, 1 + column]), rel=1e-6)
        assert (abs(trained.mean()) < 1e-6) == (scaling == "standardize")
