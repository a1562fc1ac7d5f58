"""No giants: files, functions and argument lists stay small."""

import ast
from functools import cache

from tests.contracts.checkout import functions, name_of, parse, source_files

FILES = source_files("vgdesk", "tests", "packaging")


def test_a_file_has_at_most_350_lines():
    lines = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert not {name: count for name, count in lines.items() if count > 350}


def test_a_function_has_at_most_40_lines():
    assert not count_all(count_lines, limit=40)


def test_a_function_takes_at_most_5_arguments():
    assert not count_all(count_arguments, limit=5)


def test_lines_and_arguments_are_counted_right():
    (method,) = functions(ast.parse("class A:\n    def f(self, a, /, b, *c, d, **e):\n        pass\n"))
    (static,) = functions(ast.parse("@x\ndef f(a, b=1):\n    'doc'\n\n    return a\n"))
    assert (count_arguments(method), count_lines(method)) == (5, 2)
    assert (count_arguments(static), count_lines(static)) == (2, 4)


def count_all(count, limit: int) -> dict[str, int]:
    """Functions over the limit, and what was counted of them."""
    return {name: number for name, node in all_functions().items() if (number := count(node)) > limit}


@cache
def all_functions() -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    return {f"{name_of(path)}:{node.lineno} {node.name}": node for path in FILES for node in functions(parse(path))}


def count_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def count_arguments(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    taken = node.args
    names = [argument.arg for argument in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs)]
    stars = [argument for argument in (taken.vararg, taken.kwarg) if argument]
    return len(names) + len(stars) - (names[:1] in (["self"], ["cls"]))
