"""How much each host takes, as its documentation said in 2026, and what to do beyond.

Known only of hosts that say it. Vercel's limits depend on the plan and on how files come there, and
one's own server takes what its disk does.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from heapq import nlargest

from generator.building.disk import folders_of
from generator.config import Host
from generator.paths import OutputPath

MIB = 2**20
GIB = 2**30  # also where a host says GB: in doubt there is no problem
SHOWN = 3  # files that a message names

Files = Sequence[tuple[OutputPath, int]]  # sizes in bytes
Limit = Callable[[Files], Iterator[str]]

ELSEWHERE = "put them where large files belong, such as a bucket, and link to them"
LESS = "draw fewer and smaller pictures, or take a host for larger sites"
OTHER_HOST = "take a host for larger sites"


def limit_problems(
    hosts: Collection[Host], files: Iterable[tuple[OutputPath, int]]
) -> tuple[str, ...]:
    """Say which limits of the hosts a site goes beyond; `files` are its paths and sizes."""
    found = tuple(files)
    limits = (limit for host in Host if host in hosts for limit in LIMITS.get(host, ()))
    return tuple(problem for limit in limits for problem in limit(found))


def _each_file(files: Files, *, host: str, most: int) -> Iterator[str]:
    larger = [each for each in files if each[1] > most]
    if larger:
        are = "one is" if len(larger) == 1 else f"{len(larger):,} are"
        yield (
            f"{host} takes files of {_size(most)} at most, and {are} larger: {_largest(larger)}; "
            f"{ELSEWHERE}"
        )


def _all_bytes(files: Files, *, host: str, most: int) -> Iterator[str]:
    size = sum(size for _, size in files)
    if size > most:
        yield (
            f"{host} takes sites of {_size(most)} at most, and this one has {_size(size)}; "
            f"its largest files: {_largest(files)}; {LESS}"
        )


def _all_files(files: Files, *, host: str, most: int, paid: int) -> Iterator[str]:
    count = len(files)
    if count > paid:
        yield f"{host} takes {paid:,} files, and this site {_has(count, paid)}; {OTHER_HOST}"
    elif count > most:
        yield (
            f"{host} takes {most:,} files without a paid plan, and this site {_has(count, most)}; "
            f"with a paid plan of Workers it takes {paid:,}"
        )


def _all_entries(files: Files, *, host: str, most: int) -> Iterator[str]:
    count = len(files) + len(folders_of(path for path, _ in files))
    if count > most:
        known = f"{host} takes {most:,} files and folders"
        yield f"{known}, and this site {_has(count, most)}; {OTHER_HOST}"


def _each_folder(files: Files, *, host: str, most: int) -> Iterator[str]:
    counts = Counter(path.rpartition("/")[0] for path, _ in files)
    for folder, count in sorted(counts.items()):
        if count > most:
            known = f"{host} takes {most:,} files in one folder"
            yield f"{known}, and {folder or 'the root'} {_has(count, most)}; {OTHER_HOST}"


def _has(count: int, most: int) -> str:
    return f"has {count:,}, {count - most:,} too many"


def _largest(files: Files) -> str:
    shown = nlargest(SHOWN, sorted(files), key=lambda each: each[1])
    return ", ".join(f"{path} ({_size(size)})" for path, size in shown)


def _size(size: int) -> str:
    if size >= GIB:
        return f"{size / GIB:.2f} GiB".replace(".00", "")
    return f"{size / MIB:.1f} MiB".replace(".0 ", " ")


LIMITS: Mapping[Host, tuple[Limit, ...]] = {
    # https://developers.cloudflare.com/pages/platform/limits/
    Host.CLOUDFLARE: (
        partial(_all_files, host="Cloudflare Pages", most=20_000, paid=100_000),
        partial(_each_file, host="Cloudflare Pages", most=25 * MIB),
    ),
    # https://docs.netlify.com/site-deploys/overview/, which says that files as a whole have none
    Host.NETLIFY: (partial(_each_folder, host="Netlify", most=54_000),),
    # https://docs.gitlab.com/administration/instance_limits/; how large a site may be differs
    Host.GITLAB: (partial(_all_entries, host="GitLab Pages", most=200_000),),
    # https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits and
    # https://docs.github.com/en/repositories/working-with-files/managing-large-files
    Host.GITHUB: (
        partial(_all_bytes, host="GitHub Pages", most=GIB),
        partial(_each_file, host="GitHub", most=100 * MIB),
    ),
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html, of one request
    Host.S3: (partial(_each_file, host="S3, in one piece,", most=5 * GIB),),
}
