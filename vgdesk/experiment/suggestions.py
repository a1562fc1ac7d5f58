"""What somebody may have meant by a word that no spec knows."""

from difflib import get_close_matches

from vgdesk.experiment.choices import Choice, Spec, find_choices, flatten, fold, kind_of, list_specs, names_of

_FIELD_NAMES = {
    "lr": "learning_rate",
    "eps": "epsilon",
    "alpha": "slope",
    "negative_slope": "slope",
    "stddev": "std",
    "gain": "scale",
    "nesterov": "momentum",
    "width": "units",
    "neurons": "units",
    "layers": "hidden",
    "num_epochs": "epochs",
    "max_steps": "steps",
    "bs": "batch_size",
    "use_bias": "bias",
    "kernel_initializer": "initializer",
    "batchnorm": "normalization",
    "criterion": "loss",
    "random_state": "seed",
}
"""Names that other libraries have for fields; one of ours is suggested where the place has it."""


def suggest_kind(word: str, expected: str) -> str:
    """``: did you mean 'relu'?`` for the nearest of some kinds, their other names included; empty where none is near.

    Args:
        word: what was written.
        expected: the kinds, quoted, between commas, as pydantic lists them.
    """
    kinds = {kind.strip("' ") for kind in expected.split(",")}
    choices = tuple(one for one in list_specs(Choice) if issubclass(one, Choice) and kind_of(one) in kinds)
    return _suggest(word, names_of(choices))


def suggest_field(name: str, parents: tuple[int | str, ...]) -> str:
    """The same for a field: the nearest that there is where it was written.

    Args:
        name: of the field.
        parents: names of the fields around it, kinds of choices after theirs, and places in lists.
    """
    fields = {field for spec in _owners(parents) for field in spec.model_fields}
    names = {fold(field): field for field in fields}
    return _suggest(name, names | {fold(other): ours for other, ours in _FIELD_NAMES.items() if ours in fields})


def _suggest(word: str, names: dict[str, str]) -> str:
    near = get_close_matches(fold(word), sorted(names), n=1)
    return f": did you mean {names[near[0]]!r}?" if near else ""


def _owners(parents: tuple[int | str, ...]) -> list[type[Spec]]:
    """The specs that can be at a place."""
    names = [part for part in parents if isinstance(part, str)]
    specs = sorted(list_specs(Spec), key=lambda spec: spec.__qualname__)
    if not names:
        return [spec for spec in specs if spec.__name__ == "ExperimentSpec"]
    found = [one for one in specs if "kind" in one.model_fields and one.model_fields["kind"].default == names[-1]]
    held = [spec.model_fields[names[-1]].annotation for spec in specs if names[-1] in spec.model_fields]
    return found or [one for annotation in held for one in _held(annotation)]


def _held(annotation: object) -> list[type[Spec]]:
    """The specs, no choices, that a field holds, or a tuple of it."""
    plain = flatten(annotation) or flatten(getattr(annotation, "__args__", (None,))[0])
    return [one for one in plain if isinstance(one, type) and issubclass(one, Spec) and not find_choices(one)]
