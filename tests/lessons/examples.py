"""Lessons made up for tests, small enough to train in a moment."""

import pytest

from vgdesk.lessons import catalog

HEAD = """
order = {order}
title = "Made up"
summary = "A network that trains in a moment."
story = ["One.", "Two.", "Three."]
{more}
[source]
title = "Tests"
author = "Nobody"
[spec]
name = "{id}"
seed = {order}
[spec.data]
kind = "circles"
n = 20
[spec.network]
hidden = [{{ units = 3 }}]
[spec.training]
batch_size = 10
epochs = 2
"""

VARIANTS = """
[variants.plain]
[variants.by-norm]
"training.clipping" = { kind = "norm", limit = 1.0 }
[variants.by-value]
"training.clipping" = { kind = "value", limit = 1.0 }
name = "cut"
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder that the lessons are read from during this test."""
    monkeypatch.setattr(catalog.paths, "resource", lambda name: tmp_path)
    caches = (catalog.list_headings, catalog.keep_lesson)
    for cache in caches:
        cache.cache_clear()
    yield tmp_path
    for cache in caches:
        cache.cache_clear()


def write_lesson(folder, id, tables="", *, order=1, more=""):
    """Write the file of a lesson; ``more`` stands among its own fields, ``tables`` at the end."""
    path = folder / f"{id}.toml"
    path.write_text(HEAD.format(id=id, order=order, more=more) + tables)
    return path


def other_value(lesson, field):
    """What another lesson has in a field, where it is something else."""
    values = [getattr(other, field) for other in catalog.list_lessons()]
    return next(value for value in values if value != getattr(lesson, field))


def claim(figure, **fields):
    """A claim as a table of its file."""
    given = {"text": f"of the {figure}", "figure": figure, **fields}
    return "[[claims]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in given.items())


def _toml(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + "}"
    return repr(value).replace("'", '"')
