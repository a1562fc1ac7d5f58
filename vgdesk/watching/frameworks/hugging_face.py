"""Records what the Trainer of Hugging Face trains: ``Trainer(..., callbacks=[WatchCallback("run.vgrun")])``."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from vgdesk.watching.frameworks.recording import Recording

if TYPE_CHECKING:
    TrainerCallback = object  # types are checked without the framework
else:
    from transformers import TrainerCallback


class WatchCallback(TrainerCallback):
    """Records a training, the losses that its model puts out, and what the trainer logs.

    Args:
        path: of the new run file; None makes one in the folder of runs.
        options: those of ``vgdesk.watch``, such as ``every="5%"``.
    """

    def __init__(self, path: str | Path | None = None, **options: Any):
        self._recording = Recording(path, options)
        self._handle: RemovableHandle | None = None

    def on_train_begin(self, args: Any, state: Any, control: Any, **told: Any) -> None:  # noqa: ARG002 - theirs
        """Begin, in the first process of several."""
        if not state.is_world_process_zero:
            return
        model, optimizer = told["model"], told["optimizer"]
        while hasattr(optimizer, "optimizer"):
            optimizer = optimizer.optimizer
        self._recording.start(model, [optimizer], total_steps=state.max_steps)
        self._handle = model.register_forward_hook(self._find_loss)

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:  # noqa: ARG002 - theirs
        """Take what the trainer tells, a loss over some batches among it."""
        self._recording.log(logs or {})

    def on_train_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002 - theirs
        """End the run."""
        if self._handle is not None:
            self._handle.remove()
        self._recording.close()

    def _find_loss(self, model: nn.Module, _: Any, output: Any) -> None:
        loss = output.get("loss") if isinstance(output, dict) else None
        if model.training and isinstance(loss, Tensor) and loss.numel() == 1:
            self._recording.log_loss(loss)
