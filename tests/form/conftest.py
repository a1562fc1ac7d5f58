"""A spec to edit."""

import pytest

from tests.form.examples import build_circles
from vgdesk.experiment.spec import ExperimentSpec


@pytest.fixture
def circles() -> ExperimentSpec:
    """Four hidden layers of five sigmoid units, normal(0, 1), RMSprop."""
    return build_circles(4)
