"""What a person types. The only module that prints, exits, or reads the clock and the environment.

Libraries and stages are imported by the command that needs them, so that each starts at once.
"""

import gc
import json
import os
import sys
import time
import traceback
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator import __version__
from generator.cli_clock import site_time
from generator.cli_deploying import deploy
from generator.cli_leaving import leave
from generator.cli_output import complain, print_problems, progress, tell_build
from generator.cli_publishing import publish
from generator.cli_starting import CIS, start
from generator.cli_unpublishing import unpublish
from generator.config import SITE_FILE
from generator.errors import BroadsheetError, LockHeld, Problem, ProblemsFound, Stopped, UsageError
from generator.project import Project, load_config

if TYPE_CHECKING:
    from generator.building.report import Report
    from generator.building.request import Request

DONE, PROBLEMS, USAGE, BUG, BUSY = 0, 1, 2, 3, 75
INTERRUPTED = 130
# A build's values live to its end; looking through them again and again for garbage took a third
# of the time of a build with nothing to do.
RARELY = (200_000, 20, 100)
EXIT_CODES: dict[type[BroadsheetError], int] = {
    UsageError: USAGE,
    LockHeld: BUSY,
    Stopped: INTERRUPTED,
}
SHOWN = 40  # lines of a long list on a terminal
STATES = ("draft", "scheduled", "embargoed", "published", "expired", "withdrawn")


def main() -> None:
    """Run the command line, and exit with what its errors mean."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    gc.set_threshold(*RARELY)
    leave(_exit_code())


def _exit_code() -> int:
    try:
        code = cli.main(prog_name="broadsheet", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return USAGE
    except ProblemsFound as error:
        print_problems(error.problems)
        return PROBLEMS
    except BroadsheetError as error:
        complain(str(error))
        return EXIT_CODES.get(type(error), PROBLEMS)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        complain(f"{where}{error.strerror or error}")
        return PROBLEMS
    except (KeyboardInterrupt, click.Abort):
        complain("stopped")
        return INTERRUPTED
    except Exception:  # noqa: BLE001 - the one place: a bug is shown whole, and has its own code
        traceback.print_exc()
        complain("this is a bug in Broadsheet: please report it with the lines above")
        return BUG
    return code if isinstance(code, int) else DONE


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-C", "folder", type=click.Path(file_okay=False, path_type=Path), default=".",
              metavar="DIR", help="The site's folder, instead of this one.")  # fmt: skip
@click.version_option(__version__, prog_name="broadsheet")
@click.pass_context
def cli(context: click.Context, folder: Path) -> None:
    """Make a news site from Markdown: valid, fast, and exactly what is public."""
    packaged = Path(__file__).resolve().parent / "_layouts"
    theme = packaged if packaged.is_dir() else packaged.parent.parent / "layouts"
    context.obj = Project(folder.resolve(), theme)


cli.add_command(deploy)
cli.add_command(publish)
cli.add_command(unpublish)

at_option = click.option("--at", metavar="TIME", default="",
                         help="Build as of this time, such as 2025-12-01T09:00.")  # fmt: skip
base_option = click.option("--base-url", metavar="URL", default="",
                           help="The site's address, instead of site.toml's.")  # fmt: skip
output_option = click.option("--output", type=click.Path(file_okay=False, path_type=Path),
                             metavar="DIR", help="Build there, instead of public/.")  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@cli.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--ci", type=click.Choice(CIS), help="Write what publishes a site by itself.")
@click.pass_obj
def init(project: Project, folder: Path | None, ci: str | None) -> None:
    """Start a new site in DIR, or publishing one by itself, on push and on time."""
    start(project, folder, ci)


@cli.command()
@click.argument("title")
@click.option("--author", default="", help="Whose byline it has.")
@click.pass_obj
def new(project: Project, title: str, author: str) -> None:
    """Write a new draft with complete front matter."""
    from generator.starting import start_article

    path = start_article(project, load_config(project), title, site_time(""), author)
    click.echo(path.relative_to(project.root).as_posix())


@cli.command()
@at_option
@output_option
@base_option
@click.option("--clean", is_flag=True, help="Build as if for the first time.")
@click.option("--jobs", type=click.IntRange(1, 64), help="How many processes to use.")
@click.option("--workers", default="", metavar="ADDRESS",
              help="A Dask cluster to use instead: dask://HOST:PORT.")  # fmt: skip
@click.option("--profile", is_flag=True, help="Say where the time went.")
@json_option
@click.pass_obj
def build(
    project: Project,
    /,
    *,
    clean: bool,
    jobs: int | None,
    workers: str,
    profile: bool,
    as_json: bool,
    **wanted: Any,  # noqa: ANN401 - at, base_url and output
) -> int:
    """Build the site into public/, doing only what changed."""
    from generator.building.build import build as run

    started = time.monotonic()
    report: Report | None = None
    problems: tuple[Problem, ...] = ()
    try:
        request = _staffed(_request(project, **wanted), jobs, workers)
        report = run(replace(request, clean=clean), progress(quiet=as_json))
        problems = report.problems
    except ProblemsFound as error:
        if not as_json:
            raise
        problems = error.problems
    where = report.profile if report and profile else None
    tell_build(report, problems, where, time.monotonic() - started, as_json=as_json)
    return DONE if report else PROBLEMS


def _staffed(request: "Request", jobs: int | None, workers: str) -> "Request":
    """Return a request with the processes, or the cluster, that were asked for."""
    if jobs and workers:
        raise UsageError("--workers: expected no --jobs: a cluster is as large as it is")
    return replace(request, jobs=jobs or request.jobs, cluster=workers)


@cli.command()
@click.option("--port", type=click.IntRange(1, 65535), default=5500, show_default=True,
              help="The port; where it is taken, the next free one.")  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--open", "open_browser", is_flag=True, help="Open the browser.")
@click.option("--follow", is_flag=True, help="Show each new article as soon as it is saved.")
@click.option("--poll", is_flag=True, help="Look for changes by time, for network folders.")
@click.option("--public", is_flag=True, help="Show only what is public, as readers see it.")
@click.option("--editor", default="", metavar="NAME",
              help="What opens files: code, subl, idea ..., an address with {path}.")  # fmt: skip
@at_option
@click.pass_obj
def preview(
    project: Project,
    /,
    *,
    public: bool,
    editor: str,
    at: str,
    **options: Any,  # noqa: ANN401
) -> None:
    """Serve the site with its drafts, and show every save at once."""
    from generator.building.request import Request
    from generator.building.workers import default_jobs
    from generator.planning.changes import Audience
    from generator.preview.editors import editor_named
    from generator.preview.server import Options, serve

    if not (project.root / SITE_FILE).exists():
        load_config(project)  # which says so: a site that is none will not mend by itself
    audience = Audience.PUBLIC if public else Audience.PREVIEW
    fixed = _request(project, at).now if at else None
    commands = tuple(os.environ.get(name, "") for name in ("VISUAL", "EDITOR"))
    chosen = Options(editor=editor_named(editor, commands), **options)

    def request_now() -> Request:
        return Request(project=project, now=fixed or site_time(""), clock_ns=time.time_ns(),
                       audience=audience, jobs=default_jobs())  # fmt: skip

    serve(request_now, lambda line: click.echo(line, err=True), chosen)


@cli.command(name="next")
@at_option
@json_option
@click.pass_obj
def next_change(project: Project, *, at: str, as_json: bool) -> None:
    """Say when and why the site would next change with no edit."""
    from generator.building.build import plan_only
    from generator.dates import rfc3339

    _, plan = plan_only(_request(project, at))
    if plan.errors:
        raise ProblemsFound(plan.problems)
    change = plan.changes[0] if plan.changes else None
    if as_json:
        value = {"at": rfc3339(change.at), "reason": change.reason} if change else None
        click.echo(json.dumps({"next": value}, ensure_ascii=False))
    else:
        click.echo(f"{rfc3339(change.at)}  {change.reason}" if change else "never")


@cli.command()
@click.argument("path")
@click.pass_obj
def why(project: Project, path: str) -> None:
    """Say which outputs a source touches, or why an output was last rendered."""
    from generator.building.asking import why as ask

    answer = ask(_request(project), path)
    for name, value in answer.facts:
        click.echo(f"{name + ':':<19} {value}")
    if not answer.facts:
        number = len(answer.outputs)
        reason = f": its state is {answer.state}" if answer.state else ""
        click.echo(f"{path} touches {number} output{'s' * (number != 1)}{reason}")
        for output in answer.outputs:
            click.echo(f"  {output}")


@cli.command()
@output_option
@click.pass_obj
def verify(project: Project, output: Path | None) -> int:
    """Build clean beside public/, and compare byte by byte."""
    from generator.building.verify import verify as run

    verdict = run(_request(project, output=output))
    if verdict.identical:
        click.echo(f"identical: {verdict.compared} files are what a clean build makes")
        return DONE
    for word, paths in (("differs", verdict.different), ("missing", verdict.missing),
                        ("surplus", verdict.surplus)):  # fmt: skip
        for path in paths[:SHOWN]:
            click.echo(f"{word}  {path}")
        if len(paths) > SHOWN:
            click.echo(f"{word}  ... and {len(paths) - SHOWN} more")
    complain("public/ is not what a clean build makes of these sources: run broadsheet build")
    return PROBLEMS


@cli.command(name="list")
@click.option("--state", type=click.Choice(STATES), help="Only articles in this state.")
@at_option
@json_option
@click.pass_obj
def list_articles(project: Project, *, state: str | None, at: str, as_json: bool) -> int:
    """List the articles, newest first, with state, date and address."""
    from generator.building.asking import listed
    from generator.dates import rfc3339

    found, problems = listed(_request(project, at))
    shown = [each for each in found if state in (None, each.state)]
    if as_json:
        rows = [{"path": e.source, "title": e.title, "state": e.state, "url": e.url,
                 "published": rfc3339(e.published)} for e in shown]  # fmt: skip
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for each in shown:
            date = f"{each.published:%Y-%m-%d %H:%M}"
            click.echo(f"{each.state:<9}  {date}  {each.url}  {each.source}")
    print_problems(problems)
    return PROBLEMS if problems else DONE


@cli.command()
@click.option("--strict", is_flag=True, help="Fail for warnings as well.")
@click.option("--links", "with_links", is_flag=True, help="Try links to other sites as well.")
@at_option
@json_option
@click.pass_obj
def check(project: Project, *, strict: bool, with_links: bool, at: str, as_json: bool) -> int:
    """Say what is wrong or could be better in articles, pages and layouts."""
    from generator.building.checking import checked
    from generator.building.reaching import Manners
    from generator.cli_checking import is_sound, print_checked

    manners = Manners() if with_links else None
    found = checked(_request(project, at), manners, progress(quiet=as_json))
    print_checked(found, as_json=as_json)
    return DONE if is_sound(found.problems, strict=strict) else PROBLEMS


@cli.command()
@click.option("--record", "is_recording", is_flag=True,
              help="Write what is public now into addresses.toml.")  # fmt: skip
@at_option
@json_option
@click.pass_obj
def addresses(project: Project, *, is_recording: bool, at: str, as_json: bool) -> int:
    """Say what became of every address that was published."""
    from generator.building.recording import addresses as ask
    from generator.building.recording import record
    from generator.cli_addresses import print_addresses, print_recording

    if is_recording and at:
        message = "--record: expected no --at: an address is recorded when it is public, not before"
        raise UsageError(message)
    if is_recording:
        print_recording(record(_request(project)), as_json=as_json)
        return DONE
    is_sound = print_addresses(ask(_request(project, at)), as_json=as_json)
    return DONE if is_sound else PROBLEMS


@cli.command()
@click.argument("name", required=False)
@click.pass_obj
def layout(project: Project, name: str | None) -> None:
    """Copy a layout of the theme into layouts/, to change it; with no name, list them."""
    from generator.starting import copy_layout, theme_layouts

    if name is None:
        for each in theme_layouts(project):
            click.echo(each)
    else:
        click.echo(copy_layout(project, name).relative_to(project.root).as_posix())


@cli.command()
@click.argument("what", type=click.Choice(("article", "author", "page", "site")), default="article")
def schema(what: str) -> None:
    """Print the JSON Schema of front matter or site.toml, for completion in editors."""
    from generator.schemas import schema_for

    click.echo(json.dumps(schema_for(what), ensure_ascii=False, indent=2))


@cli.command()
@click.pass_obj
def clean(project: Project) -> None:
    """Remove what builds made: the contents of public/, and what builds remember."""
    from generator.building.cleaning import clean as run

    click.echo(f"Removed {run(_request(project))} files")


@cli.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def completion(shell: str) -> None:
    """Print the completion script for a shell: eval "$(broadsheet completion bash)"."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(cli, {}, "broadsheet", "_BROADSHEET_COMPLETE").source())


def _request(
    project: Project, at: str = "", base_url: str = "", output: Path | None = None
) -> "Request":
    from generator.building.request import Request
    from generator.building.workers import default_jobs

    return Request(
        project=project,
        now=site_time(at, load_config(project, base_url)),
        clock_ns=time.time_ns(),
        output=output,
        base_url=base_url,
        jobs=default_jobs(),
    )
