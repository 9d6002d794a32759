"""Which kind of host is meant, and what is told where none is."""

from pathlib import Path

import pytest

from generator.deploy.kinds import open_target
from generator.deploy.kinds.folder import Folder
from generator.deploy.target import Means
from generator.errors import UsageError
from tests.site_kit import NOW


def means(site: Path) -> Means:
    return Means("live", site, site / "memory", {}, NOW)


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("ghpages", 'did you mean "gh-pages"?'),
        ("sftb://me@example.com/www", 'did you mean "sftp://"?'),
        ("www.example.com", "for a folder beside site.toml, write ./www.example.com"),
        ("me@example.com:www", "write ssh://USER@HOST/FOLDER for a server"),
        ("https://github.com/paper/site.git", 'for a branch of git, write "git:" before it'),
    ],
)
def test_what_is_no_place_is_told_and_what_is_meant(to: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="expected a folder, or a kind of host") as raised:
        open_target(to, means(tmp_path))
    assert told in str(raised.value)


@pytest.mark.parametrize("to", ["./www", "../www", "there"])
def test_a_folder_has_a_slash_or_is_there(to: str, tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "there").mkdir(parents=True)
    assert isinstance(open_target(to, means(site)), Folder)
