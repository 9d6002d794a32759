"""What hosts do not take."""

import pytest

from generator.config import Host
from generator.deploy.limits import GIB, LIMITS, MIB, limit_problems
from generator.paths import OutputPath


def files(*sizes: int) -> list[tuple[OutputPath, int]]:
    return [(OutputPath(f"media/{number}.mp4"), size) for number, size in enumerate(sizes)]


def pages(count: int, folder: str = "") -> list[tuple[OutputPath, int]]:
    return [(OutputPath(f"{folder}{number}.html"), 1) for number in range(count)]


def told(host: Host, found: list[tuple[OutputPath, int]]) -> str:
    return "\n".join(limit_problems([host], found))


@pytest.mark.parametrize("host", Host)
def test_a_small_site_fits_everywhere(host: Host) -> None:
    assert limit_problems([host], files(1, 2, 3)) == ()


@pytest.mark.parametrize(
    ("host", "most"),
    [
        (Host.CLOUDFLARE, pages(20_000)),
        (Host.CLOUDFLARE, files(25 * MIB)),
        (Host.NETLIFY, pages(54_000, "a/") + pages(54_000, "b/")),
        (Host.GITLAB, pages(199_999, "a/")),
        (Host.GITHUB, files(*[64 * MIB] * 16)),
        (Host.GITHUB, files(100 * MIB)),
        (Host.S3, files(5 * GIB)),
    ],
)
def test_what_is_just_at_a_limit_fits(host: Host, most: list[tuple[OutputPath, int]]) -> None:
    assert limit_problems([host], most) == ()


def test_more_files_than_cloudflare_takes_for_nothing() -> None:
    assert told(Host.CLOUDFLARE, pages(23_456)) == (
        "Cloudflare Pages takes 20,000 files without a paid plan, and this site has 23,456, "
        "3,456 too many; with a paid plan of Workers it takes 100,000"
    )


def test_more_files_than_cloudflare_takes_at_all() -> None:
    assert told(Host.CLOUDFLARE, pages(100_001)) == (
        "Cloudflare Pages takes 100,000 files, and this site has 100,001, 1 too many; "
        "take a host for larger sites"
    )


def test_files_that_are_too_large_are_named_largest_first() -> None:
    assert told(Host.CLOUDFLARE, files(26 * MIB, 1, 40 * MIB, 27 * MIB, 30 * MIB)) == (
        "Cloudflare Pages takes files of 25 MiB at most, and 4 are larger: media/2.mp4 (40 MiB), "
        "media/4.mp4 (30 MiB), media/3.mp4 (27 MiB); put them where large files belong, such as a "
        "bucket, and link to them"
    )


def test_one_file_that_is_too_large() -> None:
    assert told(Host.S3, files(6 * GIB + GIB // 2, 7)) == (
        "S3, in one piece, takes files of 5 GiB at most, and one is larger: media/0.mp4 (6.50 GiB)"
        "; put them where large files belong, such as a bucket, and link to them"
    )


def test_a_site_that_is_too_large_for_github() -> None:
    assert told(Host.GITHUB, files(*[80 * MIB] * 13)) == (
        "GitHub Pages takes sites of 1 GiB at most, and this one has 1.02 GiB; its largest files: "
        "media/0.mp4 (80 MiB), media/1.mp4 (80 MiB), media/10.mp4 (80 MiB); draw fewer and smaller "
        "pictures, or take a host for larger sites"
    )


def test_a_folder_that_is_too_full_for_netlify() -> None:
    assert told(Host.NETLIFY, pages(54_001) + pages(60_000, "tags/")) == (
        "Netlify takes 54,000 files in one folder, and the root has 54,001, 1 too many; "
        "take a host for larger sites\n"
        "Netlify takes 54,000 files in one folder, and tags has 60,000, 6,000 too many; "
        "take a host for larger sites"
    )


def test_folders_count_at_gitlab() -> None:
    assert told(Host.GITLAB, pages(199_999, "a/b/")) == (
        "GitLab Pages takes 200,000 files and folders, and this site has 200,001, 1 too many; "
        "take a host for larger sites"
    )


def test_each_host_is_told_in_one_order() -> None:
    large = files(6 * GIB)
    told = limit_problems({Host.S3, Host.GITHUB, Host.CLOUDFLARE}, large)
    assert [line.split(" takes ")[0] for line in told] == [
        "Cloudflare Pages", "GitHub Pages", "GitHub", "S3, in one piece,",
    ]  # fmt: skip


def test_what_nobody_documents_is_not_claimed() -> None:
    silent = {Host.VERCEL, Host.NGINX, Host.CADDY, Host.APACHE}
    assert silent == set(Host) - set(LIMITS)
    assert limit_problems(silent, files(9 * GIB)) == ()
