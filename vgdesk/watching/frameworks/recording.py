"""What the callbacks of all frameworks have in common: recorders for one training, and names for what it tells."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from torch import Tensor, nn
from torch.optim import Optimizer

from vgdesk.events import LONGEST_NAME
from vgdesk.watching.recorder import Recorder, watch

_NAMES = {
    "valid_loss": "val_loss",
    "eval_loss": "val_loss",
    "valid_acc": "val_acc",
    "eval_accuracy": "val_accuracy",
    "learning_rate": "lr",
    "loss": "train_loss",
}


class Recording:
    """The recorders of one training after the other, one an optimizer.

    Args:
        path: of the new run file; None makes one in the folder of runs. Further optimizers of one training get a
            number behind its name.
        options: those of ``vgdesk.watch``.
    """

    def __init__(self, path: str | Path | None, options: Mapping[str, Any]):
        self._path = None if path is None else Path(path)
        self._options = dict(options)
        self._recorders: list[Recorder] = []

    def start(self, model: nn.Module, optimizers: Sequence[Optimizer], **options: Any) -> None:
        """Begin to record; what was recorded before is ended.

        Raises:
            VgdeskError: as ``vgdesk.watch``.
        """
        self.close()
        for number, optimizer in enumerate(optimizers, start=1):
            self._recorders.append(watch(model, optimizer, self._number(number), **{**options, **self._options}))

    def log_loss(self, loss: Tensor | float) -> None:
        """Tell the loss of the batch under way."""
        for recorder in self._recorders:
            recorder.log(loss=loss)

    def log(self, told: Mapping[str, Any]) -> None:
        """Tell those of some values that are single numbers, under the names that vgdesk has for them."""
        numbers = {
            _NAMES.get(name, name): value for name, value in told.items() if _is_number(value) and _is_short(name)
        }
        for recorder in self._recorders:
            recorder.log(**numbers)

    def close(self, error: BaseException | None = None) -> None:
        """End the runs, as failed where an error ended the training."""
        for recorder in self._recorders:
            recorder.__exit__(type(error) if error else None, error, None)
        self._recorders = []

    def _number(self, number: int) -> Path | None:
        if self._path is None or number == 1:
            return self._path
        return self._path.with_name(f"{self._path.stem}-{number}{self._path.suffix}")


def _is_number(value: Any) -> bool:
    if isinstance(value, Tensor):
        return value.numel() == 1
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_short(name: str) -> bool:
    return len(name.encode()) <= LONGEST_NAME
