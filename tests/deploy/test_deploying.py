"""Deploying a site that was built: what is refused, what is taken back, what is told."""

import gzip
import json
import os
import shutil
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import brotli
import pytest

from generator.building.build import build
from generator.building.publish import load_manifest, publish, stage
from generator.building.report import silent
from generator.config import SITE_FILE, Host
from generator.deploy import limits
from generator.deploy.deploying import Deployer, Wish, deployer
from generator.deploy.guards import Doubtful
from generator.deploy.record import FOLDER
from generator.deploy.target import DeployFailed
from generator.deploy.transaction import Deployment
from generator.errors import LockHeld, UsageError
from generator.paths import OutputPath
from generator.planning.changes import Audience
from generator.project import Project, load_config
from tests.site_kit import (
    HOUR,
    NOW,
    SITE_TOML,
    article,
    build_at,
    edit,
    public,
    request,
    site,
    tree,
)

pytestmark = pytest.mark.usefixtures("quick_disk")
NEWS = "content/articles/2025/news.md"
FILES = {f"content/articles/2025/a{n}.md": article(f"News {n}", slug=f"a{n}") for n in range(9)}
TARGET = '[deploy.production]\nto = "../www"\n'


def newsroom(root: Path, target: str = TARGET, **more: str) -> Project:
    project = site(root / "site", {SITE_FILE: f"{SITE_TOML}\n{target}", **FILES, **more})
    build_at(project)
    return project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return newsroom(tmp_path)


def at(project: Project, name: str = "") -> Deployer:
    return deployer(request(project), load_config(project), name)


def wish(**wanted: Any) -> Wish:  # noqa: ANN401
    return replace(Wish(now=NOW, environment={}), **wanted)


def run(project: Project, name: str = "", **wanted: Any) -> Deployment:  # noqa: ANN401
    return at(project, name).deploy(wish(**wanted), silent)


def back(project: Project, number: int = 1, **wanted: Any) -> Deployment:  # noqa: ANN401
    return at(project).roll_back(number, wish(**wanted), silent)


def shown(root: Path) -> dict[str, bytes]:
    """Return what readers see at a folder."""
    return {path: data for path, data in tree(root).items() if not path.startswith(FOLDER)}


def refused(project: Project, **wanted: Any) -> str:  # noqa: ANN401
    with pytest.raises(UsageError) as found:
        run(project, **wanted)
    return str(found.value)


def title(project: Project, number: int, text: str) -> None:
    edit(project, f"content/articles/2025/a{number}.md", f"News {number}", text)
    build_at(project)


# -- what is deployed


def test_what_was_built_is_what_readers_get(project: Project, tmp_path: Path) -> None:
    done = run(project)
    assert done.number == 1
    assert shown(tmp_path / "www") == public(project)
    assert run(project).changes.is_empty


def test_without_a_build_there_is_nothing_to_deploy(tmp_path: Path) -> None:
    project = site(tmp_path / "site", {SITE_FILE: f"{SITE_TOML}\n{TARGET}", **FILES})
    assert refused(project) == (
        f"there is no build in {project.public}: run broadsheet build, or publish"
    )


@pytest.mark.parametrize("number", [1, 4])
def test_what_was_changed_by_hand_is_not_deployed(number: int, project: Project) -> None:
    files = sorted(path for path in project.public.rglob("index.html"))[:number]
    for file in files:
        file.write_text("edited")
    text = refused(project)
    assert text.startswith(
        f"what is in {project.public} is not deployed: it is not as it was built: "
    )
    assert text.count("(edited by hand)") == min(number, 3)
    assert text.endswith(" and 1 more: build again" if number == 4 else "hand): build again")
    build_at(project)
    run(project)


def test_a_file_that_is_missing_is_named(project: Project) -> None:
    (project.public / "feed.xml").unlink()
    assert refused(project).endswith("built: feed.xml (missing): build again")


def test_an_edit_that_no_stamp_shows_is_found_before_anything_is_sent(
    project: Project, tmp_path: Path
) -> None:
    file = project.public / "index.html"
    stamp, data = file.stat(), file.read_bytes()
    file.write_bytes(data[:-1] + b"!")
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    with pytest.raises(DeployFailed, match=r"^index.html cannot be .* remove it there"):
        run(project)
    assert shown(tmp_path / "www") == {}
    file.unlink()
    build_at(project)
    run(project)
    assert shown(tmp_path / "www")["index.html"] == data


def test_a_preview_is_not_deployed(project: Project) -> None:
    preview = request(project, audience=Audience.PREVIEW, output=project.public)
    build(preview)
    assert refused(project).endswith("is not deployed: it is a preview, with drafts in it")


def test_a_site_of_tomorrow_is_not_deployed_today(project: Project) -> None:
    edit(project, "content/articles/2025/a1.md", "News 1", "Soon")
    build_at(project, NOW + HOUR)
    assert refused(project).endswith(
        "it was built as of 2025-12-01 13:00, which is yet to come: build without --at"
    )
    assert run(project, now=NOW + HOUR - timedelta(minutes=1)).number == 1


def test_what_was_built_for_another_address_is_not_deployed(project: Project) -> None:
    build_at(project, base_url="https://staging.example.com")
    assert refused(project).endswith(
        "it was built for https://staging.example.com, and the target is at https://example.com: "
        "build again"
    )


def test_a_site_that_has_changed_by_itself_since_is_built_again_first(tmp_path: Path) -> None:
    late = article("Late", slug="late", date="2025-12-01 13:00")
    project = newsroom(tmp_path, **{NEWS: late})
    assert run(project, now=NOW + HOUR - timedelta(seconds=1)).number == 1
    assert refused(project, now=NOW + HOUR).endswith(
        "the site has changed by itself at 2025-12-01T13:00:00+00:00: build again, or publish"
    )


def test_a_site_has_no_files_where_the_record_lies(project: Project) -> None:
    place = request(project).place
    manifest = load_manifest(place)
    assert manifest
    path = OutputPath(".broadsheet/deployed.json")
    publish(place, [path], {path: stage(place, path, b"{}")}, manifest.facts, manifest)
    assert refused(project).endswith(
        "files of the site lie in .broadsheet/, where a deploy keeps its record: move them"
    )


# -- a rehearsal


@pytest.mark.parametrize("more", ["", "compress = true\n"])
def test_a_rehearsal_changes_nothing_at_all(more: str, tmp_path: Path) -> None:
    project = newsroom(tmp_path, TARGET + more)
    remembered = tree(project.state)
    done = run(project, is_rehearsal=True)
    assert (done.number, len(done.changes.adds) >= len(public(project))) == (0, True)
    assert not (tmp_path / "www").exists()
    assert tree(project.state) == {**remembered, "deploys/lock": b""}
    run(project)
    title(project, 3, "Other news")
    before, remembered = tree(tmp_path), tree(project.state)
    assert not run(project, is_rehearsal=True).changes.is_empty
    assert not back(project, 0, is_rehearsal=True).changes.deletes
    assert (tree(tmp_path), tree(project.state)) == (before, remembered)


def test_a_rehearsal_tells_doubts_and_is_not_stopped_by_them(project: Project) -> None:
    run(project)
    for number in range(8):
        (project.root / f"content/articles/2025/a{number}.md").unlink()
    build_at(project)
    assert "addresses would be gone" in run(project, is_rehearsal=True).doubts[0]
    with pytest.raises(Doubtful):
        run(project)


# -- the way back


def test_the_way_back_leads_there_and_back_again(project: Project, tmp_path: Path) -> None:
    run(project)
    first = public(project)
    title(project, 1, "Wrong")
    run(project)
    second = public(project)
    assert first != second
    assert back(project).number == 3
    assert shown(tmp_path / "www") == first
    assert back(project).number == 4
    assert shown(tmp_path / "www") == second
    assert run(project).changes.is_empty  # as it was built last


def test_the_way_back_goes_as_far_as_is_remembered(tmp_path: Path) -> None:
    project = newsroom(tmp_path, TARGET + "generations = 2\n")
    states = []
    for number in range(4):
        title(project, number, "Other news")
        run(project)
        states.append(public(project))
    for far in (3, 9):
        with pytest.raises(UsageError) as found:
            back(project, far)
        assert str(found.value) == ("expected earlier deploys of production to take back: 2 can be")
    back(project, 2)
    assert shown(tmp_path / "www") == states[1]


def test_before_a_second_deploy_there_is_no_way_back(project: Project) -> None:
    for _ in range(2):
        with pytest.raises(UsageError, match="none is known here"):
            back(project)
        run(project)


def test_what_was_withdrawn_comes_back_only_with_yes(project: Project, tmp_path: Path) -> None:
    run(project)
    (project.root / "content/articles/2025/a4.md").unlink()
    build_at(project)
    run(project, is_certain=True)
    with pytest.raises(Doubtful, match="would be back that is not public now: /2025/11/a4/"):
        back(project)
    assert not (tmp_path / "www/2025/11/a4/index.html").exists()
    back(project, is_certain=True)
    assert (tmp_path / "www/2025/11/a4/index.html").exists()


def test_there_is_no_way_back_to_pages_of_another_address(project: Project) -> None:
    run(project)
    edit(project, SITE_FILE, "https://example.com", "https://example.org")
    build_at(project)
    run(project)
    with pytest.raises(UsageError) as found:
        back(project)
    assert str(found.value) == (
        "what was deployed to production then was built for https://example.com, and the target "
        "is at https://example.org: build what is wanted, and deploy that"
    )


def test_there_is_no_way_back_once_it_is_forgotten(project: Project, tmp_path: Path) -> None:
    run(project)
    title(project, 1, "Name of a witness")
    run(project)
    edit(project, "content/articles/2025/a1.md", "Name of a witness", "A witness")
    build_at(project)
    run(project)
    at(project).forget(wish())
    with pytest.raises(UsageError, match="none is known here"):
        back(project)
    assert shown(tmp_path / "www") == public(project)
    kept = {*tree(project.state / "deploys" / "objects").values()}
    assert kept >= {*public(project).values()}
    assert not [data for data in kept if b"Name of a witness" in data or b"News 1<" in data]
    assert run(project).changes.is_empty


def test_a_lost_file_of_an_older_deploy_stops_the_way_back_before_it_begins(
    project: Project, tmp_path: Path
) -> None:
    run(project)
    title(project, 1, "Other")
    run(project)
    for file in (project.state / "deploys" / "objects").rglob("*"):
        if file.is_file() and b"News 1" in file.read_bytes():
            file.unlink()
    with pytest.raises(DeployFailed):
        back(project)
    assert shown(tmp_path / "www") == public(project)


# -- targets


def test_compressed_copies_are_the_pages_themselves(tmp_path: Path) -> None:
    project = newsroom(tmp_path, TARGET + "compress = true\n")
    run(project)
    title(project, 2, "Other news")
    done = run(project)
    there = shown(tmp_path / "www")
    for path, data in public(project).items():
        for ending, unpack in ((".gz", gzip.decompress), (".br", brotli.decompress)):
            assert unpack(there.get(path + ending) or brotli_or_gzip(data, ending)) == data
    assert "2025/11/a2/index.html.br" in done.changes.changes
    assert done.size == sum(len(there[path]) for path in done.changes.sends)


def brotli_or_gzip(data: bytes, ending: str) -> bytes:
    """Return a copy of what is too short to have one, or is none."""
    return gzip.compress(data) if ending == ".gz" else brotli.compress(data)


def test_no_copy_stays_that_is_not_wanted_any_more(tmp_path: Path) -> None:
    project = newsroom(tmp_path, TARGET + "compress = true\n")
    run(project)
    edit(project, SITE_FILE, "compress = true", "compress = false")
    build_at(project)
    run(project)
    assert shown(tmp_path / "www") == public(project)
    back(project)
    assert "index.html.gz" in shown(tmp_path / "www")


def test_a_target_may_have_an_address_of_its_own(tmp_path: Path) -> None:
    staging = '[deploy.staging]\nto = "../staging"\nbase_url = "https://staging.example.com"\n'
    project = newsroom(tmp_path, TARGET + staging)
    with pytest.raises(UsageError, match=r"there is no build in .*sites/staging: run"):
        run(project, "staging")
    build(at(project, "staging").build)
    run(project, "staging")
    run(project)
    assert b"https://staging.example.com" in shown(tmp_path / "staging")["feed.xml"]
    assert shown(tmp_path / "www") == public(project)
    assert run(project, "staging").changes.is_empty


@pytest.mark.parametrize("name", ["objects", "lock", "targets", "name"])
def test_a_target_may_have_any_name(name: str, tmp_path: Path) -> None:
    project = newsroom(tmp_path, TARGET.replace("production", name))
    run(project)
    title(project, 1, "Other")
    run(project)
    back(project)
    assert run(project).number == 4


def test_all_sends_every_file_again(project: Project, tmp_path: Path) -> None:
    run(project)
    (tmp_path / "www/index.html").write_bytes(b"damaged by somebody")
    assert run(project).changes.is_empty
    done = run(project, again=True)
    assert {*done.changes.repeats} == {*public(project)}
    assert shown(tmp_path / "www") == public(project)


def test_a_site_beyond_what_its_host_takes_is_doubtful(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    at_most = partial(limits._each_file, host="S3", most=10)
    monkeypatch.setattr(limits, "LIMITS", {Host.S3: (at_most,)})
    edit(project, "site.toml", "[deploy.", '[hosting]\nfor = ["s3"]\n\n[deploy.')
    build_at(project)
    with pytest.raises(Doubtful, match="S3 takes files of 0 MiB at most"):
        run(project)
    assert not (tmp_path / "www").exists()
    assert len(run(project, is_rehearsal=True).doubts) == 1
    assert run(project, is_certain=True).number == 1


def test_a_name_that_is_no_target_is_guessed_at(project: Project) -> None:
    with pytest.raises(UsageError) as found:
        at(project, "prodution")
    assert str(found.value) == (
        'expected a target of site.toml, got "prodution": did you mean "production"?'
    )


def test_of_one_copy_of_a_site_one_deploy_runs(project: Project) -> None:
    from generator.building.lock import site_lock

    with (
        site_lock(project.state / "deploys"),
        pytest.raises(LockHeld, match="another deploy of this site is running"),
    ):
        run(project)
    with site_lock(project.state), pytest.raises(LockHeld, match="another build of this site"):
        run(project)


def test_what_is_remembered_may_be_lost(project: Project, tmp_path: Path) -> None:
    run(project)
    shutil.rmtree(project.state / "deploys")
    assert run(project).changes.is_empty
    title(project, 1, "Other")
    assert run(project).number == 2
    assert shown(tmp_path / "www") == public(project)


# -- what is told


def test_the_command_line_tells_it_as_json(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from generator.cli import cli

    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    told: dict[str, Any] = {}
    for arguments, number in ((["--dry-run"], 0), ([], 1), ([], 1)):
        cli.main(["-C", str(project.root), "deploy", "--json", *arguments], standalone_mode=False)
        told = json.loads(capsys.readouterr().out)
        assert told["deploy"] == number
    assert {**told, "seconds": 0} == {
        "target": "production", "base_url": "https://example.com", "deploy": 1,
        "rehearsal": False, "adds": [], "changes": [], "repeats": [], "deletes": [], "bytes": 0,
        "doubts": [], "addresses": [], "seconds": 0,
        "announced": {"feeds": 0, "pages": 0, "warnings": []},
    }  # fmt: skip
    title(project, 1, "Other")
    cli.main(["-C", str(project.root), "deploy", "--json"], standalone_mode=False)
    told = json.loads(capsys.readouterr().out)
    assert "2025/11/a1/index.html" in told["changes"]
    assert "https://example.com/2025/11/a1/" in told["addresses"]
