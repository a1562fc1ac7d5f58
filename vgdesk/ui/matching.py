"""How well a few typed words fit a text."""

import re
from collections.abc import Sequence

_BREAKS = re.compile(r"[^\w+]+")
_BEGINS, _HOLDS, _SCATTERED = 3, 2, 1
_KINDS = 4


def match_words(query: str, fields: Sequence[str]) -> int | None:
    """How well every word of a query is found, in any order and however it is written.

    A word may begin a word of a field, be within it, or, in the first field, have its letters scattered over it.

    Args:
        query: as typed.
        fields: where to look, the most telling first.

    Returns:
        Larger for a better fit, 0 for an empty query; None if a word is found nowhere.
    """
    total = 0
    for word in _split(query):
        found = max(_find(word, field, len(fields) - place) for place, field in enumerate(fields))
        scattered = _SCATTERED if _is_scattered(word, fields[0].casefold()) else 0
        if not (found or scattered):
            return None
        total += found or scattered
    return total


def _find(word: str, field: str, weight: int) -> int:
    text = field.casefold()
    if any(part.startswith(word) for part in _split(text)):
        return _KINDS * weight + _BEGINS
    return _KINDS * weight + _HOLDS if word in text else 0


def _is_scattered(word: str, text: str) -> bool:
    letters = iter(text)
    return all(letter in letters for letter in word)


def _split(text: str) -> list[str]:
    return [part for part in _BREAKS.split(text.casefold()) if part]
