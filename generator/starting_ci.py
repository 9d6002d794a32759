"""Starting to publish unattended: the files by which a service or a server does it on time.

Nothing is ever overwritten. What has to be done by hand afterwards is told by the command line.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from generator import __version__
from generator.config import USUAL, Config, Host, password_variable
from generator.errors import UsageError
from generator.slugs import slugify

TEMPLATES = Path(__file__).resolve().parent / "starter_ci"
PYTHON = "3.13"  # what the services run; a lock file is made for it
REQUIREMENTS = "requirements.in"
COMPILE = (
    f"uv pip compile --universal --generate-hashes --python-version {PYTHON}"
    f" --output-file requirements.lock {REQUIREMENTS}"
)


class Ci(StrEnum):
    """Who publishes when nobody does, by the name that is typed."""

    GITHUB = "github"
    GITLAB = "gitlab"
    CRON = "cron"
    SYSTEMD = "systemd"


FILES = {
    Ci.GITHUB: ("publish.yml", ".github/workflows/publish.yml"),
    Ci.GITLAB: ("gitlab-ci.yml", ".gitlab-ci.yml"),
    Ci.CRON: ("crontab", "deploy/crontab"),
    Ci.SYSTEMD: ("broadsheet-publish.service", "deploy/broadsheet-publish.service"),
}
# Those that install the generator anew for each run, so from a list.
INSTALLING = frozenset((Ci.GITHUB, Ci.GITLAB))


@dataclass(frozen=True, slots=True)
class Unattended:
    """What was written into a site. `name` is the site's folder on a server, below /srv.

    `requirement` is what to install. `kept` is a list of one's own that should have it, or "".
    """

    written: tuple[str, ...]
    name: str
    requirement: str
    kept: str = ""


def start_ci(folder: Path, kind: Ci, config: Config) -> Unattended:
    """Write what publishes a site on push and on time; refuse if any of it is there already."""
    template, target = FILES[kind]
    if _is_there(folder / target):
        raise UsageError(f"{target} exists already: it is left as it is")
    name = slugify(folder.resolve().name) or "site"
    values = _values(name, config)
    wanted = {target: template}
    kept = ""
    if kind in INSTALLING and _is_there(folder / REQUIREMENTS):
        kept = REQUIREMENTS
    elif kind in INSTALLING:
        wanted[REQUIREMENTS] = REQUIREMENTS
    for path, source in wanted.items():
        _write(folder / path, _filled((TEMPLATES / source).read_text("utf-8"), values))
    return Unattended(tuple(wanted), name, values["BROADSHEET"], kept)


def requirement(config: Config) -> str:
    """Return this version of the generator, with the extras that publishing a site needs."""
    extras = ("deploy", "search") if config.search else ("deploy",)
    return f"broadsheet[{','.join(extras)}]=={__version__}"


def _values(name: str, config: Config) -> dict[str, str]:
    """Return what stands in the templates for words between two @.

    GitHub Pages serves a branch of the repository, which only a run that may write can push to.
    """
    served = _served_branch(config)
    token = f"\n          {password_variable(served)}: ${{{{ github.token }}}} # of this run"
    return {
        "BROADSHEET": requirement(config),
        "COMPILE": COMPILE,
        "CONTENTS": "write # to push to the branch that is served" if served else "read",
        "ENV": f"env:{token}" if served else "# env:",
        "NAME": name,
        "PYTHON": PYTHON,
    }


def _served_branch(config: Config) -> str:
    """Return the target that is a branch at GitHub; "" for none."""
    for name, target in config.deploy:
        if target.is_github_branch:
            return name
    return USUAL if Host.GITHUB in config.hosting.hosts and not config.deploy else ""


def _filled(text: str, values: dict[str, str]) -> str:
    for word, value in values.items():
        text = text.replace(f"@{word}@", value)
    return text


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()  # also one that leads nowhere


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
