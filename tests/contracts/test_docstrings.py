"""Every module, public class and public function says what one gets; ruff watches over the methods."""

import ast

from tests.contracts.checkout import name_of, parse, source_files


def test_module_classes_and_functions_have_docstrings():
    paths = [path for path in source_files("vgdesk", "packaging") if path.read_text(encoding="utf-8").strip()]
    assert len(paths) > 10
    missing = {name_of(path): undocumented(parse(path)) for path in paths}
    assert not {name: names for name, names in missing.items() if names}


def test_a_missing_docstring_is_found():
    tree = ast.parse("class A:\n    pass\n\n\ndef f():\n    pass\n\n\ndef _g():\n    pass\n")
    assert undocumented(tree) == ["module", "A", "f"]
    assert not undocumented(ast.parse("'doc'\n\n\nclass A:\n    'doc'\n"))


def undocumented(tree: ast.Module) -> list[str]:
    definitions = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    public = [node for node in tree.body if isinstance(node, definitions) and not node.name.startswith("_")]
    missing = [] if ast.get_docstring(tree) else ["module"]
    return missing + [node.name for node in public if not ast.get_docstring(node)]
