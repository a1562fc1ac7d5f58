"""Pictures one after the other as a GIF with one table of colours."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_COLORS, _LOOKED_AT = 256, 6  # in the table, and how many of the pictures they are chosen from
_LAST_SECONDS = 1.5  # for which the end is held before it begins again
_LEAST_SECONDS = 0.02  # that every program honours


def write_gif(pictures: Iterable[NDArray[np.uint8]], file: Path, seconds: float, kept: Sequence[str] = ()) -> None:
    """Write pictures of one size; all share a table chosen from some of them, and are not dithered.

    Args:
        pictures: uint8 [row, column, 3] each.
        file: is overwritten.
        seconds: for which each is shown, the last a while longer; whole hundredths.
        kept: colours that stay as they are, ``#rrggbb``.

    Raises:
        OSError: the file cannot be written.
    """
    packed: list[bytes] = []  # flat colours take a thirtieth of their room so
    size = (1, 1)
    for pixels in pictures:
        size = (pixels.shape[1], pixels.shape[0])
        packed.append(zlib.compress(pixels.tobytes(), 1))
    table = _choose_colors([_unpack(packed[at], size) for at in _spread(len(packed))], kept)
    each = round(100 * max(seconds, _LEAST_SECONDS)) * 10
    times = [each] * (len(packed) - 1) + [each + round(1000 * _LAST_SECONDS)]
    flat = _flatten(packed, size, table)
    colors = bytes(table.getpalette() or ())  # named, it is not written again for every picture
    next(flat).save(
        file, "GIF", save_all=True, append_images=flat, palette=colors, duration=times, loop=0, disposal=1
    )


def _flatten(packed: Sequence[bytes], size: tuple[int, int], table: Image.Image) -> Iterator[Image.Image]:
    return (_unpack(each, size).quantize(palette=table, dither=Image.Dither.NONE) for each in packed)


def _unpack(packed: bytes, size: tuple[int, int]) -> Image.Image:
    return Image.frombytes("RGB", size, zlib.decompress(packed))


def _choose_colors(images: Sequence[Image.Image], kept: Sequence[str]) -> Image.Image:
    """A picture whose table has the colours that suit all of some pictures, and those to be kept, each once."""
    width, height = images[0].size
    sheet = Image.new("RGB", (width, height * len(images)))
    for row, image in enumerate(images):
        sheet.paste(image, (0, row * height))
    count = _COLORS - len(kept)
    found = sheet.quantize(count, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")
    table = Image.new("P", (1, 1))
    own = np.array([list(bytes.fromhex(colour[1:])) for colour in kept], np.uint8).reshape(-1, 3)
    colors = np.concatenate([np.asarray(found).reshape(-1, 3), own])
    table.putpalette(np.unique(colors, axis=0).tobytes())
    return table


def _spread(count: int) -> list[int]:
    return sorted({round(at * (count - 1) / (_LOOKED_AT - 1)) for at in range(_LOOKED_AT)})
