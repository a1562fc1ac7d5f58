import numpy as np
import pytest

from vgdesk.analysis.zero_lines import find_zero_lines


def grid(side):
    return np.meshgrid(np.arange(side, dtype=float), np.arange(side, dtype=float))


def length(lines):
    return np.linalg.norm(lines[:, 1] - lines[:, 0], axis=1).sum()


def test_a_circle_is_found_where_it_is():
    x, y = grid(41)
    lines = find_zero_lines((x - 20) ** 2 + (y - 18) ** 2 - 150)
    distances = np.hypot(lines[..., 0] - 20, lines[..., 1] - 18)
    assert distances == pytest.approx(np.sqrt(150), abs=0.02)
    assert length(lines) == pytest.approx(2 * np.pi * np.sqrt(150), rel=0.01)


@pytest.mark.parametrize(("a", "b", "c"), [(1, 0, -3.5), (0, 1, -2.25), (0.7, -0.4, -1.3)])
def test_a_plane_gives_a_straight_line(a, b, c):
    x, y = grid(9)
    lines = find_zero_lines(a * x + b * y + c)
    assert len(lines) >= 8
    assert abs(a * lines[..., 0] + b * lines[..., 1] + c).max() < 1e-12


def test_the_pieces_join():
    x, y = grid(30)
    ends = find_zero_lines(np.hypot(x - 14, y - 15) - 9.3).reshape(-1, 2).round(9)
    assert set(np.unique(ends, axis=0, return_counts=True)[1].tolist()) == {2}


@pytest.mark.parametrize(
    ("field", "pairs"),
    [
        ([[3, -1], [-1, 3]], [((0.75, 0), (1, 0.25)), ((0, 0.75), (0.25, 1))]),
        ([[1, -3], [-3, 1]], [((0.25, 0), (0, 0.25)), ((1, 0.75), (0.75, 1))]),
    ],
)
def test_a_saddle_is_parted_by_its_middle(field, pairs):
    found = {frozenset(map(tuple, line)) for line in find_zero_lines(np.array(field)).tolist()}
    assert found == {frozenset(pair) for pair in pairs}


def test_there_is_no_line_where_nothing_changes_or_nothing_is_known():
    assert find_zero_lines(np.ones((5, 5))).shape == (0, 2, 2)
    assert find_zero_lines(np.zeros((5, 5))).shape == (0, 2, 2)
    x, _ = grid(6)
    field = x - 2.5
    field[2, 2] = np.nan
    lines = find_zero_lines(field)
    assert np.isfinite(lines).all()
    assert len(lines) == 3
