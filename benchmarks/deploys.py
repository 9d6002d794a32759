"""What it costs to bring one corrected article to a bucket, beside tools that compare the bucket.

    python -m benchmarks.deploys 10000

The buckets are moto's, on loopback, in a process of their own: its time is in all figures alike.
Each round corrects one article and builds it. Then `broadsheet deploy`, `rclone sync --checksum`,
and a comparison as `aws s3 sync` makes it (a listing of the bucket; sizes and times) bring the
result to a bucket each. `broadsheet publish` is a build and a deploy in one process.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import boto3

from benchmarks.builds import SETTLED
from benchmarks.measuring import Run, adopt_orphans, measured
from benchmarks.newspaper import Newspaper
from benchmarks.results import circumstances, keep_section, table
from benchmarks.sites import Site, broadsheet, edit_body, restore

ROUNDS = 3  # a round of the other two takes minutes
KEYS = {"AWS_ACCESS_KEY_ID": "benchmark", "AWS_SECRET_ACCESS_KEY": "of-no-value",
        "AWS_DEFAULT_REGION": "us-east-1"}  # fmt: skip
OURS, RCLONES, AWS = "ours", "rclones", "aws"  # the buckets
SELF = "benchmarks.deploys"
MARK = "\n[deploy.production]\n"


@dataclass(frozen=True, slots=True)
class Way:
    """A way to bring a site to a bucket: what it is called, and the command."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Brought:
    """One run of a way, and the requests that it made."""

    run: Run
    requests: int


def main() -> None:
    """Start the buckets, and measure in a process of its own: it may have no other children."""
    parser = argparse.ArgumentParser(description="Measure deploys of one corrected article.")
    parser.add_argument("articles", type=int, nargs="?", default=10_000)
    parser.add_argument("--buckets", nargs=2, metavar=("ENDPOINT", "LOG"), help=argparse.SUPPRESS)
    parser.add_argument("--like-aws", nargs=2, metavar=("DIR", "ENDPOINT"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.like_aws:
        like_aws(Path(asked.like_aws[0]), asked.like_aws[1])
    elif asked.buckets:
        measure_all(asked.articles, asked.buckets[0], Path(asked.buckets[1]))
    else:
        with bucket_server() as (endpoint, log):
            again = sys.executable, "-m", SELF, str(asked.articles), "--buckets", endpoint, str(log)
            subprocess.run(again, check=True)


def measure_all(articles: int, endpoint: str, log: Path) -> None:
    """Measure, print, and write what came of it."""
    adopt_orphans()
    site, where = broadsheet(Newspaper(articles)), circumstances()
    restore(site, articles)
    heading = f"Deploys of one corrected article, {articles:,} articles"
    lines = "\n".join(measure(site, articles, endpoint, log))
    keep_section(heading, f"{where}\n\n{lines}")
    restore(site, articles)


def measure(site: Site, articles: int, endpoint: str, log: Path) -> Iterator[str]:
    """Yield the lines of the table, printed as they are known."""
    ours, rclone, aws, publish = ways(site, endpoint)
    for first in (publish, rclone, aws):
        brought(first, site, log)
    found: dict[str, list[Brought]] = {way.name: [] for way in (ours, rclone, aws, publish)}
    for number in range(ROUNDS):
        edit_body(site, articles, 2 * number)
        time.sleep(SETTLED)
        measured(site.command, site.runs_in)
        for way in (ours, rclone, aws):
            found[way.name].append(brought(way, site, log))
        edit_body(site, articles, 2 * number + 1)
        time.sleep(SETTLED)
        found[publish.name].append(brought(publish, site, log))
    head = "way", "median s", "smallest s", "CPU s", "requests"
    for line in (table(*head, is_head=True), *(row(*each) for each in found.items())):
        print(line, flush=True)
        yield line


def ways(site: Site, endpoint: str) -> tuple[Way, Way, Way, Way]:
    """Return the ways, and have the site know its bucket."""
    file = site.folder / "site.toml"
    settings = file.read_text("utf-8").partition(MARK)[0]
    place = f"s3://{OURS}/site?region=us-east-1&endpoint={endpoint}"
    file.write_text(f'{settings}{MARK}to = "{place}"\n', encoding="utf-8")
    program = (sys.executable, "-m", "generator", "-C", str(site.folder))
    public = str(site.folder / site.result)
    remote = f":s3,env_auth,provider=Other,region=us-east-1,endpoint='{endpoint}':{RCLONES}"
    beside = Path(sys.executable).with_name("rclone")
    return (
        Way("broadsheet deploy", (*program, "deploy", "--json")),
        Way("rclone sync --checksum", (str(beside), "sync", "--checksum", public, remote)),
        Way(
            "like aws s3 sync",
            (sys.executable, "-m", SELF, "--like-aws", public, endpoint),
        ),
        Way("broadsheet publish, with the build", (*program, "publish", "--json")),
    )


def brought(way: Way, site: Site, log: Path) -> Brought:
    """Run a way once."""
    before = _requests(log)
    run = measured(way.command, site.runs_in, {**os.environ, **KEYS})
    return Brought(run, _requests(log) - before)


def row(name: str, found: list[Brought]) -> str:
    """Return what came of a way, as a row of the table."""
    walls = [each.run.wall for each in found]
    seconds = statistics.median(walls), min(walls), statistics.median(e.run.cpu for e in found)
    requests = statistics.median(each.requests for each in found)
    return table(name, *(f"{each:.2f}" for each in seconds), f"{requests:.0f}")


def like_aws(folder: Path, endpoint: str) -> None:
    """Send what a listing says is of another size, or older, than what is here."""
    bucket = boto3.client("s3", endpoint_url=endpoint)
    pages = bucket.get_paginator("list_objects_v2").paginate(Bucket=AWS)
    there = {each["Key"]: each for page in pages for each in page.get("Contents", ())}
    for file in sorted(each for each in folder.rglob("*") if each.is_file()):
        name, here = file.relative_to(folder).as_posix(), file.stat()
        found = there.pop(name, None)
        if (
            found is None
            or found["Size"] != here.st_size
            or found["LastModified"].timestamp() < here.st_mtime
        ):
            bucket.upload_file(str(file), AWS, name)
    for name in there:
        bucket.delete_object(Bucket=AWS, Key=name)


@contextmanager
def bucket_server() -> Iterator[tuple[str, Path]]:
    """Start moto's server with three buckets; yield its address, and where it writes requests."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with tempfile.NamedTemporaryFile() as log:
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        server = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            endpoint = f"http://127.0.0.1:{port}"
            _make_buckets(endpoint)
            yield endpoint, Path(log.name)
        finally:
            server.terminate()
            server.wait()


def _make_buckets(endpoint: str) -> None:
    os.environ.update(KEYS)
    client = boto3.client("s3", endpoint_url=endpoint)
    for _ in range(100):
        try:
            for name in (OURS, RCLONES, AWS):
                client.create_bucket(Bucket=name)
        except OSError:
            time.sleep(0.1)
        except Exception as error:
            if "Could not connect" not in str(error):
                raise
            time.sleep(0.1)
        else:
            return


def _requests(log: Path) -> int:
    return log.read_text("utf-8", errors="replace").count('HTTP/1.1" ')


if __name__ == "__main__":
    main()
