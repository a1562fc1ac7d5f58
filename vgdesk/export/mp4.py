"""Pictures one after the other as an MP4, by ffmpeg in a process of its own."""

import errno
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_QUALITY = "18"  # of libx264: no loss that the eye sees
_LEAST_RATE = 1.0  # pictures a second that every player shows


def find_ffmpeg() -> str | None:
    """The ffmpeg of the extra ``mp4``, or else the system's; None without any."""
    try:
        return str(import_module("imageio_ffmpeg").get_ffmpeg_exe())
    except (ImportError, RuntimeError):  # not installed, or without a program for this system
        return shutil.which("ffmpeg")


def write_mp4(pictures: Iterable[NDArray[np.uint8]], file: Path, seconds: float) -> None:
    """Write pictures of one size as H.264, as every player shows it; sides that are odd grow by a pixel.

    Args:
        pictures: uint8 [row, column, 3] each.
        file: is overwritten.
        seconds: for which each is shown.

    Raises:
        OSError: ffmpeg is not there, or cannot write the file.
    """
    process: subprocess.Popen[bytes] | None = None
    try:
        for pixels in _make_even(pictures):
            process = process or _start(file, pixels.shape, seconds)
            assert process.stdin is not None
            with suppress(BrokenPipeError):  # its exit status says why
                process.stdin.write(pixels.tobytes())
            if process.poll() is not None:
                break
        if process is not None:
            _finish(process)
    finally:
        if process is not None:
            _end(process)


def _start(file: Path, shape: tuple[int, ...], seconds: float) -> "subprocess.Popen[bytes]":
    program = find_ffmpeg()
    if program is None:
        raise FileNotFoundError(errno.ENOENT, "ffmpeg is not installed")
    taken = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{shape[1]}x{shape[0]}"]
    rate = ["-r", f"{max(1 / seconds, _LEAST_RATE):.6g}"]
    given = ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", _QUALITY, "-movflags", "+faststart", "-f", "mp4"]
    command = [program, "-y", "-v", "error", *taken, *rate, "-i", "-", "-an", *given, str(file)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603 - no shell


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Whatever it does; a process that has ended already is ignored."""
    process.kill()
    for stream in (process.stdin, process.stderr):
        if stream is not None:
            with suppress(OSError):  # what it did not take any more
                stream.close()
    process.wait()


def _finish(process: "subprocess.Popen[bytes]") -> None:
    _, said = process.communicate()
    if process.returncode:
        words = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
        is_full = "No space left" in words
        raise OSError(errno.ENOSPC if is_full else errno.EIO, words or "ffmpeg exited unexpectedly")


def _make_even(pictures: Iterable[NDArray[np.uint8]]) -> Iterator[NDArray[np.uint8]]:
    for pixels in pictures:
        height, width, _ = pixels.shape
        yield np.pad(pixels, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
