"""Records what skorch trains: ``NeuralNetClassifier(..., callbacks=[WatchCallback("run.vgrun")])``."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from vgdesk.watching.frameworks.recording import Recording

if TYPE_CHECKING:
    Callback = object  # types are checked without the framework
else:
    from skorch.callbacks import Callback


class WatchCallback(Callback):
    """Records a training, its batch losses, and the numbers of its history.

    Args:
        path: of the new run file; None makes one in the folder of runs.
        options: those of ``vgdesk.watch``, such as ``every="5%"``.
    """

    def __init__(self, path: str | Path | None = None, **options: Any):
        self.path = path
        self.options = options
        self._recording = Recording(path, options)

    def on_train_begin(self, net: Any, X: Any = None, y: Any = None, **_: Any) -> None:  # noqa: N803, ARG002 - theirs
        """Begin."""
        self._recording.start(net.module_, [net.optimizer_])

    def on_epoch_end(self, net: Any, **_: Any) -> None:
        """Take what the epoch came to."""
        lr = net.optimizer_.param_groups[0]["lr"]
        told = {name: value for name, value in net.history[-1].items() if name not in ("epoch", "dur")}
        self._recording.log({**told, "lr": lr})

    def on_train_end(self, net: Any, X: Any = None, y: Any = None, **_: Any) -> None:  # noqa: N803, ARG002 - theirs
        """End the run."""
        self._recording.close()
