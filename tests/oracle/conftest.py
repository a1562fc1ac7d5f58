import pytest
import torch


@pytest.fixture
def double():
    """Torch's NAdam keeps its product of momenta in the default type."""
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)
