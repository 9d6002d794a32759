"""The worst pictures that are accepted are looked at and drawn in half a gigabyte."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.imaging.files import saved

ROOT = Path(__file__).parents[2]
MOST = 512 * 1024  # kilobytes
PROGRAM = r"""
import re, sys
from pathlib import Path
sys.path.insert(0, ".")
from generator.imaging.inspecting import facts_of
from generator.imaging.resizing import resized
from generator.pictures import Format, Words, scaled
data = Path(sys.argv[1]).read_bytes()
facts = facts_of(data)
for format in (Format.WEBP, Format.JPEG):
    width, height = scaled((facts.width, facts.height), 640)
    resized(data, box=None, width=width, height=height, format=format, words=Words(),
            animated=facts.animated)
# Not `getrusage`: its maximum includes that of the process that started this one.
status = Path("/proc/self/status").read_text()
print(facts.width * facts.height, *re.findall(r"VmHWM:\s*(\d+)", status))
"""


def jpeg() -> bytes:
    """The coefficients of one that is both progressive and CMYK take eight bytes a pixel."""
    return saved(Image.new("CMYK", (8_640, 5_780)), "JPEG", progressive=True, subsampling=0)


def png() -> bytes:
    return saved(Image.new("RGBA", (8_640, 5_780), (1, 2, 3, 4)), "PNG", compress_level=1)


def webp() -> bytes:
    return saved(Image.new("RGBA", (5_000, 5_000), (1, 2, 3, 4)), "WEBP", method=0, lossless=True)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak")
@pytest.mark.parametrize("make", [jpeg, png, webp])
def test_the_worst_pictures_fit_into_half_a_gigabyte(
    make: Callable[[], bytes], tmp_path: Path
) -> None:
    file = tmp_path / "worst"
    file.write_bytes(make())
    said = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, str(file)],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    pixels, peak = map(int, said)
    assert pixels >= 25_000_000
    assert peak < MOST
