"""Nothing is kept that only tests use: every function and class of a module is used by the program itself."""

import ast

from tests.contracts.checkout import name_of, parse, source_files

WAITING: dict[str, str] = {}
"""What has no use yet, and what will use it. A name that has one is taken out of this table."""

FROM_OUTSIDE = {"main", "dask_setup", "WatchCallback"}


def test_every_function_and_class_is_used_by_the_program():
    trees = {name_of(path): parse(path) for path in source_files("vgdesk")}
    used = {name for tree in trees.values() for name in used_in(tree)} | FROM_OUTSIDE
    unused = {name: place for place, tree in trees.items() for name in made_in(tree) if name not in used}
    assert set(unused) == set(WAITING), unused


def test_a_function_that_only_calls_itself_is_unused():
    tree = ast.parse("import a\n\n\ndef f():\n    return f\n\n\nclass A:\n    pass\n\n\ng = A()\n")
    assert made_in(tree) - used_in(tree) == {"f"}


def made_in(tree: ast.Module) -> set[str]:
    """Public functions and classes of a module."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")}


def used_in(tree: ast.Module) -> set[str]:
    """Names that a module reads, but for those that a function or class reads of itself."""
    found: set[str] = set()
    for node in tree.body:
        names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        names |= {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
        found |= names - {getattr(node, "name", "")}
    return found
