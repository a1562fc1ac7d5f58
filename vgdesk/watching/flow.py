"""What flows through the modules of a network at a sample: the first entries of outputs and of their gradients."""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from vgdesk.watching.tree import ModelRow, first_tensor

_KEPT_ENTRIES = 8192  # of a row, in whole points
_SILENT_PASSES = 100

Kept = dict[int, Tensor]


class FlowHooks:
    """Keeps outputs and signals of every row that has a module, while it is asked to.

    A module that is called several times in a step keeps its last call. Nothing is changed and nothing waits for
    the device; a compiled network runs without.

    Args:
        rows: of the network.
        tell_silence: called once when many passes went by and nobody called ``take``.

    Attributes:
        is_wanted: whether the step under way is sampled.
    """

    def __init__(self, rows: Sequence[ModelRow], tell_silence: Callable[[], None]):
        self.is_wanted = True
        self.outputs: Kept = {}
        self.signals: Kept = {}
        self._tell_silence: Callable[[], None] | None = tell_silence
        self._passes = 0
        owners = {row.module: number for number, row in enumerate(rows) if row.module is not None}
        self._first = min(owners.values(), default=-1)
        self._handles: list[RemovableHandle] = [
            module.register_forward_hook(_OutputHook(self, number)) for module, number in owners.items()
        ]

    def take(self) -> tuple[Kept, Kept]:
        """Outputs and signals by row since the last call."""
        kept = self.outputs, self.signals
        self.outputs, self.signals = {}, {}
        self._tell_silence = None
        return kept

    def count_pass(self, row: int) -> None:
        """Note that a row was at work."""
        self._passes += row == self._first
        if self._passes == _SILENT_PASSES and self._tell_silence is not None:
            self._tell_silence()
            self._tell_silence = None

    def remove(self) -> None:
        """Leave the modules as they were."""
        for handle in self._handles:
            handle.remove()


class _NoHook:
    """Stands in a copy of a network for the hook of the one that is recorded."""

    def __call__(self, *_: Any) -> None: ...


class _OutputHook:
    """Keeps the output of a row's module; a copy of the module has none."""

    def __init__(self, hooks: FlowHooks, row: int):
        self._hooks = hooks
        self._row = row

    def __call__(self, module: nn.Module, _: Any, output: Any) -> None:
        if torch.compiler.is_compiling() or not module.training:
            return
        hooks = self._hooks
        hooks.count_pass(self._row)
        found = first_tensor(output) if hooks.is_wanted else None
        if found is None:
            return
        hooks.outputs[self._row] = _cut(found)
        hooks.signals.pop(self._row, None)
        if found.requires_grad:
            found.register_hook(self._keep_signal)

    def __deepcopy__(self, _: Any) -> _NoHook:
        return _NoHook()

    def __reduce__(self) -> tuple[type[_NoHook], tuple[()]]:
        return _NoHook, ()

    def _keep_signal(self, gradient: Tensor) -> None:
        self._hooks.signals[self._row] = _cut(gradient)


def _cut(tensor: Tensor) -> Tensor:
    """A float32 copy of the first points, as many as fit."""
    points = max(1, _KEPT_ENTRIES * len(tensor) // tensor.numel())
    return tensor.detach()[:points].to(torch.float32, copy=True)
