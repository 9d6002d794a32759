"""Whole small sites, one for each behaviour, compared with what is expected byte for byte.

`pytest --update-golden` rewrites what is expected; whoever does that reads the difference.
"""

import shutil
from pathlib import Path

import pytest

from tests.whole_sites import SITES, build_golden, files_of, golden_sites


@pytest.mark.parametrize("name", golden_sites())
def test_a_site_is_built_as_expected(
    name: str, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    made = build_golden(name, tmp_path).files
    expected = SITES / name / "expected"
    if pytestconfig.getoption("--update-golden"):
        shutil.rmtree(expected, ignore_errors=True)
        for path, data in made.items():
            (expected / path).parent.mkdir(parents=True, exist_ok=True)
            (expected / path).write_bytes(data)
    wanted = files_of(expected)
    assert sorted(made) == sorted(wanted)
    for path, data in wanted.items():
        assert made[path].decode(errors="replace") == data.decode(errors="replace"), path
        assert made[path] == data, path
