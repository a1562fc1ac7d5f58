import zlib

import numpy as np
import pytest

from tests.runs.examples import example_history
from vgdesk.analysis.codes import FIRST_SHADE, MISSING
from vgdesk.library.thumbnails import COLUMNS, Thumbnail, make_thumbnail


def test_it_is_the_heatmap_with_its_layers_and_the_untrained_part_empty():
    codes = make_thumbnail(example_history(50)).codes()  # of 100 planned epochs
    assert codes.shape == (3, COLUMNS)
    assert (codes[:, : COLUMNS // 2 - 2] != MISSING).all()
    assert (codes[:, COLUMNS // 2 + 2 :] == MISSING).all()
    assert (codes >= FIRST_SHADE).any()


def test_many_layers_become_few_rows():
    assert make_thumbnail(example_history(5, 100)).codes().shape == (32, COLUMNS)


@pytest.mark.parametrize("packed", [b"", b"text", zlib.compress(bytes(10**6)), zlib.compress(bytes(5))])
def test_a_damaged_picture_is_none(packed):
    assert not Thumbnail(3, packed).codes().size


def test_a_run_without_samples_has_none():
    assert make_thumbnail(example_history(0)) is None
    assert make_thumbnail(example_history(1)).codes().dtype == np.uint8
