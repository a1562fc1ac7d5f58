"""Brings tensors to the CPU from the thread that writes; the device never waits for it, nor the training."""

from collections.abc import Sequence

import torch
from torch import Tensor


def fetch(tensors: Sequence[Tensor], ready: torch.cuda.Event | None = None) -> list[Tensor]:
    """The same tensors on the CPU; those that are there already are not copied.

    Copies from a GPU run beside the training on a stream of their own, into pinned memory, and only this thread waits
    for them: ``torch.cuda.set_sync_debug_mode("error")`` has nothing to say.

    Args:
        tensors: on any devices; nobody may write to them before this returns.
        ready: passed once the training has filled them; None on a CPU.
    """
    found = list(tensors)
    for device in {tensor.device for tensor in tensors if tensor.is_cuda}:
        stream = torch.cuda.Stream(device)
        if ready is not None:
            stream.wait_event(ready)
        with torch.cuda.stream(stream):
            for place, tensor in enumerate(tensors):
                if tensor.device == device:
                    host = torch.empty(tensor.shape, dtype=tensor.dtype, pin_memory=True)
                    found[place] = host.copy_(tensor, non_blocking=True)
            done = torch.cuda.Event()
            done.record(stream)
        done.synchronize()
    return [tensor if tensor.device.type == "cpu" else tensor.cpu() for tensor in found]


def mark(device: torch.device) -> torch.cuda.Event | None:
    """An event that is passed when all that the training asked of a device so far is done; None on a CPU."""
    if device.type != "cuda":
        return None
    event = torch.cuda.Event()
    event.record(torch.cuda.current_stream(device))
    return event
