from itertools import combinations, product

import pytest

from tests.pairwise import cover_pairs

AXES = {"a": "abcdefghijklm", "b": range(5), "c": range(5), "d": (True, False), "e": (None, {"kind": "x"}, [1])}


@pytest.mark.parametrize("names", ["ab", "abcde", "edcba", "dab", "cbd"])
def test_every_pair_of_values_meets_in_few_cases(names):
    axes = {name: AXES[name] for name in names}
    cases = cover_pairs(**axes)
    assert all(list(case) == list(names) for case in cases)
    for one, other in combinations(names, 2):
        met = [(case[one], case[other]) for case in cases]
        assert [pair for pair in product(axes[one], axes[other]) if pair not in met] == []
    first, second = sorted((len(values) for values in axes.values()), reverse=True)[:2]
    assert first * second <= len(cases) <= 1.3 * first * second
    assert cases == cover_pairs(**axes)


def test_a_single_axis_is_covered_value_by_value():
    assert cover_pairs(a="xy") == [{"a": "x"}, {"a": "y"}]
