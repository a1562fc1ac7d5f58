"""The points to learn from.

A new data set is a choice that ``vgdesk.experiment.data`` lists, and an entry in ``_MAKERS``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits, make_circles, make_moons
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler, minmax_scale, scale

from vgdesk.events import DataPreviewed, freeze
from vgdesk.experiment import data, sequences
from vgdesk.experiment.data_facts import Target
from vgdesk.experiment.images import ImageData
from vgdesk.experiment.labelled_data import Fingerprint, LabelledData, Scaling
from vgdesk.experiment.tables import Csv
from vgdesk.training.images import load_images

_PREVIEW_POINTS, _PREVIEW_IMAGES, _PREVIEW_COLUMNS = 1000, 24, 128
_ROW_ENTRIES, _FEWEST_ROWS = 500_000, 64

Points: TypeAlias = tuple[NDArray[np.float64], NDArray[np.int64] | NDArray[np.float64]]


@dataclass(frozen=True)
class Dataset:
    """Points with their classes; arrays are read-only.

    Attributes:
        train_inputs: float32 [point, column].
        train_labels: int64 [point] classes, or float32 [point] or [point, target] numbers.
        test_inputs: float32 [point, column], maybe without points.
        test_labels: as the train_labels.
        targets: columns of numbers that are learned, where they have names, and how they were scaled.
    """

    train_inputs: NDArray[np.float32]
    train_labels: NDArray[Any]
    test_inputs: NDArray[np.float32]
    test_labels: NDArray[Any]
    targets: tuple[Target, ...] = ()


def _circles(spec: data.Circles) -> Points:
    return make_circles(spec.n, noise=spec.noise, random_state=spec.seed, factor=spec.factor)  # type: ignore[no-any-return]


def _moons(spec: data.Moons) -> Points:
    return make_moons(spec.n, noise=spec.noise, random_state=spec.seed)  # type: ignore[no-any-return]


def _xor(spec: data.Xor) -> Points:
    random = np.random.default_rng(spec.seed)
    corners = random.uniform(-1, 1, (spec.n, 2))
    labels = (corners[:, 0] * corners[:, 1] < 0).astype(np.int64)
    return corners + random.normal(0, spec.noise, corners.shape), labels


def _spirals(spec: data.Spirals) -> Points:
    random = np.random.default_rng(spec.seed)
    labels = random.integers(0, 2, spec.n)
    radius = np.sqrt(random.uniform(0.01, 1, spec.n))
    angle = 2 * np.pi * spec.turns * radius + np.pi * labels
    points = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return points + random.normal(0, spec.noise / 4, points.shape), labels


def _gaussians(spec: data.Gaussians) -> Points:
    random = np.random.default_rng(spec.seed)
    labels = random.integers(0, spec.clouds, spec.n)
    angle = 2 * np.pi * labels / spec.clouds
    centres = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return centres + random.normal(0, spec.noise, centres.shape), labels


def _digits(spec: data.Digits) -> Points:
    pixels, labels = load_digits(return_X_y=True)
    order = np.random.default_rng(spec.seed).permutation(len(labels))
    return pixels[order], labels[order]


def _adding(spec: sequences.Adding) -> Points:
    """Two marks, one in each half. Labels are float64 here."""
    random = np.random.default_rng(spec.seed)
    numbers = random.uniform(0, 1, (spec.n, spec.length))
    marks = np.zeros_like(numbers)
    rows, half = np.arange(spec.n), spec.length // 2
    marks[rows, random.integers(0, half, spec.n)] = 1
    marks[rows, random.integers(half, spec.length, spec.n)] = 1
    return np.stack([numbers, marks], axis=2).reshape(spec.n, -1), (numbers * marks).sum(axis=1)


def _delayed_recall(spec: sequences.DelayedRecall) -> Points:
    random = np.random.default_rng(spec.seed)
    labels = random.integers(0, spec.symbols, spec.n)
    steps = random.normal(0, 0.1, (spec.n, spec.length, spec.symbols))
    steps[np.arange(spec.n), 0, labels] += 1
    return steps.reshape(spec.n, -1), labels


def _csv(spec: Csv) -> Points:
    table = spec.read()
    order = np.random.default_rng(spec.seed).permutation(len(table.labels))
    return table.numbers[order], table.labels[order]


_MAKERS: dict[type[LabelledData], Callable[[Any], Points]] = {
    data.Circles: _circles,
    data.Moons: _moons,
    data.Xor: _xor,
    data.Spirals: _spirals,
    data.Gaussians: _gaussians,
    data.Digits: _digits,
    Csv: _csv,
    sequences.Adding: _adding,
    sequences.DelayedRecall: _delayed_recall,
}

_SCALINGS: dict[Scaling, Callable[[NDArray[np.float64]], NDArray[np.float64]]] = {
    "none": lambda points: points,
    "unit": minmax_scale,
    "symmetric": lambda points: minmax_scale(points, (-1, 1)),
    "standardize": scale,
}


def load_dataset(spec: LabelledData) -> Dataset:
    """The data set of a spec; its random choices come from its own seed alone.

    The last ones loaded are kept, until their files change.

    Raises:
        DataError: a file is missing or broken.
    """
    return _load(spec, spec.fingerprint())


@lru_cache(maxsize=2)
def _load(spec: LabelledData, _: Fingerprint) -> Dataset:
    made = Dataset(*load_images(spec)) if isinstance(spec, ImageData) else _make(spec)
    for array in (made.train_inputs, made.train_labels, made.test_inputs, made.test_labels):
        freeze(array)
    return made


def _make(spec: LabelledData) -> Dataset:
    points, made = _MAKERS[type(spec)](spec)
    targets = _describe_targets(spec, made)
    if targets:
        made = (made - [each.mean for each in targets]) / [each.deviation for each in targets]
    inputs = _scale(points, spec).astype(np.float32, order="C")
    labels: NDArray[Any] = made.astype(np.int64 if spec.classes > 1 else np.float32)
    cut = spec.train_points
    return Dataset(inputs[:cut], labels[:cut], inputs[cut:], labels[cut:], targets)


def _describe_targets(spec: LabelledData, numbers: NDArray[Any]) -> tuple[Target, ...]:
    """The columns of numbers [point, target] that are learned of a file, and how they are to be scaled."""
    if not isinstance(spec, Csv) or spec.facts.classes:
        return ()
    if spec.target_scaling == "none":
        return tuple(map(Target, spec.facts.targets))
    scaler = StandardScaler().fit(numbers)
    return tuple(map(Target, spec.facts.targets, scaler.mean_.tolist(), scaler.scale_.tolist()))


def make_preview(spec: LabelledData) -> DataPreviewed:
    """Some points of a data set, to be shown and to try networks on.

    Raises:
        DataError: a file is missing or broken.
    """
    points, images = preview_points(spec, _PREVIEW_POINTS), preview_images(spec, _PREVIEW_IMAGES)
    columns = preview_columns(spec, _PREVIEW_COLUMNS)
    return DataPreviewed(spec.model_dump_json(), *points, *images, *columns, preview_rows(spec, _PREVIEW_POINTS))


def preview_points(spec: LabelledData, most: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The first training points in the plane, for a thumbnail: float32 [point, 2] and int64 [point] classes.

    Points with a number in place of a class are all of class 0.

    Raises:
        DataError: a file is missing or broken.
    """
    points = load_dataset(spec)
    labels = points.train_labels[:most]
    return project(points.train_inputs[:most]), labels if spec.classes > 1 else np.zeros(len(labels), np.int64)


def preview_images(spec: LabelledData, most: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The first images, best of those to test on: float32 [image, pixel], scaled, and int64 [image] classes.

    Data that are no images have none.

    Raises:
        DataError: a file is missing or broken.
    """
    if spec.image_shape is None:
        return np.zeros((0, 0), np.float32), np.zeros(0, np.int64)
    points = load_dataset(spec)
    if spec.test_points:
        return points.test_inputs[:most], points.test_labels[:most]
    return points.train_inputs[:most], points.train_labels[:most]


def preview_rows(spec: LabelledData, most: int) -> NDArray[np.float32]:
    """The first training points with all their columns, scaled: float32 [point, column], fewer of very wide ones.

    Raises:
        DataError: a file is missing or broken.
    """
    inputs = load_dataset(spec).train_inputs
    return inputs[: min(most, max(_ROW_ENTRIES // inputs.shape[1], _FEWEST_ROWS))]


def preview_columns(spec: LabelledData, most: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A few training points drawn at random, always the same: float32 [point, column] and targets [point, ...].

    Raises:
        DataError: a file is missing or broken.
    """
    points = load_dataset(spec)
    chosen = np.random.default_rng(0).permutation(len(points.train_inputs))[:most]
    return points.train_inputs[chosen], points.train_labels[chosen].astype(np.float32)


def project(inputs: NDArray[np.float32]) -> NDArray[np.float32]:
    """Points [point, column] as points of the plane [point, 2]: as they are, or their two principal components."""
    if inputs.shape[1] <= 2:
        return inputs
    plane: NDArray[np.float32] = PCA(2, svd_solver="full").fit_transform(inputs)
    return plane


def _scale(points: NDArray[np.float64], spec: LabelledData) -> NDArray[np.float64]:
    values = points if spec.scales_columns else points.reshape(-1, 1)
    return _SCALINGS[spec.scaling](values).reshape(points.shape)
