from vgdesk.experiment.spec import change_spec
from vgdesk.form.draft import Draft


def fields(draft: Draft) -> list[str]:
    return [problem.field for problem in draft.problems]


def test_a_good_edit_is_taken_in(circles):
    draft = Draft(circles)
    draft.change({"training.epochs": 7})
    assert draft.spec == change_spec(circles, {"training.epochs": 7})
    assert not draft.waiting
    assert not draft.problems


def test_a_bad_edit_waits_and_leaves_the_spec(circles):
    draft = Draft(circles)
    draft.change({"training.epochs": "abc"})
    assert draft.spec == circles
    assert draft.waiting == {"training.epochs"}
    assert fields(draft) == ["training.epochs"]


def test_a_good_edit_beside_bad_ones_is_taken_in(circles):
    draft = Draft(circles)
    draft.change({"training.epochs": "abc"})
    draft.change({"data.n": 20})
    draft.change({"seed": 9})
    assert draft.spec == change_spec(circles, {"seed": 9})
    assert draft.waiting == {"training.epochs", "data.n"}
    assert fields(draft) == ["training.epochs", "training.batch_size"]


def test_rules_between_fields_are_told_beside_wrong_fields(circles):
    draft = Draft(circles)
    draft.change({"training.batch_size": 5000, "data.noise": "x"})
    assert sorted(fields(draft)) == ["data.noise", "training.batch_size"]


def test_edits_that_fit_only_together_are_taken_in_together(circles):
    draft = Draft(circles)
    draft.change({"training.epochs": "abc"})
    draft.change({"training.batch_size": 5000})
    draft.change({"data.n": 9000})
    assert draft.waiting == {"training.epochs"}
    assert draft.spec == change_spec(circles, {"training.batch_size": 5000, "data.n": 9000})


def test_a_dropped_edit_is_forgotten_and_the_rest_goes_on(circles):
    draft = Draft(circles)
    draft.change({"training.epochs": "abc", "seed": -1})
    draft.drop("training.epochs")
    assert fields(draft) == ["seed"]
    draft.drop("seed")
    assert not draft.problems
    assert draft.spec == circles


def test_a_new_whole_replaces_the_waiting_edits_within_it(circles):
    draft = Draft(circles)
    draft.change({"network.initializer.std": "x"})
    draft.change({"network.initializer": {"kind": "he_normal"}})
    assert not draft.waiting
    assert draft.spec.network.initializer.kind == "he_normal"


def test_a_field_whose_name_begins_alike_is_left_waiting(circles):
    draft = Draft(circles)
    draft.change({"data.n": "x"})
    draft.change({"data.noise": 0.3})
    assert draft.waiting == {"data.n"}


def test_a_spec_that_breaks_a_rule_says_so_and_can_be_mended(circles):
    network = circles.training.model_copy(update={"batch_size": 2000})
    draft = Draft(circles.model_copy(update={"training": network}))
    assert fields(draft) == ["training.batch_size"]
    draft.change({"training.batch_size": 16})
    assert not draft.problems
    assert draft.spec == change_spec(circles, {"training.batch_size": 16})


def test_an_edit_leaves_those_alone_whose_names_only_begin_alike(circles):
    draft = Draft(circles)
    draft.change({"data.noise": "x"})
    draft.change({"data.n": 900})
    assert draft.waiting == {"data.noise"}
    assert draft.spec.data.n == 900
