"""A part of a sweep's rows as a Parquet file. Opens pyarrow, which comes with the extra ``sweep``."""

import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgdesk.errors import VgdeskError


def write_part(path: Path, columns: Mapping[str, Sequence[Any] | NDArray[Any]]) -> None:
    """Write columns of equal length, whole or not at all.

    Raises:
        OSError: the file cannot be written.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy, and not everybody has it
    from pyarrow import parquet  # noqa: PLC0415

    table = pa.table({name: pa.array(list(values)) for name, values in columns.items()})
    beside = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        parquet.write_table(table, beside)
        beside.replace(path)
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()


def read_part(path: Path) -> dict[str, NDArray[Any]]:
    """The columns of a part: float64, int64 or bool, and objects where it has texts.

    Raises:
        VgdeskError: it is no such file.
    """
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    try:
        table = parquet.read_table(path)
    except (OSError, pa.ArrowException) as error:
        reason = " ".join(str(error).split())
        raise VgdeskError(f"cannot read {path}: {reason}; delete it, and its networks are trained again") from None
    return {name: np.asarray(table[name].to_numpy(zero_copy_only=False)) for name in table.column_names}
