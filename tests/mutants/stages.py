"""Which test files are tried on a fault, nearest first."""

from pathlib import Path, PurePosixPath

STAGES = ("mirror", "room", "above", "full")
# These look at the text of files or at the tests, not at what vgdesk does; a fault noticed only there is not found.
FORMALITIES = (
    "tests/contracts/test_benchmarks.py",
    "tests/contracts/test_docstrings.py",
    "tests/contracts/test_guards.py",
    "tests/contracts/test_imports.py",
    "tests/contracts/test_mutants.py",
    "tests/contracts/test_packaging.py",
    "tests/contracts/test_project.py",
    "tests/contracts/test_sizes.py",
    "tests/contracts/test_wheel.py",
)
# Tests of the rooms that use a room; a trailing star stands for the files right in a folder, without those below.
_ABOVE: dict[str, tuple[str, ...]] = {
    "training": ("oracle", "checking", "*", "cli"),
    "runs": ("*", "analysis", "pictures", "session", "export", "cli"),
    "analysis": ("pictures", "ui/panes", "export", "checking", "cli", "oracle"),
    "pictures": ("export", "ui/panes", "ui/*", "cli", "oracle"),
    "experiment": ("form", "lessons", "training", "session", "ui/builder", "cli", "*"),
    "form": ("ui/builder", "ui/*", "*"),
    "lessons": ("checking", "session", "cli", "ui/*"),
    "checking": ("cli", "session", "ui/*"),
    "export": ("cli", "ui/*", "ui/dialogs"),
    "library": ("session", "cli", "ui/library", "ui/*"),
    "session": ("ui/*", "ui/builder", "ui/commands"),
    "cli": ("*", "end_to_end"),
    "ui": ("*", "ui/commands", "ui/panes", "ui/builder", "ui/dialogs", "end_to_end"),
    "ui/commands": ("ui/*", "*", "end_to_end"),
    "ui/panes": ("ui/*", "*"),
    "ui/builder": ("ui/*", "*"),
    "ui/dialogs": ("ui/*", "*"),
    "ui/library": ("ui/*", "*"),
    "": ("training", "runs", "analysis", "pictures", "oracle", "session", "cli", "ui/panes", "ui/*"),
}


def list_stages(file: str, checkout: Path) -> list[tuple[str, list[str]]]:
    """Name and test files of each stage for a fault in a file, those that name its module first; none comes twice.

    Args:
        file: the faulty one.
        checkout: whose tests are tried.
    """
    path = PurePosixPath(file).relative_to("vgdesk")
    folder = "" if path.parent == PurePosixPath(".") else path.parent.as_posix()
    own = f"{folder}/*" if folder in ("", "ui") else folder
    wishes = (
        _mirrors(path, folder, checkout),
        [*_files(own, checkout), *_files("contracts", checkout)],
        [name for above in _ABOVE[folder] for name in _files(above, checkout)],
        _files("", checkout),
    )
    module = ".".join(PurePosixPath(file).with_suffix("").parts)
    seen = set(FORMALITIES)
    stages = []
    for name, wished in zip(STAGES, wishes, strict=True):
        files = [test for test in dict.fromkeys(wished) if test not in seen]
        seen.update(files)
        stages.append((name, sorted(files, key=lambda test: module not in (checkout / test).read_text("utf-8"))))
    return stages


def _mirrors(path: PurePosixPath, folder: str, checkout: Path) -> list[str]:
    """The files named after the module, in its own room and in others."""
    own = sorted((checkout / "tests" / folder).glob(f"test_{path.stem}*.py"))
    others = sorted((checkout / "tests").rglob(f"test_{path.stem}.py"))
    return [test.relative_to(checkout).as_posix() for test in (*own, *others)]


def _files(wish: str, checkout: Path) -> list[str]:
    root = checkout / "tests" / wish.strip("*")
    found = root.glob("test_*.py") if wish.endswith("*") else root.rglob("test_*.py")
    return [test.relative_to(checkout).as_posix() for test in sorted(found)]
