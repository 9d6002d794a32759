"""What publishes a site unattended: complete, pinned, with no more rights than it needs."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from generator import __version__
from generator.cli_starting import CIS, STEPS
from generator.errors import UsageError
from generator.project import Project, load_config
from generator.starting_ci import COMPILE, FILES, PYTHON, Ci, Unattended, start_ci
from tests.site_kit import SITE_TOML, THEME, tree

WORKFLOW = ".github/workflows/publish.yml"
UNIT = "deploy/broadsheet-publish.service"
WRITTEN = {
    Ci.GITHUB: {WORKFLOW, "requirements.in"},
    Ci.GITLAB: {".gitlab-ci.yml", "requirements.in"},
    Ci.CRON: {"deploy/crontab"},
    Ci.SYSTEMD: {UNIT},
}
# What a user's crontab allows in each of its five fields.
RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


@pytest.fixture
def courier(tmp_path: Path) -> Path:
    """The folder of a site."""
    folder = tmp_path / "courier"
    folder.mkdir()
    (folder / "site.toml").write_text(SITE_TOML, "utf-8")
    return folder


def started(folder: Path, kind: Ci, more: str = "") -> Unattended:
    """Write what publishes the site in a folder, with more in its site.toml."""
    folder.mkdir(exist_ok=True)
    (folder / "site.toml").write_text(SITE_TOML + more, "utf-8")
    return start_ci(folder, kind, load_config(Project(folder, THEME)))


def workflow(folder: Path, more: str = "") -> dict[str, object]:
    started(folder, Ci.GITHUB, more)
    return parsed(folder / WORKFLOW)


def parsed(path: Path) -> dict[str, object]:
    value = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    assert isinstance(value, dict)
    return value


def part(value: object, *keys: str | int) -> object:
    """What stands under these keys, one in another."""
    for key in keys:
        assert isinstance(value, dict | list)
        value = value[key]  # type: ignore[index]
    return value


def steps(value: object) -> list[dict[str, object]]:
    found = part(value, "jobs", "publish", "steps")
    assert isinstance(found, list)
    return found


def with_hints_taken(text: str) -> str:
    """A file as it is when everything that it proposes in comments is used."""
    return re.sub(
        r"^( +)# ((- |env:|run:|before_script:|  ).*)$", r"\1\2", text, flags=re.MULTILINE
    )


# All kinds


@pytest.mark.parametrize("kind", Ci)
def test_a_kind_writes_its_files_and_says_which(courier: Path, kind: Ci) -> None:
    before = set(tree(courier))
    done = started(courier, kind)
    assert set(done.written) == WRITTEN[kind] == set(tree(courier)) - before


@pytest.mark.parametrize("kind", Ci)
def test_no_word_of_a_template_is_left_to_fill_in(courier: Path, kind: Ci) -> None:
    for path in started(courier, kind).written:
        assert not re.search(r"@[A-Z]+@", (courier / path).read_text("utf-8"))


@pytest.mark.parametrize("kind", Ci)
@pytest.mark.parametrize("other", ["mine\n", None])
def test_a_file_that_is_there_is_left_alone_and_nothing_is_written_beside_it(
    courier: Path, kind: Ci, other: str | None
) -> None:
    target = courier / FILES[kind][1]
    target.parent.mkdir(parents=True, exist_ok=True)
    if other is None:
        target.symlink_to("nowhere")
    else:
        target.write_text(other)
    before = tree(courier)
    with pytest.raises(UsageError, match="exists already: it is left as it is"):
        started(courier, kind)
    assert tree(courier) == before
    assert other is not None or target.is_symlink()


def test_each_kind_can_be_typed_and_has_its_next_steps() -> None:
    assert CIS == tuple(STEPS) == tuple(Ci)


def test_one_site_can_have_all_of_them(courier: Path) -> None:
    for kind in Ci:
        started(courier, kind)
    assert set().union(*WRITTEN.values()) <= set(tree(courier))


# What is installed


@pytest.mark.parametrize(
    ("more", "extras"), [("", "deploy"), ("\n[search]\nenabled = true\n", "deploy,search")]
)
def test_what_is_installed_is_this_version_with_the_extras_of_the_site(
    courier: Path, more: str, extras: str
) -> None:
    done = started(courier, Ci.GITLAB, more)
    lines = (courier / "requirements.in").read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [done.requirement]
    assert done.requirement == f"broadsheet[{extras}]=={__version__}"


@pytest.mark.parametrize("kind", [Ci.GITHUB, Ci.GITLAB])
def test_a_list_of_ones_own_is_kept_and_said_to_be(courier: Path, kind: Ci) -> None:
    (courier / "requirements.in").write_text("broadsheet\nmine\n")
    done = started(courier, kind)
    assert done.kept == "requirements.in"
    assert "requirements.in" not in done.written
    assert (courier / "requirements.in").read_text() == "broadsheet\nmine\n"


def test_the_list_says_how_to_lock_it(courier: Path) -> None:
    started(courier, Ci.GITHUB)
    assert f"# {COMPILE}\n" in (courier / "requirements.in").read_text("utf-8")
    assert "--generate-hashes" in COMPILE
    assert f"--python-version {PYTHON} " in COMPILE


# GitHub


def test_a_workflow_runs_on_push_on_time_and_by_hand(courier: Path) -> None:
    on = part(workflow(courier), "on")
    assert isinstance(on, dict)
    assert set(on) == {"push", "schedule", "workflow_dispatch"}
    cron = part(on, "schedule", 0, "cron")
    assert isinstance(cron, str)
    minutes, *rest = cron.split()
    assert rest == ["*"] * 4  # at no hour of its own: the service's are UTC
    times = [int(minute) for minute in minutes.split(",")]
    gaps = {(b - a) % 60 for a, b in zip(times, [*times[1:], times[0]], strict=True)}
    assert gaps == {15}
    assert 0 not in times


def test_a_workflow_publishes_the_default_branch_only(courier: Path) -> None:
    condition = part(workflow(courier), "jobs", "publish", "if")
    assert condition == (
        "github.event_name == 'schedule' || "
        "github.ref == format('refs/heads/{0}', github.event.repository.default_branch)"
    )


def test_a_workflow_may_read_and_nothing_else(courier: Path) -> None:
    found = workflow(courier)
    assert part(found, "permissions") == {"contents": "read"}
    assert part(found, "jobs", "publish", "permissions") == {"contents": "read"}
    assert part(steps(found)[0], "with", "persist-credentials") == "false"


@pytest.mark.parametrize(
    ("settings", "variable"),
    [
        ('[hosting]\nfor = ["github"]', "BROADSHEET_PRODUCTION_PASSWORD"),
        ('[deploy.my-pages]\nto = "gh-pages"', "BROADSHEET_MY_PAGES_PASSWORD"),
    ],
)
def test_only_the_job_that_pushes_to_a_branch_may_write(
    courier: Path, settings: str, variable: str
) -> None:
    found = workflow(courier, f"\n{settings}\n")
    assert part(found, "permissions") == {"contents": "read"}
    assert part(found, "jobs", "publish", "permissions") == {"contents": "write"}
    (publish,) = (step for step in steps(found) if part(step, "name") == "Publish")
    assert part(publish, "env") == {variable: "${{ github.token }}"}
    assert part(steps(found)[0], "with", "persist-credentials") == "false"


def test_every_action_is_pinned_by_its_commit_and_names_its_version(courier: Path) -> None:
    text = (courier / started(courier, Ci.GITHUB).written[0]).read_text("utf-8")
    uses = re.findall(r"uses: (.+)", text)
    assert len(uses) == 4
    for each in uses:
        assert re.fullmatch(r"actions/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each)
    assert len(uses) == sum("uses" in step for step in steps(parsed(courier / WORKFLOW)))


def test_no_deploy_is_cut_off_by_the_next_one(courier: Path) -> None:
    found = workflow(courier)
    assert part(found, "concurrency") == {
        "group": "publish-${{ github.ref }}",  # another branch's push displaces no run that waits
        "cancel-in-progress": "false",
    }
    limit = part(found, "jobs", "publish", "timeout-minutes")
    assert isinstance(limit, str)
    assert 10 <= int(limit) <= 60


def test_a_workflow_keeps_what_builds_remember_under_a_new_key_each_time(courier: Path) -> None:
    found = steps(workflow(courier))
    restore, save = (step for step in found if "actions/cache/" in str(step.get("uses")))
    assert part(restore, "with", "path") == part(save, "with", "path") == ".broadsheet\npublic\n"
    assert part(restore, "with", "key") == part(save, "with", "key")
    assert part(save, "with", "key") == "broadsheet-${{ github.run_id }}-${{ github.run_attempt }}"
    assert part(restore, "with", "restore-keys") == "broadsheet-"
    publish = next(step for step in found if step.get("id") == "publish")
    assert found.index(restore) < found.index(publish) < found.index(save)
    assert save["if"] == "always() && steps.publish.conclusion != 'skipped'"


@pytest.mark.parametrize("kind", [Ci.GITHUB, Ci.GITLAB])
def test_services_install_by_hash_and_publish(courier: Path, kind: Ci) -> None:
    text = (courier / started(courier, kind).written[0]).read_text("utf-8")
    assert "--require-hashes --requirement requirements.lock\n" in text
    assert text.count("pip install") == 1
    assert re.search(r"^ +(run:|-) broadsheet publish$", text, re.MULTILINE)


def test_no_expression_reaches_a_shell(courier: Path) -> None:
    started(courier, Ci.GITHUB)
    taken = yaml.safe_load(with_hints_taken((courier / WORKFLOW).read_text("utf-8")))
    commands = [str(step["run"]) for step in steps(taken) if "run" in step]
    assert len(commands) == 3
    assert not [command for command in commands if "${{" in command]


def test_the_hints_of_a_workflow_are_right_once_they_are_taken(courier: Path) -> None:
    started(courier, Ci.GITHUB)
    taken = yaml.safe_load(with_hints_taken((courier / WORKFLOW).read_text("utf-8")))
    by_name = {step["name"]: step for step in steps(taken)}
    assert part(by_name["Publish"], "env") == {
        name: f"${{{{ secrets.{name} }}}}"
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "BROADSHEET_PRODUCTION_PASSWORD")
    }
    assert part(by_name["Publish"], "run") == "broadsheet publish"
    assert set(by_name["Open ssh"]) == {"name", "env", "run"}


# GitLab


def test_gitlab_publishes_the_default_branch_on_push_on_time_and_by_hand(courier: Path) -> None:
    started(courier, Ci.GITLAB)
    rules = part(parsed(courier / ".gitlab-ci.yml"), "publish", "rules")
    branch = "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"
    assert rules == [
        {"if": f'$CI_PIPELINE_SOURCE == "{source}" && {branch}'}
        for source in ("schedule", "push", "web")
    ]


def test_gitlab_keeps_what_builds_remember_and_deploys_one_after_another(courier: Path) -> None:
    started(courier, Ci.GITLAB)
    job = part(parsed(courier / ".gitlab-ci.yml"), "publish")
    assert part(job, "resource_group") == "publish"
    assert part(job, "interruptible") == "false"
    assert part(job, "cache", "when") == "always"
    assert part(job, "cache", "paths") == [".broadsheet/", "public/", ".cache/pip/"]


def test_gitlab_names_its_image_by_tag_and_says_what_is_better(courier: Path) -> None:
    started(courier, Ci.GITLAB)
    text = (courier / ".gitlab-ci.yml").read_text("utf-8")
    image = part(parsed(courier / ".gitlab-ci.yml"), "publish", "image")
    assert image == f"python:{PYTHON}-bookworm"
    assert f"Better is its digest: {image}@sha256:..." in text


def test_the_hints_for_gitlab_are_right_once_they_are_taken(courier: Path) -> None:
    started(courier, Ci.GITLAB)
    taken = yaml.safe_load(with_hints_taken((courier / ".gitlab-ci.yml").read_text("utf-8")))
    before = part(taken, "publish", "before_script")
    assert isinstance(before, list)
    assert before[-1] == 'ssh-add "$SSH_KEY"'


# cron


def entries(folder: Path) -> list[str]:
    """The lines of a crontab that name a time."""
    started(folder, Ci.CRON)
    lines = (folder / "deploy/crontab").read_text("utf-8").splitlines()
    return [line for line in lines if not re.match(r"#|$|[A-Z]+=", line)]


def in_range(field: str, low: int, high: int) -> bool:
    for each in field.split(","):
        span, _, step = each.partition("/")
        numbers = [] if span == "*" else [int(number) for number in span.split("-")]
        if not all(low <= number <= high for number in numbers) or (step and int(step) < 1):
            return False
    return True


def test_every_line_of_a_crontab_has_five_fields_and_a_command(courier: Path) -> None:
    lines = entries(courier)
    assert len(lines) == 1
    for line in lines:
        *fields, command = line.split(maxsplit=5)
        assert all(in_range(field, *of) for field, of in zip(fields, RANGES, strict=True))
        assert "%" not in command  # cron would end the command there
        assert "/srv/courier " in command


@pytest.mark.skipif(os.name != "posix", reason="cron runs a POSIX shell")
@pytest.mark.parametrize(("code", "told"), [(0, ""), (75, ""), (1, "no title: it said why\n")])
def test_cron_is_told_what_went_wrong_and_nothing_else(
    courier: Path, tmp_path: Path, code: int, told: str
) -> None:
    program = tmp_path / "broadsheet"
    program.write_text(f'#!/bin/sh\necho "$SECRET: it said why" >&2\nexit {code}\n')
    program.chmod(0o755)
    secrets = tmp_path / "secrets"
    secrets.write_text("SECRET='no title'\n")
    command = entries(courier)[0].split(maxsplit=5)[5]
    for path, here in {
        "/opt/broadsheet/bin/broadsheet": program,
        "/etc/broadsheet/courier.env": secrets,
        "/srv/courier": courier,
    }.items():
        assert path in command
        command = command.replace(path, str(here))
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == (told, "")


# systemd


def unit(folder: Path) -> str:
    started(folder, Ci.SYSTEMD)
    return (folder / UNIT).read_text("utf-8")


def test_the_service_waits_starts_again_and_writes_into_the_site_alone(courier: Path) -> None:
    lines = set(unit(courier).splitlines())
    assert {
        "User=broadsheet",
        "ExecStart=/opt/broadsheet/bin/broadsheet publish --wait",
        "WorkingDirectory=/srv/courier",
        "Restart=on-failure",
        "EnvironmentFile=-/etc/broadsheet/courier.env",
        "NoNewPrivileges=true",
        "ProtectSystem=strict",
        "ReadWritePaths=/srv/courier",
        "PrivateTmp=true",
        "CapabilityBoundingSet=",
    } <= lines


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
def test_systemd_finds_no_fault_with_the_service(courier: Path, tmp_path: Path) -> None:
    text = unit(courier).replace("/opt/broadsheet/bin/broadsheet", sys.executable)
    service = tmp_path / "broadsheet-publish.service"
    service.write_text(text, "utf-8")
    command = ["systemd-analyze", "verify", "--man=no", str(service)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if service.name in line]
    assert (done.returncode, ours) == (0, [])


@pytest.mark.parametrize(
    ("folder", "name"), [("The Courier %i", "the-courier-i"), ("Día", "dia"), ("🎉", "site")]
)
def test_a_server_has_the_site_under_a_name_that_needs_no_quotes(
    tmp_path: Path, folder: str, name: str
) -> None:
    assert f"WorkingDirectory=/srv/{name}\n" in unit(tmp_path / folder)
