"""What fits into this machine, and the refusal of what does not."""

from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage

import psutil

from vgdesk.errors import Problem
from vgdesk.experiment.estimate import estimate
from vgdesk.experiment.network import LayerSpec
from vgdesk.experiment.spec import ExperimentSpec

_USABLE = 0.8  # of what is free now; others want some too
_UNITS = {"kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "PB": 1e15, "EB": 1e18}


@dataclass(frozen=True)
class Room:
    """What trainings may take.

    Attributes:
        memory_bytes: of memory.
        disk_bytes: of the disk that run files go to.
    """

    memory_bytes: int
    disk_bytes: int

    def shared_by(self, trainings: int) -> "Room":
        """The room of each of a number of trainings at the same time."""
        return Room(self.memory_bytes // trainings, self.disk_bytes // trainings)


def measure_room(folder: Path) -> Room:
    """The room that there is now, for run files in a folder that exists or will."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    return Room(int(_USABLE * psutil.virtual_memory().available), int(_USABLE * disk_usage(there).free))


def find_excess(spec: ExperimentSpec, room: Room) -> tuple[Problem, ...]:
    """What of a spec is too big for the room, each with the largest that fits."""
    cost = estimate(spec)
    wanted = (("memory", cost.memory_bytes, room.memory_bytes), ("disk", cost.file_bytes, room.disk_bytes))
    return tuple(
        Problem(
            "network", "", f"needs {_write(size)} of {kind}, and there are {_write(limit)}; {_way_out(spec, room)}"
        )
        for kind, size, limit in wanted
        if size > limit
    )


def _way_out(spec: ExperimentSpec, room: Room) -> str:
    width = _largest_width(spec, room)
    if width:
        return f"the largest width that fits is {width}"
    return "take fewer points, a smaller batch, or sample more seldom"


def _largest_width(spec: ExperimentSpec, room: Room) -> int:
    """Units to cut wider layers to so that the spec fits; 0 if no width fits."""
    fits, too_wide = 0, max(_widths(spec), default=0)
    while too_wide - fits > 1:
        middle = (fits + too_wide) // 2
        if _fits(_cut(spec, middle), room):
            fits = middle
        else:
            too_wide = middle
    return fits


def _fits(spec: ExperimentSpec, room: Room) -> bool:
    cost = estimate(spec)
    return cost.memory_bytes <= room.memory_bytes and cost.file_bytes <= room.disk_bytes


def _widths(spec: ExperimentSpec) -> list[int]:
    recurrent = spec.network.recurrent
    return [layer.units for layer in spec.network.hidden] + ([recurrent.units] if recurrent else [])


def _cut(spec: ExperimentSpec, width: int) -> ExperimentSpec:
    network = spec.network
    hidden = tuple(LayerSpec(**{**dict(layer), "units": min(layer.units, width)}) for layer in network.hidden)
    changes: dict[str, object] = {"hidden": hidden}
    if network.recurrent is not None:
        units = min(network.recurrent.units, width)
        changes["recurrence"] = network.recurrent.model_copy(update={"units": units})
    return spec.model_copy(update={"network": network.model_copy(update=changes)})


def _write(size: float) -> str:
    unit = next((name for name, scale in _UNITS.items() if size < 1000 * scale), "EB")
    return f"{size / _UNITS[unit]:.3g} {unit}"
