"""Where a sweep is trained: processes of this machine, or a dask cluster that is there already."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from vgdesk.errors import EngineError, VgdeskError

Client: TypeAlias = Any  # dask is not typed

_LOCAL = ("127.0.0.1", "localhost", "::1")
_TIMEOUT_SECONDS = 15
_DEATHS = 3
_INSTALL = 'sweeps need dask and pyarrow, which are not installed; run: pip install "vgdesk[sweep]"'


@dataclass(frozen=True)
class Cluster:
    """Where a sweep is trained.

    Attributes:
        scheduler: address of a dask scheduler, such as ``tls://10.0.0.5:8786``; empty for this machine alone.
        jobs: processes on this machine; 0 for one a core.
        tls_ca: file with the certificate that the scheduler is checked by.
        tls_cert: file with this machine's certificate.
        tls_key: file with its key.
    """

    scheduler: str = ""
    jobs: int = 0
    tls_ca: str | None = None
    tls_cert: str | None = None
    tls_key: str | None = None

    @property
    def warning(self) -> str:
        """What to know before the work is sent there; empty where nothing is."""
        address = urlsplit(self.scheduler)
        if not self.scheduler or address.scheme == "tls" or address.hostname in _LOCAL:
            return ""
        return (
            f"{self.scheduler} is not encrypted: whoever reaches that address can run code on its workers; "
            "take tls:// or keep it behind a firewall"
        )


def require_dask() -> None:
    """Raise VgdeskError with the way out where the extra ``sweep`` is not installed."""
    try:
        import distributed  # noqa: F401, PLC0415
        import pyarrow  # noqa: F401, PLC0415
    except ImportError:
        raise VgdeskError(_INSTALL) from None


@contextmanager
def open_cluster(cluster: Cluster) -> Iterator[Client]:
    """A client of the cluster; processes that were started for it end with it.

    Raises:
        VgdeskError: dask is not installed, or the scheduler cannot be reached.
    """
    require_dask()
    opened = _join(cluster) if cluster.scheduler else _start(cluster.jobs or os.cpu_count() or 1)
    with opened as client:
        yield client


@contextmanager
def _start(jobs: int) -> Iterator[Client]:
    import dask  # noqa: PLC0415
    from distributed import Client, LocalCluster  # noqa: PLC0415

    settings = {
        "distributed.scheduler.allowed-failures": _DEATHS - 1,
        "distributed.worker.preload": ["vgdesk.sweeps.preload"],
    }
    try:
        with dask.config.set(settings):
            local = LocalCluster(
                n_workers=jobs, threads_per_worker=1, dashboard_address=None, host="127.0.0.1", silence_logs=50
            )
    except RuntimeError as error:
        raise EngineError(f"the workers could not be started: {error}; close other programs and try again") from None
    with local, Client(local) as client:
        yield client


@contextmanager
def _join(cluster: Cluster) -> Iterator[Client]:
    from distributed import Client  # noqa: PLC0415

    try:
        client = Client(cluster.scheduler, timeout=_TIMEOUT_SECONDS, security=_security(cluster))
        client.wait_for_workers(1, timeout=_TIMEOUT_SECONDS)
    except (OSError, ValueError) as error:  # a TimeoutError is an OSError
        reason = " ".join(str(error).split())
        raise VgdeskError(f"cannot reach the scheduler {cluster.scheduler} and a worker of it: {reason}") from None
    with client:
        yield client


def _security(cluster: Cluster) -> object:
    from distributed.security import Security  # noqa: PLC0415

    if not cluster.tls_ca and not cluster.tls_cert:
        return None
    names = {"tls_ca_file": cluster.tls_ca, "tls_client_cert": cluster.tls_cert, "tls_client_key": cluster.tls_key}
    return Security(require_encryption=True, **{name: path for name, path in names.items() if path})
