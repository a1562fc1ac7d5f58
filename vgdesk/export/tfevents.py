"""The format of TensorBoard's event files: records with checksums around a few protocol buffers.

Sources: the TFRecord format and ``event.proto``, ``summary.proto`` and ``histogram.proto`` of TensorFlow; the
encoding of Protocol Buffers; CRC-32C of RFC 3720.
"""

import struct
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

_POLYNOMIAL = 0x82F63B78  # of CRC-32C, its bits reversed
_MASK_ADDEND = 0xA282EAD8
_ALL = 0xFFFFFFFF
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5  # wire types


def frame_records(payloads: Sequence[bytes]) -> bytes:
    """Records as they stand in a file: length, its checksum, the bytes, their checksum."""
    lengths = [struct.pack("<Q", len(each)) for each in payloads]
    heads, tails = mask_crcs(lengths), mask_crcs(payloads)
    parts = zip(lengths, heads, payloads, tails, strict=True)
    return b"".join(
        [length + struct.pack("<I", head) + each + struct.pack("<I", tail) for length, head, each, tail in parts]
    )


def mask_crcs(texts: Sequence[bytes]) -> list[int]:
    """Masked CRC-32C of some bytes each, of all side by side: a byte of every text at a time.

    A shorter text gets zeros in front, which leave a checksum that begins at 0 as it is; what it begins with instead
    is added to its first four bytes.
    """
    if not texts:
        return []
    longest = max(max(map(len, texts)), 4)
    rows = np.frombuffer(b"".join(each.rjust(longest, b"\0") for each in texts), np.uint8).reshape(-1, longest).copy()
    starts = longest - np.array([len(each) for each in texts])
    for offset in range(4):
        rows[np.arange(len(texts)), starts + offset] ^= 0xFF
    crc = np.zeros(len(texts), np.uint32)
    for column in np.ascontiguousarray(rows.T):
        crc = _table()[(crc ^ column) & 0xFF] ^ (crc >> 8)
    masked = [value ^ _ALL for value in crc.tolist()]
    return [((value >> 15 | value << 17 & _ALL) + _MASK_ADDEND) & _ALL for value in masked]


def encode_version(wall_seconds: float) -> bytes:
    """The first event of a file."""
    return _field(1, _FIXED64, struct.pack("<d", wall_seconds)) + _bytes(3, b"brain.Event:2")


def encode_event(wall_seconds: float, step: int, summary: bytes) -> bytes:
    """An event.

    Args:
        wall_seconds: since 1970.
        step: updates done.
        summary: its values, as ``encode_scalars`` and ``encode_histogram`` make them, one after the other.
    """
    when = _field(1, _FIXED64, struct.pack("<d", wall_seconds))
    return when + _field(2, _VARINT, _varint(step)) + _bytes(5, summary)


def start_scalar(tag: bytes) -> bytes:
    """What stands before a number under a name; the number is a little-endian float32."""
    named = _bytes(1, tag) + _field(2, _FIXED32, b"")
    return _field(1, _BYTES, _varint(len(named) + 4) + named)


def encode_scalars(starts: Sequence[bytes], values: NDArray[Any]) -> bytes:
    """Numbers, each behind its start; what float32 cannot hold is infinite."""
    with np.errstate(over="ignore"):
        packed = values.astype("<f4").tobytes()
    return b"".join([start + packed[4 * place : 4 * place + 4] for place, start in enumerate(starts)])


def encode_histogram(tag: bytes, limits: NDArray[np.float64], counts: NDArray[np.float64]) -> bytes:
    """A histogram under a name.

    Args:
        tag: its name in UTF-8.
        limits: float64 [bin], upper end of each bin.
        counts: float64 [bin], entries in each; not all 0.
    """
    width = limits[1] - limits[0]
    filled = np.flatnonzero(counts)
    middles = limits - width / 2
    sums = (counts.sum(), (counts * middles).sum(), (counts * middles**2).sum())
    ends = (limits[filled[0]] - width, limits[filled[-1]])
    numbers = b"".join(
        _field(place, _FIXED64, struct.pack("<d", value)) for place, value in enumerate((*ends, *sums), start=1)
    )
    bins = _bytes(6, limits.astype("<f8").tobytes()) + _bytes(7, counts.astype("<f8").tobytes())
    return _bytes(1, _bytes(1, tag) + _bytes(5, numbers + bins))


def _bytes(field: int, content: bytes) -> bytes:
    return _field(field, _BYTES, _varint(len(content)) + content)


def _field(field: int, wire: int, content: bytes) -> bytes:
    return bytes([field << 3 | wire]) + content


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])


@cache
def _table() -> NDArray[np.uint32]:
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & 1, table >> 1 ^ _POLYNOMIAL, table >> 1).astype(np.uint32)
    return table
