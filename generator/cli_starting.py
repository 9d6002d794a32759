"""How `broadsheet init` starts a site, or what publishes one by itself, and says what is next."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.config import SITE_FILE
from generator.errors import UsageError
from generator.project import Project, load_config

if TYPE_CHECKING:
    from generator.starting_ci import Unattended

GITHUB = """\
  1. Name a target in site.toml, such as [deploy.production], if there is none yet.
  2. Make requirements.lock, with a hash of all that is installed; again after each change:
       {compile}
  3. Set the secrets that your targets need in the repository, under
     Settings > Secrets and variables > Actions, and remove the "# " before them in publish.yml.
  4. Commit these files and push. The runs are listed under Actions.
"""
GITLAB = """\
  1. Name a target in site.toml, such as [deploy.production], if there is none yet.
  2. Make requirements.lock, with a hash of all that is installed; again after each change:
       {compile}
  3. Set the secrets that your targets need in the project, under Settings > CI/CD > Variables:
     masked, protected, for the environment "production".
  4. Commit these files and push. The runs are listed under Build > Pipelines.
  5. Make a schedule for the default branch, under Build > Pipeline schedules: */15 * * * *
"""
SERVER = """\
  1. Name a target in site.toml, such as [deploy.production], if there is none yet.
  2. On the server, as root, make a user and a place for the program:
       useradd --system --create-home --home-dir /var/lib/broadsheet broadsheet
       python3 -m venv /opt/broadsheet
       /opt/broadsheet/bin/pip install "{requirement}"
  3. Have the site in /srv/{name}, and give it to that user:
       chown -R broadsheet: /srv/{name}
"""
CRON = f"""{SERVER}\
  4. Write the secrets that your targets need, NAME='value', into a file for that user alone:
       install -D -m 600 -o broadsheet /dev/null /etc/broadsheet/{{name}}.env
  5. Have cron publish:
       crontab -u broadsheet /srv/{{name}}/deploy/crontab
"""
SYSTEMD = f"""{SERVER}\
  4. Write the secrets that your targets need, NAME='value', into a file for root alone:
       install -D -m 600 /dev/null /etc/broadsheet/{{name}}.env
  5. Have systemd publish:
       cp /srv/{{name}}/deploy/broadsheet-publish.service /etc/systemd/system/
       systemctl daemon-reload
       systemctl enable --now broadsheet-publish
"""
STEPS = {"github": GITHUB, "gitlab": GITLAB, "cron": CRON, "systemd": SYSTEMD}
CIS = tuple(STEPS)


def start(project: Project, folder: Path | None, ci: str | None) -> None:
    """Start a site where there is none yet, and what publishes it, if that was asked for."""
    if folder is None and ci is None:
        raise UsageError("expected a folder for the new site: broadsheet init my-site")
    if folder is not None and (ci is None or not (folder / SITE_FILE).exists()):
        _start_site(folder)
    if ci is not None:
        _start_ci(Project((folder or project.root).resolve(), project.theme), ci)


def _start_site(folder: Path) -> None:
    from generator.starting import start_site

    written = start_site(folder)
    click.echo(f"Wrote {len(written)} files into {folder}/. Next:")
    for line in (f"cd {folder}", "broadsheet preview", "broadsheet build"):
        click.echo(f"  {line}")


def _start_ci(site: Project, ci: str) -> None:
    from generator.starting_ci import COMPILE, Ci, start_ci

    done = start_ci(site.root, Ci(ci), load_config(site))
    _print_kept(done)
    click.echo(f"Wrote {' and '.join(done.written)}. Next:")
    steps = STEPS[ci].format(compile=COMPILE, name=done.name, requirement=done.requirement)
    click.echo(steps, nl=False)


def _print_kept(done: "Unattended") -> None:
    if done.kept:
        message = f"{done.kept} is there already and left as it is: it needs {done.requirement}"
        click.echo(f"note: {message}", err=True)
