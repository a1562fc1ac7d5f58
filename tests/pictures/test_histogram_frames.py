import math

import numpy as np

from vgdesk.pictures.histogram_frames import bin_span, fold_counts


def test_the_outer_bins_reach_to_zero_and_to_infinity():
    edges = np.array([-3.0, -2.0, -1.0, 0.0])
    assert [bin_span(edges, place) for place in range(3)] == [(0.0, 0.01), (0.01, 0.1), (0.1, math.inf)]
    assert bin_span(edges[:2], 0) == (0.0, math.inf)


def test_the_outer_bins_take_in_what_lies_beyond_them_and_no_special_values():
    counts = np.arange(66, dtype=np.uint8)[None]
    folded = fold_counts(counts, 4, 8)
    assert folded.tolist() == [[0 + 1 + 2 + 3 + 4, 5, 6, sum(range(7, 64))]]
    assert folded.dtype == np.int64
    assert fold_counts(counts, 0, 64).tolist() == [list(range(64))]
