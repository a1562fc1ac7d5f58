import pytest

from vgdesk.experiment.sequences import Adding, DelayedRecall


@pytest.mark.parametrize(
    ("data", "columns", "classes"), [(Adding(length=7), 2, 1), (DelayedRecall(length=7, symbols=5), 5, 5)]
)
def test_a_sequence_is_as_long_and_wide_as_asked(data, columns, classes):
    assert (data.step_columns, data.inputs, data.classes) == (columns, 7 * columns, classes)


@pytest.mark.parametrize("kind", [Adding, DelayedRecall])
def test_sequences_are_parted_without_loss(kind):
    data = kind(n=500, test_fraction=0.3)
    assert (data.points, data.train_points, data.test_points) == (500, 350, 150)
    assert (data.find_problems(), data.fingerprint()) == ((), ())
