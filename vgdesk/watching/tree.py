"""The rows of a network of one's own: its modules, and which parameter is which tensor of its row."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor, nn

from vgdesk.errors import VgdeskError
from vgdesk.events import Layer
from vgdesk.experiment.slots import Slot
from vgdesk.experiment.watched import RowKind, WatchedRow

_NORMS = (
    nn.modules.batchnorm._BatchNorm,
    nn.modules.instancenorm._InstanceNorm,
    nn.LayerNorm,
    nn.GroupNorm,
)
_CHANNELS_FIRST = (nn.modules.conv._ConvNd, *_NORMS[:2], nn.GroupNorm)
_KINDS: tuple[tuple[RowKind, tuple[type[nn.Module], ...]], ...] = (
    ("linear", (nn.Linear, nn.Bilinear)),
    ("conv", (nn.modules.conv._ConvNd,)),
    ("norm", _NORMS),
    ("embedding", (nn.Embedding, nn.EmbeddingBag)),
    ("attention", (nn.MultiheadAttention,)),
    ("recurrent", (nn.RNNBase, nn.RNNCellBase)),
)
_RECURRENT = {"weight_ih": "weight", "weight_hh": "recurrent_weight", "bias_ih": "bias", "bias_hh": "recurrent_bias"}
_NORM_NAMES = {"weight": "scale", "bias": "shift"}


@dataclass
class ModelRow:
    """A row: a module that owns parameters, or a part of one.

    Attributes:
        path: of the module, with the name of the part.
        kind: what the module is.
        module: whose output is its activation; None for a part, or where modules must not be hooked.
        axis: of the module's output along which its units lie.
        parameters: by the key of the tensor in ``vgdesk.measures``.
    """

    path: str
    kind: RowKind
    module: nn.Module | None
    axis: int = -1
    parameters: dict[str, nn.Parameter] = field(default_factory=dict)

    @property
    def units(self) -> int:
        """Width of its output."""
        tensor = next(iter(self.parameters.values()))
        axis = 1 if self.kind == "embedding" else 0
        return int(tensor.shape[axis]) if tensor.dim() > axis else max(tensor.numel(), 1)


def list_rows(model: nn.Module, include: str = "", exclude: str = "") -> tuple[ModelRow, ...]:
    """The rows of a network, in the order of its modules; a parameter that several share stands where it comes first.

    Args:
        model: the network.
        include: regular expression; a row stays if it is found in its path. Empty takes all.
        exclude: regular expression; a row is left out if it is found in its path. Empty leaves out none.

    Raises:
        VgdeskError: the network has no parameters, none is left, or an expression is none.
    """
    wanted, unwanted = _pattern("include", include), _pattern("exclude", exclude)
    rows: dict[str, ModelRow] = {}
    seen: set[int] = set()
    for path, module in model.named_modules():
        for name, parameter in module.named_parameters(recurse=False):
            if id(parameter) not in seen and parameter.numel():
                seen.add(id(parameter))
                _place(rows, (path, module), name, parameter)
    if not rows:
        raise VgdeskError(f"{type(model).__name__} has no parameters; watch the network that is trained")
    left = [row for row in rows.values() if wanted(row.path) and not (exclude and unwanted(row.path))]
    if not left:
        first = next(iter(rows))
        raise VgdeskError(f"include={include!r}, exclude={exclude!r} leave none of {len(rows)} rows, such as {first}")
    return tuple(left)


def describe_rows(rows: Sequence[ModelRow]) -> tuple[tuple[Layer, ...], tuple[WatchedRow, ...], tuple[Slot, ...]]:
    """What a run says of its rows: the layers, where they stand in the network, and their tensors."""
    layers = tuple(Layer(row.path, row.units, "") for row in rows)
    blocks = list(dict.fromkeys(filter(None, (_block(row.path) for row in rows))))
    watched = tuple(
        WatchedRow(row.path, row.kind, blocks.index(block) + 1 if (block := _block(row.path)) else 0) for row in rows
    )
    slots = tuple(
        Slot(number, tensor, tuple(parameter.shape) or (1,))
        for number, row in enumerate(rows, start=1)
        for tensor, parameter in row.parameters.items()
    )
    return layers, watched, slots


def first_tensor(output: Any) -> Tensor | None:
    """The output of a module, or the first tensor of several; None without one of floating point."""
    if isinstance(output, Tensor):
        return output if output.is_floating_point() and output.numel() and output.dim() else None
    parts = output.values() if isinstance(output, dict) else output if isinstance(output, tuple | list) else ()
    return next((found for part in parts if (found := first_tensor(part)) is not None), None)


def _place(rows: dict[str, ModelRow], at: tuple[str, nn.Module], name: str, parameter: nn.Parameter) -> None:
    path, module = at
    kind = _kind_of(module)
    part, tensor = _name_tensor(kind, name)
    whole = ".".join(filter(None, (path, part))) or type(module).__name__
    if tensor in (rows[whole].parameters if whole in rows else {}):
        whole = f"{whole}.{name}"
    if whole not in rows:
        hooked = None if part and kind != "recurrent" else module
        rows[whole] = ModelRow(whole, kind, hooked, 1 if isinstance(module, _CHANNELS_FIRST) else -1)
    rows[whole].parameters[tensor] = parameter


def _name_tensor(kind: RowKind, name: str) -> tuple[str, str]:
    """The part of the module that a parameter belongs to, and its tensor there: ``in_proj_weight``, a weight."""
    if kind == "norm" and name in _NORM_NAMES:
        return "", _NORM_NAMES[name]
    if kind == "recurrent" and (found := re.fullmatch(r"((?:weight|bias)_[ih]h)_?(.*)", name)):
        return found[2], _RECURRENT[found[1]]
    if name in ("weight", "bias"):
        return "", name
    stem, _, last = name.rpartition("_")
    return (stem, last) if stem and last in ("weight", "bias") else (name, "weight")


def _kind_of(module: nn.Module) -> RowKind:
    found = next((kind for kind, classes in _KINDS if isinstance(module, classes)), None)
    if found is not None:
        return found
    return "norm" if "norm" in type(module).__name__.lower() else "other"


def _block(path: str) -> str:
    """The path up to its last number: what a network repeats; empty outside of it."""
    parts = path.split(".")
    last = max((place for place, part in enumerate(parts) if part.isdecimal()), default=-1)
    return ".".join(parts[: last + 1])


def _pattern(name: str, text: str) -> Callable[[str], object]:
    try:
        return re.compile(text).search
    except re.error as error:
        raise VgdeskError(f"{name}={text!r} is no regular expression: {error}") from None
