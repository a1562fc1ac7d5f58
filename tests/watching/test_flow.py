import numpy as np
import pytest
import torch.utils.checkpoint
from torch import nn

from tests.watching.examples import mlp, record


class Checkpointed(nn.Module):
    def __init__(self, *, reentrant):
        super().__init__()
        self.net, self.reentrant = mlp(), reentrant

    def forward(self, x):
        if self.reentrant is None:
            return self.net(x)
        again = torch.utils.checkpoint
        with again.set_checkpoint_early_stop(False):
            return again.checkpoint(self.net, x.requires_grad_(), use_reentrant=self.reentrant)


@pytest.mark.parametrize("reentrant", [False, True])
def test_a_checkpointed_network_is_measured_as_a_plain_one(tmp_path, reentrant):
    plain, again = (record(tmp_path / f"{each}.vgrun", Checkpointed(reentrant=each)) for each in (None, reentrant))
    assert np.isfinite(plain.grid("signal", "rms")).all()
    assert again.values.tobytes() == plain.values.tobytes()
