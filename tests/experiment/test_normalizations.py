import pytest
from pydantic import TypeAdapter, ValidationError

from vgdesk.experiment.normalizations import (
    BatchNormalization,
    IdentitySkip,
    LayerNormalization,
    Normalization,
    NoSkip,
    Skip,
)


def test_the_defaults_are_those_of_keras_before_the_activation():
    assert (BatchNormalization().momentum, BatchNormalization().epsilon) == (0.99, 1e-3)
    assert LayerNormalization().epsilon == 1e-3
    assert (BatchNormalization().position, LayerNormalization().position) == ("before", "before")


@pytest.mark.parametrize("kind", ["batch", "layer"])
def test_a_position_is_before_or_after(kind):
    read = TypeAdapter(Normalization)
    assert read.validate_python({"kind": kind, "position": "after"}).position == "after"
    with pytest.raises(ValidationError):
        read.validate_python({"kind": kind, "position": "inside"})


def test_a_skip_is_none_or_an_identity_of_one_of_two_strengths():
    read = TypeAdapter(Skip)
    assert (read.validate_python("none"), read.validate_python("identity")) == (NoSkip(), IdentitySkip(alpha="1"))
    assert read.validate_python({"kind": "identity", "alpha": "1/sqrt(L)"}) == IdentitySkip(alpha="1/sqrt(L)")
    with pytest.raises(ValidationError):
        read.validate_python({"kind": "identity", "alpha": "2"})
