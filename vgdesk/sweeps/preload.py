"""What a worker process of this machine does before its first network; dask calls it by its name."""

import signal


def dask_setup(worker: object) -> None:  # noqa: ARG001 - dask hands it over
    """Leave Ctrl+C to the process that started it, and open the torch room."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from vgdesk.training.process import prepare_process  # noqa: PLC0415

    prepare_process()
    import vgdesk.training.loop  # noqa: PLC0415, F401 - not within the time of the first network
