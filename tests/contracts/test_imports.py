"""Who may import whom: the contracts in pyproject.toml, what the doors load, and what import-linter cannot see."""

import ast
import subprocess
import sys
import tomllib
from itertools import permutations

import grimp
import pytest

from tests.contracts.checkout import ROOT, name_of, parse, source_files
from vgdesk.pictures.catalog import AROUND
from vgdesk.ui.panes.catalog import kind_of

QT = ("PySide6", "shiboken6", "pyqtgraph", "superqt", "qtawesome", "qtpy")
TORCH = ("torch", "sklearn")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]


def test_the_contracts_in_pyproject_hold():
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = run_python(command, "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_contract_forgets_a_room():
    rooms = {f"vgdesk.{path.stem}" for path in (ROOT / "vgdesk").iterdir() if is_room(path)}
    listed = {contract["id"]: set(contract.get("source_modules", ())) for contract in CONTRACTS}
    assert listed["torch"] == rooms - {"vgdesk.training", "vgdesk.watching"}
    assert listed["figures"] == rooms - {"vgdesk.export"}
    assert listed["qt"] == rooms - {f"vgdesk.{name}" for name in ("__main__", "app", "ui", "session")}


def test_no_pane_knows_another_pane():
    panes = {kind_of(picture).__module__ for picture in AROUND}
    assert len(panes) >= 2
    graph = grimp.build_graph("vgdesk", cache_dir=None)
    chains = {(one, other): graph.find_shortest_chain(one, other) for one, other in permutations(panes, 2)}
    assert not {pair: chain for pair, chain in chains.items() if chain}


STRICT = (*QT, *TORCH, "matplotlib")
WITHOUT_WINDOW = {
    "__main__": STRICT,
    "cli": STRICT,
    "checking": STRICT,
    "form": STRICT,
    "pictures": STRICT,
    "analysis": STRICT,
    "runs": STRICT,
    "lessons": STRICT,
    "engine": (*QT, *TORCH),
    "export": (*QT, *TORCH),
    "training": QT,
}
OF_THE_WINDOW = {
    "session": (*TORCH, *QT[2:], "PySide6.QtGui", "PySide6.QtWidgets"),
    "app": (*TORCH, "matplotlib"),
    "ui": TORCH,
}


@pytest.mark.parametrize("rooms", [WITHOUT_WINDOW, OF_THE_WINDOW], ids=["without window", "of the window"])
def test_importing_a_room_does_not_load(rooms):
    """One process imports the rooms in turn: what one loads counts for those that follow, too."""
    code = "import sys"
    for room in rooms:
        paths = source_files(f"vgdesk/{room}") or [ROOT / f"vgdesk/{room}.py"]
        code += f"\nimport {', '.join(module_name(path) for path in paths)}\nprint(*sys.modules)"
    done = run_python(code)
    assert done.returncode == 0, done.stderr
    loaded = dict(zip(rooms, done.stdout.splitlines(), strict=True))
    assert not {room: found for room in rooms if (found := set(rooms[room]) & set(loaded[room].split()))}


def test_the_session_takes_nothing_of_qt_but_its_core():
    taken = {name_of(path): imported_names(path) for path in source_files("vgdesk/session")}
    pieces = {(file, name) for file, names in taken.items() for name in names if name.startswith("PySide6")}
    assert not {(file, name) for file, name in pieces if name != "PySide6.QtCore"}


def test_imports_are_absolute_and_name_their_piece_of_qt():
    nodes = [(path, node) for path in source_files("vgdesk") for node in ast.walk(parse(path))]
    imports = [(name_of(path), node) for path, node in nodes if isinstance(node, ast.ImportFrom)]
    assert not [(file, node.lineno) for file, node in imports if node.level or node.module == "PySide6"]


def test_nothing_that_runs_code_from_a_file_is_imported():
    unsafe = {"pickle", "cPickle", "dill", "joblib", "shelve", "marshal", "cloudpickle"}
    assert not [name_of(path) for path in source_files("vgdesk") if imported_names(path) & unsafe]


def module_name(path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_room(path) -> bool:
    return (path.suffix == ".py" and path.name != "__init__.py") or (path / "__init__.py").exists()


def imported_names(path) -> set[str]:
    nodes = list(ast.walk(parse(path)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


def run_python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
