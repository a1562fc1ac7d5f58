"""Ways to break bytes and JSON."""

import random
import struct
from typing import Any

_NUMBERS = (0, -1, 1, 2, 3, 64, 65, 255, 2**16, 2**31 - 1, 2**31, 2**32, 2**53 + 1, 2**63, -(2**63), 10**30)
_FLOATS = (0.0, -0.0, 0.1, -1.5, 1e-45, 1e-38, 3e38, 1e300, 1e-320, float("nan"), float("inf"), -float("inf"))
_TEXTS = ("", "a", "é", "\u202e", "x" * 300, "1e5", "nan", "../../x", "a\nb", "\x00", "🙂", "network.hidden.0", "İ")


def change_bytes(content: bytes, draw: random.Random) -> bytes:
    """A copy with flipped bits, other numbers, moved blocks or another length."""
    changed = bytearray(content)
    for _ in range(draw.choice((1, 1, 2, 5, 50))):
        if not changed:
            break
        place = draw.randrange(min(len(changed), draw.choice((100, 4096, len(changed)))))
        way = draw.randrange(6)
        if way == 0:
            changed[place] ^= 1 << draw.randrange(8)
        elif way == 1:
            changed[place : place + 4] = struct.pack(draw.choice("<>") + "I", draw.choice(_NUMBERS) % 2**32)
        elif way == 2:
            block = draw.choice((16, 512, 4096))
            other = draw.randrange(len(changed))
            changed[place : place + block] = changed[other : other + block]
        elif way == 3:
            del changed[draw.randrange(len(changed)) :]
        elif way == 4:
            changed[place:place] = draw.randbytes(draw.choice((1, 100, 5000)))
        else:
            changed[place : place + draw.choice((1, 64, 4096))] = b""
    return bytes(changed)


def odd_float(draw: random.Random) -> float:
    """A number as no measurement should be, or as one may be."""
    return draw.choice((draw.choice(_FLOATS), draw.gauss(0, 1), 10 ** draw.uniform(-46, 39)))


def odd_value(draw: random.Random) -> Any:
    """Any JSON value."""
    way = draw.randrange(7)
    if way == 0:
        return draw.choice(_NUMBERS)
    if way == 1:
        return odd_float(draw)
    if way == 2:
        return draw.choice(_TEXTS)
    if way == 3:
        return draw.choice((None, True, False))
    if way == 4:
        return [odd_value(draw) for _ in range(draw.randrange(4))]
    if way == 5:
        return {draw.choice(("kind", "units", "a", "")): odd_value(draw) for _ in range(draw.randrange(3))}
    return draw.randrange(-3, 300)


def change_tree(tree: Any, draw: random.Random) -> Any:
    """A JSON tree with one value changed, taken away, doubled or added anywhere."""
    if isinstance(tree, dict) and tree and draw.random() < 0.9:
        key = draw.choice(list(tree))
        changed = dict(tree)
        if draw.random() < 0.07:
            del changed[key]
        elif draw.random() < 0.05:
            changed[draw.choice(_TEXTS)] = odd_value(draw)
        else:
            changed[key] = change_tree(tree[key], draw)
        return changed
    if isinstance(tree, list) and tree and draw.random() < 0.9:
        place = draw.randrange(len(tree))
        changed_list = list(tree)
        if draw.random() < 0.1:
            del changed_list[place]
        elif draw.random() < 0.1:
            changed_list.insert(place, tree[place])
        else:
            changed_list[place] = change_tree(tree[place], draw)
        return changed_list
    if isinstance(tree, int | float) and not isinstance(tree, bool) and draw.random() < 0.5:
        return draw.choice((tree + 1, tree - 1, -tree, tree * 2, tree * 1000, tree / 7))
    return odd_value(draw)
