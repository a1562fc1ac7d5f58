"""Arrays out of npz and npy files, unpacked within a budget and nothing but plain numbers and texts."""

import zipfile
import zlib
from collections.abc import Iterator
from math import prod
from tokenize import TokenError
from typing import Any, BinaryIO

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from vgdesk.budget import Budget

_PIECE = 2**18
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others unpack whole pieces, however much is in them
_HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
_ZIP = b"PK"


def read_arrays(file: BinaryIO, budget: Budget) -> dict[str, NDArray[Any]]:
    """The arrays of an npz file by name; of an npy file its one array, under the empty name.

    Args:
        file: open for reading, at its start.
        budget: pays for what is read and for what it unpacks to, before it does; its entries are array elements.

    Raises:
        ValueError: it is no such file, torn, or holds Python objects.
    """
    start = file.read(len(_ZIP))
    file.seek(0)
    try:
        if start != _ZIP:
            return {"": _read_array(file, budget)}
        with zipfile.ZipFile(budget.meter(file)) as archive:
            return dict(_read_members(archive, budget))
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, KeyError) as error:
        raise ValueError(str(error) or "it is cut short") from None


def _read_members(archive: zipfile.ZipFile, budget: Budget) -> Iterator[tuple[str, NDArray[Any]]]:
    for member in archive.infolist():
        if member.compress_type not in _PLAIN:
            raise ValueError(f"{member.filename!r} is packed in a way that numpy does not write")
        budget.spend(member.file_size, entries=1)
        with archive.open(member) as file:
            yield member.filename.removesuffix(".npy"), _read_array(file, budget)


def _read_array(file: Any, budget: Budget) -> NDArray[Any]:
    version = npy.read_magic(file)
    if version not in _HEADERS:
        raise ValueError(f"its arrays have version {version}; save them again with numpy.savez")
    try:
        shape, by_columns, dtype = _HEADERS[version](file)
    except (TokenError, SyntaxError, KeyError, TypeError, RecursionError) as error:  # numpy reads a Python expression
        raise ValueError(f"its header is broken: {' '.join(str(error).split())}") from None
    if dtype.hasobject:
        raise ValueError("it holds Python objects, which may run anything")
    count = prod(shape)
    if min(shape, default=0) < 0:
        raise ValueError(f"its header says that it has the shape {shape}")
    budget.spend(entries=count)
    size = count * dtype.itemsize
    parts = [np.empty(0, np.uint8)]
    while size > 0:
        piece = file.read(min(size, _PIECE))
        if not piece:
            raise ValueError(f"it is cut short; {size} more bytes should follow")
        parts.append(np.frombuffer(piece, np.uint8))
        size -= len(piece)
    array = np.concatenate(parts).view(dtype) if dtype.itemsize else np.empty(count, dtype)
    return array.reshape(shape[::-1]).T if by_columns else array.reshape(shape)
