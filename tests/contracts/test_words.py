"""Every field of a spec says what it is: in the form, in the schema, and without docstrings too."""

import subprocess
import sys

import pytest

from tests.contracts.checkout import ROOT
from vgdesk.experiment.choices import Spec, list_specs
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.experiment.words import words_of
from vgdesk.form.fields import form_fields

SAY = """
from tests.contracts.test_words import spoken
print(*spoken(), sep="\\n")
"""


def specs() -> list[type[Spec]]:
    """Every spec of the product, in a fixed order."""
    found = [spec for spec in list_specs(Spec) if spec.__module__.startswith("vgdesk.experiment")]
    return sorted(found, key=lambda spec: spec.__qualname__)


def spoken() -> list[str]:
    """All that the form says of every field and every building block, a line each."""
    said = [f"{spec.__qualname__}: {getattr(spec, 'words', None)}" for spec in specs()]
    return said + [f"{spec.__qualname__}.{field.name}: {field!r}" for spec in specs() for field in form_fields(spec)]


@pytest.mark.parametrize("spec", specs())
def test_every_field_has_a_title_and_a_help(spec):
    fields = {name: words_of(info) for name, info in spec.model_fields.items() if name != "kind"}
    assert not [name for name, words in fields.items() if not words.title or not words.help]


def test_the_schema_says_what_the_fields_say():
    schema = ExperimentSpec.model_json_schema()
    tables = {**schema["$defs"], "ExperimentSpec": schema}
    for spec in specs():
        table = tables.get(spec.__name__)
        for name, info in spec.model_fields.items() if table else ():
            said = (table["properties"][name]["title"], table["properties"][name].get("description", ""))
            words = words_of(info)
            assert name == "kind" or said == (words.title, words.help), (spec, name)


def test_the_form_says_the_same_without_docstrings():
    command = [sys.executable, "-OO", "-c", SAY]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == spoken()
