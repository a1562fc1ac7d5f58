"""Records what Lightning trains: ``Trainer(callbacks=[WatchCallback("run.vgrun")])``."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from vgdesk.watching.frameworks.recording import Recording

if TYPE_CHECKING:
    Callback = object  # types are checked without the framework
else:
    try:
        from lightning.pytorch.callbacks import Callback
    except ImportError:
        from pytorch_lightning.callbacks import Callback


class WatchCallback(Callback):
    """Records every optimizer of a training, its batch losses, what the module logs, and the learning rate.

    Args:
        path: of the new run file; None makes one in the folder of runs.
        options: those of ``vgdesk.watch``, such as ``every="5%"``.
    """

    def __init__(self, path: str | Path | None = None, **options: Any):
        self._recording = Recording(path, options)

    def on_train_start(self, trainer: Any, pl_module: Any) -> None:
        """Begin, in the first process of several."""
        if trainer.is_global_zero:
            scaler = getattr(trainer.precision_plugin, "scaler", None)
            self._recording.start(pl_module, trainer.optimizers, scaler=scaler)

    def on_before_backward(self, trainer: Any, pl_module: Any, loss: Any) -> None:  # noqa: ARG002 - theirs
        """Take the loss of the batch, which was divided where gradients are accumulated."""
        self._recording.log_loss(loss.detach() * trainer.accumulate_grad_batches)

    def on_validation_end(self, trainer: Any, pl_module: Any) -> None:  # noqa: ARG002 - theirs
        """Take what the validation found."""
        self._log(trainer, is_validation=True)

    def on_train_epoch_end(self, trainer: Any, pl_module: Any) -> None:  # noqa: ARG002 - theirs
        """Take what the epoch came to, and the learning rate."""
        self._log(trainer, is_validation=False)
        self._recording.log({"lr": trainer.optimizers[0].param_groups[0]["lr"]})

    def on_exception(self, trainer: Any, pl_module: Any, exception: BaseException) -> None:  # noqa: ARG002 - theirs
        """End the run as failed."""
        self._recording.close(exception)

    def teardown(self, trainer: Any, pl_module: Any, stage: str) -> None:  # noqa: ARG002 - theirs
        """End the run."""
        self._recording.close()

    def _log(self, trainer: Any, *, is_validation: bool) -> None:
        told = trainer.callback_metrics.items()
        self._recording.log({name: value for name, value in told if name.startswith("val") is is_validation})
