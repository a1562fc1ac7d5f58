"""The storms by name, and how many cases a long one has."""

from tests.soak.data_files import read_drawn_file
from tests.soak.run_files import read_changed_run
from tests.soak.specs import train_drawn_spec
from tests.soak.storm import Case
from tests.soak.window import use_window

STORMS: dict[str, tuple[Case, int]] = {
    "run-files": (read_changed_run, 10_000),
    "specs": (train_drawn_spec, 5_000),
    "data-files": (read_drawn_file, 2_000),
    "window": (use_window, 20),
}
