import pytest

from tests.cli.results import assert_refused


@pytest.mark.parametrize("scale", ["0", "-1", "nan", "1e7"])
def test_a_loss_is_multiplied_by_what_keeps_it_a_loss(run, scale):
    assert_refused(run("diagnose", "run.vgrun", f"--loss-scale={scale}"), f"{scale} is no factor of a loss", "1e-06")
