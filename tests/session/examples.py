"""Small specs that train in a moment, or for ever."""

from pathlib import Path

from vgdesk.engine import Entry
from vgdesk.experiment.spec import ExperimentSpec, change_spec

ENDLESS = 1_000_000


def small_spec(name: str = "sigmoid", *, epochs: int = 3, seed: int = 7, **changes: object) -> ExperimentSpec:
    """64 points, two hidden layers, four steps an epoch, a sample an epoch."""
    spec = change_spec(
        ExperimentSpec(),
        {
            "name": name,
            "seed": seed,
            "data.n": 64,
            "network.hidden": [{"units": 4}, {"units": 3}],
            "network.activation": "sigmoid",
            "training.batch_size": 16,
            "training.epochs": epochs,
        },
    )
    return change_spec(spec, {path.replace("__", "."): value for path, value in changes.items()}) if changes else spec


def make_entry(folder: Path, name: str = "sigmoid", epochs: int = 3, **changes: object) -> Entry:
    """A lane of a race, recorded under its name."""
    spec = small_spec(name, epochs=epochs, **changes)
    return Entry(f"run-{name}", spec.to_json(), folder / f"{name}.vgrun", name)
