import torch

from vgdesk.watching.fetching import fetch, mark


def test_what_is_on_the_cpu_is_not_copied():
    tensors = [torch.ones(2), torch.zeros((), dtype=torch.bfloat16)]
    found = fetch(tensors, mark(torch.device("cpu")))
    assert [each.data_ptr() for each in found] == [each.data_ptr() for each in tensors]
