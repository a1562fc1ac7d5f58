import struct

import numpy as np
import pytest

from vgdesk.export.tfevents import encode_scalars, frame_records, mask_crcs, start_scalar


def plain_crc(text):
    """CRC-32C bit by bit, masked."""
    crc = 0xFFFFFFFF
    for byte in text:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    crc ^= 0xFFFFFFFF
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def test_checksums_of_texts_of_any_length_side_by_side_are_those_of_each_alone():
    random = np.random.default_rng(0)
    texts = [b"123456789", *(random.bytes(length) for length in (4, 5, 33, 700, 4))]
    assert mask_crcs(texts) == [plain_crc(each) for each in texts]
    assert plain_crc(b"123456789") == (((0xE3069283 >> 15) | (0xE3069283 << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def test_a_record_says_how_long_it_is_before_it_begins():
    written = frame_records([b"first one", b"second"])
    assert struct.unpack("<Q", written[:8]) == (9,)
    assert written[12:21] == b"first one"
    assert len(written) == 2 * 16 + 9 + 6
    assert frame_records([]) == b""


@pytest.mark.parametrize(("value", "written"), [(1e300, np.inf), (-1e300, -np.inf), (np.nan, np.nan), (0.1, 0.1)])
def test_a_number_that_float32_cannot_hold_is_infinite(value, written):
    packed = encode_scalars([start_scalar(b"a/b")], np.array([value]))
    (number,) = struct.unpack("<f", packed[-4:])
    assert np.array_equal(np.float32(number), np.float32(written), equal_nan=True)
