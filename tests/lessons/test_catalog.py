"""The lessons as they stand in their files; what they claim is checked in ``tests/end_to_end``."""

import json
import re

import pytest

from tests.lessons.examples import VARIANTS, claim, write_lesson
from vgdesk.errors import VgdeskError
from vgdesk.experiment.activations import Relu, Sigmoid, Tanh
from vgdesk.experiment.data import Circles
from vgdesk.experiment.images import FashionMnist, Mnist
from vgdesk.experiment.initializers import GlorotUniform, Normal
from vgdesk.experiment.sampling import EveryEpoch
from vgdesk.experiment.spec import change_spec
from vgdesk.experiment.training import AdamKeras, ClipByNorm, Rmsprop
from vgdesk.lessons.catalog import find_lesson, first_lesson, lanes_of, list_headings, list_lessons, read_lesson

CIRCLES_A = Circles(n=1000, factor=0.5, noise=0.1, seed=42, scaling="none", test_fraction=0.0)
ADAM = AdamKeras(learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-7)
RMSPROP = Rmsprop(learning_rate=0.001, rho=0.9, epsilon=1e-7)
NORMAL = Normal(mean=0.0, std=1.0)

SETTINGS = {
    "circles-1h-relu": (1, Relu(), GlorotUniform(), ADAM),
    "circles-1h-sigmoid": (1, Sigmoid(), GlorotUniform(), ADAM),
    "circles-3h-sigmoid": (3, Sigmoid(), GlorotUniform(), ADAM),
    "circles-4h-sigmoid": (4, Sigmoid(), NORMAL, RMSPROP),
    "circles-4h-tanh": (4, Tanh(), NORMAL, RMSPROP),
    "circles-4h-relu": (4, Relu(), NORMAL, RMSPROP),
}


def test_the_lessons_come_in_the_order_in_which_they_are_told():
    assert [lesson.id for lesson in list_lessons() if lesson.id in SETTINGS] == list(SETTINGS)
    assert [lesson.order for lesson in list_lessons()] == sorted({lesson.order for lesson in list_lessons()})
    assert first_lesson().id == "circles-4h-sigmoid"


@pytest.mark.parametrize("id", SETTINGS)
def test_a_lesson_is_set_as_its_source_has_it(id):
    depth, activation, initializer, optimizer = SETTINGS[id]
    spec = find_lesson(id).spec
    assert spec.data == CIRCLES_A
    layers = spec.network.resolved()
    assert [layer.units for layer in layers] == [5] * depth
    assert {(layer.activation, layer.initializer, layer.normalization.kind) for layer in layers} == {
        (activation, initializer, "none")
    }
    assert spec.network.resolved_output(1).initializer == initializer
    assert spec.training.optimizer == optimizer
    assert (spec.training.batch_size, spec.training.epochs, spec.sampling) == (32, 100, EveryEpoch())


@pytest.mark.parametrize("id", SETTINGS)
def test_the_first_lessons_follow_one_article_with_one_seed(id):
    lesson = find_lesson(id)
    assert (lesson.source.title, lesson.source.author) == ("Visualizing the vanishing gradient problem", "Adrian Tam")
    assert lesson.spec.seed == 4


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("circles-1h-relu", "circles-1h-sigmoid"),
        ("circles-4h-sigmoid", "circles-4h-tanh"),
        ("circles-4h-tanh", "circles-4h-relu"),
    ],
)
def test_one_lesson_changes_the_activation_of_the_other_and_nothing_else(before, after):
    trees = [json.loads(find_lesson(id).spec.to_json()) for id in (before, after)]
    for tree in trees:
        del tree["name"], tree["network"]["activation"]
    assert trees[0] == trees[1]


def test_an_unknown_lesson_is_refused_and_the_known_ones_named():
    with pytest.raises(VgdeskError, match="no lesson 'x'; take one of circles-1h-relu, circles-1h-sigmoid"):
        find_lesson("x")


def test_a_variant_is_the_lesson_with_the_changed_spec(folder):
    write_lesson(folder, "a", VARIANTS)
    lesson = find_lesson("a")
    assert list(lesson.variants) == ["plain", "by-norm", "by-value"]
    assert [spec.name for spec in lesson.variants.values()] == ["plain", "by norm", "cut"]
    assert lesson.spec == lesson.variants["plain"]
    assert find_lesson("a/by-norm").spec == lesson.variants["by-norm"]
    assert find_lesson("a/by-norm").spec.training.clipping == ClipByNorm(limit=1.0)
    assert find_lesson("a/by-norm").id == "a"


def test_a_variant_changes_what_it_names_and_nothing_else(folder):
    write_lesson(folder, "a", VARIANTS)
    write_lesson(folder, "b")
    base, changed = find_lesson("b").spec, find_lesson("a/by-value").spec
    assert change_spec(base, {"name": "cut", "training.clipping": {"kind": "value", "limit": 1.0}}) == changed


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a/nothing", "the lesson a has no variant 'nothing'; take one of plain, by-norm, by-value"),
        ("a/", "has no variant ''; take one of plain"),
        ("b/plain", "the lesson b has no variant 'plain'; take b alone"),
    ],
)
def test_an_unknown_variant_is_refused_and_the_known_ones_named(folder, name, words):
    write_lesson(folder, "a", VARIANTS)
    write_lesson(folder, "b", order=2)
    with pytest.raises(VgdeskError, match=re.escape(words)):
        find_lesson(name)


def test_a_lesson_races_its_variants_the_one_asked_for_first(folder):
    write_lesson(folder, "a", VARIANTS)
    assert [spec.name for spec in lanes_of(find_lesson("a"))] == ["plain", "by norm", "cut"]
    assert [spec.name for spec in lanes_of(find_lesson("a/by-value"))] == ["cut", "plain", "by norm"]


def test_a_race_has_four_lanes_at_most(folder):
    write_lesson(folder, "a", VARIANTS + "".join(f"[variants.v{n}]\nseed = {n}\n" for n in range(3)))
    assert [spec.name for spec in lanes_of(find_lesson("a"))] == ["plain", "by norm", "cut", "v0"]


def test_a_lesson_may_say_whom_it_races(folder):
    write_lesson(folder, "a", VARIANTS, more='race = ["b", "a/by-value"]')
    write_lesson(folder, "b", order=7)
    lanes = lanes_of(find_lesson("a"))
    assert [spec.name for spec in lanes] == ["plain", "b", "cut"]
    assert {spec.seed for spec in lanes} == {1}


@pytest.mark.parametrize(
    ("more", "tables", "words"),
    [
        ('columns = ["loss:rms"]', "", "columns = loss:rms: there is no tensor 'loss'"),
        ('columns = ["signal:mean"]', "", "columns = signal:mean: there is no such measure; take one of signal:rms"),
        ("story = 3", "", "cannot read it: Cannot overwrite"),
        ("colour = 1", "", "colour = 1: is not a field here"),
        ('race = ["a", "b", "c", "d"]', "", "race"),
        ("", '[variants.x]\n"training.speed" = 1\n', "training.speed = 1"),
        ("", "[variants.x]\nseed = -1\n", "seed = -1"),
        ("", "weight_decay = 1\n", "training.weight_decay = 1: is not a field here"),
        ("", "[[claims]]\n", "claims.0.text: is missing; add it; claims.0.figure: is missing"),
        ("", claim("loss"), "claims.0 (of the loss) has no bound; add at_least or at_most"),
        ("", claim("loss", at_least=1, against="b"), "claims.0 (of the loss) names only one of against and compare"),
        ("", claim("loss", at_least=1, compare="ratio"), "names only one of against and compare"),
        ("", claim("loss", at_least=1, compare="sum", against="b"), "claims.0.compare"),
        ("", claim("loss", at_least=1, variant="x"), "is about a variant 'x', which the lesson does not have"),
        ("", claim("loss", at_least=1, share=90), "claims.0.share = 90"),
        ("", claim("loss", at_least=1, subset={"at_last": 1}), "claims.0.subset.at_last"),
    ],
)
def test_a_broken_lesson_says_what_is_wrong_and_where(folder, more, tables, words):
    path = write_lesson(folder, "a", tables, more=more)
    with pytest.raises(VgdeskError, match=r"^the lesson a: .*; correct a\.toml$") as caught:
        read_lesson(path)
    assert words in str(caught.value)


def test_a_lesson_that_is_no_table_is_refused(folder):
    (folder / "a.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(VgdeskError, match=r"^the lesson a: cannot read it: .*; correct a\.toml$"):
        list_lessons()


IMAGES = """
[spec.data]
kind = "mnist"
scaling = "symmetric"
seed = 3
"""


def test_a_lesson_on_images_that_are_not_there_takes_the_shipped_ones(folder, home):
    path = write_lesson(folder, "a", VARIANTS)
    path.write_text(re.sub(r"\[spec\.data\][^[]*", IMAGES, path.read_text()))
    lesson = find_lesson("a")
    shipped = FashionMnist(scaling="symmetric", seed=3)
    assert lesson.on_shipped
    assert {spec.data for spec in (lesson.spec, *lesson.variants.values())} == {shipped}
    (home / "data").mkdir()
    (home / "data" / "mnist.npz").touch()
    lesson = find_lesson("a")
    assert not lesson.on_shipped
    assert {spec.data for spec in lesson.variants.values()} == {Mnist(scaling="symmetric", seed=3)}


def test_the_menu_names_every_lesson_as_its_file_does():
    assert [tuple(heading) for heading in list_headings()] == [
        (lesson.id, lesson.order, lesson.title, lesson.summary) for lesson in list_lessons()
    ]


def test_a_lesson_whose_file_begins_with_a_table_is_named_too(folder):
    path = write_lesson(folder, "a")
    head, table, rest = path.read_text().partition("\n[source]")
    path.write_text(head.replace("title = ", '"title" = ', 1) + table + rest)
    assert [heading.id for heading in list_headings()] == ["a"]
    path.write_text("order = \n")
    list_headings.cache_clear()
    with pytest.raises(VgdeskError, match=r"correct a\.toml"):
        list_headings()
