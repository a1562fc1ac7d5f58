"""The planted faults of ``tests/mutants`` fit the code as it is now."""

import ast
from collections import Counter

from tests.contracts.checkout import ROOT, parse
from tests.mutants.mutant import Mutant
from tests.mutants.stages import list_stages
from tests.mutants.table import MUTANTS

FOUNDATIONS = {"logs", "paths", "errors"}


def test_every_fault_can_be_planted_and_changes_what_its_file_does():
    assert not {mutant.key: fault for mutant in MUTANTS if (fault := find_fault(mutant))}


def find_fault(mutant: Mutant) -> str:
    """Why a fault is none; empty if all is well."""
    source = (ROOT / mutant.file).read_text(encoding="utf-8")
    try:
        is_same = ast.dump(ast.parse(mutant.apply(source))) == ast.dump(parse(ROOT / mutant.file))
    except (ValueError, SyntaxError) as error:
        return str(error)
    return "changes nothing" if is_same or not (mutant.kind and mutant.what) else ""


def test_no_two_faults_have_one_key():
    assert len({mutant.key for mutant in MUTANTS}) == len(MUTANTS) >= 80


def test_every_room_has_two_faults_at_least():
    package = ROOT / "vgdesk"
    rooms = {path.parent.relative_to(package).as_posix() for path in package.rglob("*.py")} - {"."}
    modules = {path.stem for path in package.glob("*.py")} - {"__init__", "__main__"} - FOUNDATIONS
    counts = Counter(mutant.room for mutant in MUTANTS)
    assert counts.keys() == rooms | modules | {"foundations"}
    assert min(counts.values()) >= 2


def test_the_key_names_the_room_of_the_file():
    for mutant in MUTANTS:
        folder = mutant.file.removeprefix("vgdesk/").removesuffix(".py").rpartition("/")
        room = folder[0] or ("foundations" if folder[2] in FOUNDATIONS else folder[2])
        assert mutant.room == room, mutant.key


def test_every_test_comes_in_one_stage():
    stages = list_stages("vgdesk/runs/writer.py", ROOT)
    files = [file for _, found in stages for file in found]
    assert len(set(files)) == len(files)
    assert stages[0] == ("mirror", ["tests/runs/test_writer.py"])
    assert "tests/contracts/test_mutants.py" not in files
