"""What is committed: no address of a package registry, no path of one machine, no built site."""

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
MADE_HERE = {".git", ".venv", ".venv-dev", ".broadsheet", "public", "__pycache__", "build", "dist"}

# In two halves, so that this file passes its own test.
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry." + "npmjs",
    "registry." + "yarnpkg",
]
HOMES = ["/" + "home/", "/" + "Users/", "/" + "work/", r"[A-Z]:\\" + r"Users\\"]


def test_no_file_holds_the_address_of_a_package_registry() -> None:
    assert lines_that_match(re.compile("|".join(map(re.escape, REGISTRIES)))) == []


def test_no_file_holds_a_path_of_one_machine() -> None:
    # A name before the slash makes it part of a web address or of a relative path.
    assert lines_that_match(re.compile(rf"(?<![\w.~-])({'|'.join(HOMES)})\w")) == []


def test_the_built_site_is_not_committed() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    assert set(git("ls-files", "public")) <= {"public/.gitignore"}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_requirement_has_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    requirement = r"^[a-z0-9][\w.-]*==\S+( ; [^\\\n]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+\n"
    assert re.sub(requirement, "", text, flags=re.MULTILINE) == ""


@pytest.mark.parametrize("lock", LOCKS)
def test_every_dependency_is_locked(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    if lock == "requirements-dev.lock":
        wanted += project["dependency-groups"]["dev"]
    names = {re.split(r"[^\w.-]", line)[0].lower() for line in wanted}
    assert names - {line.partition("==")[0] for line in pins(lock)} == set()


def test_both_locks_agree() -> None:
    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def pins(lock: str) -> set[str]:
    """What a lock holds, as `name==version`, without the markers."""
    text = (ROOT / lock).read_text("utf-8")
    return set(re.findall(r"^[\w.-]+==[^\s;]+", text, re.MULTILINE))


def lines_that_match(pattern: re.Pattern[str]) -> list[str]:
    """Every matching line of a committed text file, as `path:line: match`."""
    return [
        f"{path}:{number}: {match[0]}"
        for path in committed_files()
        for number, line in enumerate(text_of(ROOT / path).splitlines(), start=1)
        if (match := pattern.search(line))
    ]


@cache
def committed_files() -> list[str]:
    """What is in git or soon will be; without git, what is here and was not made here."""
    if (ROOT / ".git").exists():
        return git("ls-files", "--cached", "--others", "--exclude-standard")
    paths = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [path.as_posix() for path in paths if MADE_HERE.isdisjoint(path.parts)]


def git(*arguments: str) -> list[str]:
    command = ["git", "-C", str(ROOT), *arguments, "-z"]
    listing = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    return listing.rstrip("\0").split("\0") if listing else []


def text_of(path: Path) -> str:
    """A file's text; nothing for a binary file, or one that was deleted but not yet in git."""
    try:
        return path.read_text("utf-8")
    except (UnicodeDecodeError, FileNotFoundError):
        return ""
