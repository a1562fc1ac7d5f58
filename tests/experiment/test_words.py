from typing import Annotated, Literal

from pydantic import Field

from vgdesk.experiment.choices import Spec
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.experiment.words import Words, words_of

Size = Annotated[int, Field(ge=1), Words("Size of a layer", "Of every layer.", "Size", "units")]


class Built(Spec):
    size: Annotated[Size, Words(help="Of this one.")] = 3
    mode: Annotated[Literal["one", "two"], Words(options={"one": "1"})] = "one"
    bare: int = 0


def test_words_nearer_to_the_field_replace_those_that_they_name_again():
    assert words_of(Built.model_fields["size"]) == Words("Size of a layer", "Of this one.", "Size", "units")
    assert words_of(Built.model_fields["bare"]) == Words()


def test_the_schema_says_the_same_words():
    fields = Built.model_json_schema()["properties"]
    assert (fields["size"]["title"], fields["size"]["description"]) == ("Size of a layer", "Of this one.")
    assert (fields["size"]["unit"], fields["size"]["minimum"]) == ("units", 1)
    assert fields["mode"]["options"] == {"one": "1"}


def test_the_schema_of_a_building_block_says_its_name_and_what_it_does():
    block = ExperimentSpec.model_json_schema()["$defs"]["Rmsprop"]
    assert block["title"] == "RMSprop (Keras)"
    assert block["description"].startswith("RMSprop of Keras' first ten years")
