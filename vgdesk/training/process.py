"""What a process that trains needs around the training. Importing this module imports no torch."""

import os

from vgdesk.errors import VgdeskError

_NO_MEMORY = "not enough memory for this training; take fewer units, fewer layers, fewer points or a smaller batch"


def prepare_process() -> None:
    """Set the environment that torch reads when it is imported; call it before the torch room opens.

    One thread, and idle ones that sleep: small networks run many times slower on a busy machine otherwise.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def describe_failure(error: Exception) -> str:
    """Why a training failed, for the user, in one line."""
    if isinstance(error, VgdeskError):
        return str(error)
    if isinstance(error, MemoryError) or "allocate memory" in str(error):  # torch raises a RuntimeError
        return _NO_MEMORY
    return f"the training failed: {type(error).__name__}: {' '.join(str(error).split())}"
