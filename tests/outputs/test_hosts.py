"""Files that tell hosts what to do, each from the one table of headers and the one of redirects."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.config import Host, HostingConfig
from generator.fingerprint import digest
from generator.model import PictureFile, Withdrawal
from generator.paths import SourcePath, url_of
from generator.planning.changes import Audience
from generator.planning.hosts import dialects
from generator.planning.hosts.headers import HOST_FILES
from generator.planning.hosts.policy import content_security_policy, policy_in_pages
from generator.planning.plan import Plan
from generator.planning.theme import Theme, ThemeFile
from tests.outputs.hosted import headers_of, lines, text
from tests.planning.newsroom import (
    Untyped,
    article,
    document,
    image,
    page,
    picture,
    plan,
    problems,
    site,
)

POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src {connect}; manifest-src 'self'; media-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
ASK, FOR_EVER = "public, max-age=0, must-revalidate", "public, max-age=31536000, immutable"
FIRST = "# Made by Broadsheet: edit site.toml and build again."


def for_(*hosts: Host, **values: str) -> HostingConfig:
    return HostingConfig(hosts=hosts, **values)


def script(name: str) -> Theme:
    return Theme((ThemeFile(name, SourcePath(f"layouts/assets/{name}"), digest(b"x")),))


def moved(*aliases: str, **settings: Untyped) -> Plan:
    return plan(article(aliases=aliases), **settings)


# -- the table ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scripts", "search", "runs", "connects"),
    [
        (False, False, "'none'", "'none'"),
        (True, False, "'self'", "'none'"),
        (True, True, "'self' 'wasm-unsafe-eval'", "'self'"),
        (False, True, "'self' 'wasm-unsafe-eval'", "'self'"),
    ],
)
def test_a_page_may_run_what_the_site_has(
    scripts: bool, search: bool, runs: str, connects: str
) -> None:
    expected = POLICY.format(scripts=runs, connect=connects)
    assert content_security_policy(scripts=scripts, search=search) == expected


def test_a_policy_in_a_page_leaves_out_what_only_a_header_can_say() -> None:
    whole = content_security_policy(scripts=True, search=False)
    assert policy_in_pages(scripts=True, search=False) == whole.replace(
        " frame-ancestors 'none';", ""
    )


def test_what_is_the_same_everywhere_is_said_once() -> None:
    assert headers_of(plan())["/*"] == {
        "Content-Security-Policy": POLICY.format(scripts="'none'", connect="'none'"),
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }


@pytest.mark.parametrize(
    ("settings", "contents", "scripts"),
    [
        ({"theme": script("menu.js")}, (), True),
        ({"theme": script("lib/menu.mjs")}, (), True),
        ({"theme": script("search.js")}, (), False),  # without the search page nothing runs it
        ({}, (document("static/count.js"),), True),
        ({}, (document("documents/code.js"),), False),
    ],
)
def test_scripts_are_those_of_the_theme_and_those_at_a_fixed_place(
    settings: dict[str, Any], contents: tuple[Any, ...], scripts: bool
) -> None:
    made = plan(*contents, **settings, hosting=for_(Host.GITHUB))
    policy = content_security_policy(scripts=scripts, search=False)
    assert headers_of(made)["/*"]["Content-Security-Policy"] == policy
    info = site(*contents, **settings, hosting=for_(Host.GITHUB)).info
    assert info.policy == policy_in_pages(scripts=scripts, search=False)


def test_search_lets_compiled_code_run_and_the_index_be_read() -> None:
    policy = headers_of(plan(search=True))["/*"]["Content-Security-Policy"]
    assert policy == content_security_policy(scripts=True, search=True)


@pytest.mark.parametrize("host", list(Host))
def test_only_pages_for_hosts_that_send_no_headers_hold_the_policy(host: Host) -> None:
    silent = {Host.GITHUB, Host.GITLAB, Host.S3}
    assert bool(site(hosting=for_(host)).info.policy) is (host in silent)


def test_no_policy_stands_in_the_way_of_a_preview() -> None:
    assert site(hosting=for_(Host.GITHUB), audience=Audience.PREVIEW).info.policy == ""


def test_hsts_can_be_set_and_turned_off() -> None:
    name = "Strict-Transport-Security"
    assert headers_of(plan(hosting=for_(hsts="max-age=300")))["/*"][name] == "max-age=300"
    assert name not in headers_of(plan(hosting=for_(hsts="")))["/*"]


def test_who_keeps_trainers_out_says_so_in_a_header_as_well() -> None:
    assert headers_of(plan(blocked=("ai_training",)))["/*"]["Content-Usage"] == "train-ai=n"
    assert "Content-Usage" not in headers_of(plan(blocked=("ai_search",)))["/*"]


def test_what_is_named_by_its_bytes_is_kept_for_ever_and_all_else_asked_for() -> None:
    made = headers_of(plan(article(), document(), theme=script("menu.js")))
    assert made["/assets/*"]["Cache-Control"] == FOR_EVER
    assert {made[at]["Cache-Control"] for at in ("/", "/2025/*", "/feed.xml", "/tags/*")} == {ASK}


def test_feeds_say_what_they_are_and_may_be_shown_elsewhere() -> None:
    made = headers_of(plan(article()))
    assert made["/feed.json"] == {
        "Cache-Control": ASK,
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Content-Type": "application/feed+json",
    }
    rss = "application/rss+xml; charset=utf-8"
    assert made["/authors/:a/feed.xml"] == {
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Content-Type": rss,
    }
    assert made["/authors/:a/"] == {"Cross-Origin-Resource-Policy": "same-origin"}
    assert made["/atom.xml"]["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert made["/feeds.opml"]["Content-Type"] == "text/x-opml; charset=utf-8"
    assert made["/manifest.webmanifest"] == {"Content-Type": "application/manifest+json"}
    assert made["/media/*.avif"] == {"Content-Type": "image/avif"}


SLUGS = st.sampled_from(
    ["media", "media-kit", "assets", "asset", "files-of", "tags-and-more", "2025", "20", "feed",
     "about", "media/kit", "tags/x/feed", "authors", "é"]
)  # fmt: skip


@given(
    slugs=st.lists(SLUGS, unique=True, max_size=6),
    permalink=st.sampled_from(["/{year}/{month}/{slug}/", "/{slug}/", "/{section}/{slug}.html",
                               "/tags/{section}/{slug}/", "/media/{slug}/"]),
    base=st.sampled_from(["", "/repo"]),
)  # fmt: skip
def test_no_address_of_a_site_gets_a_header_twice(
    slugs: list[str], permalink: str, base: str
) -> None:
    made = plan(
        article(), article("media-kit", "2024-01-01"), *(page(slug) for slug in slugs),
        permalink=permalink, base_url=f"https://example.com{base}",
    )  # fmt: skip
    blocks = {_loose(pattern): set(names) for pattern, names in headers_of(made).items()}
    for path in made.outputs.keys() - set(HOST_FILES):
        url = base + url_of(path)
        names = [name for pattern, names in blocks.items() if pattern.match(url) for name in names]
        assert len(names) == len(set(names)), url
        assert "Cross-Origin-Resource-Policy" in names


def _loose(pattern: str) -> re.Pattern[str]:
    """Return a pattern as Netlify reads it, to whom more addresses match than to others."""
    parts = (
        "[^/]+" if part.startswith(":") else "?.*" if part == "*"
        else re.escape(part).replace(r"\*", ".*")
        for part in pattern.split("/") if part
    )  # fmt: skip
    return re.compile(f"^/{'/'.join(parts)}/?$", re.IGNORECASE)


def test_a_page_is_never_kept_for_ever_whatever_its_address() -> None:
    pages = [page(slug) for slug in ("media", "media-kit", "files/list")]
    made = headers_of(plan(*pages, article(image=image()), picture()))
    assert "/media/*" not in made
    assert made["/media/"]["Cache-Control"] == ASK
    assert made["/media/:a"]["Cache-Control"] == FOR_EVER
    assert made["/media-kit/*"]["Cache-Control"] == ASK
    assert made["/files/*"]["Cache-Control"] == ASK


def test_patterns_carry_the_base_path() -> None:
    made = headers_of(plan(base_url="https://example.com/repo"))
    assert {"/repo/*", "/repo/", "/repo/feed.xml", "/repo/tags/*"} <= made.keys()
    assert all(pattern.startswith("/repo/") for pattern in made)


def test_with_more_folders_than_hosts_read_patterns_what_they_do_anyway_stays_unsaid() -> None:
    made = plan(*(article(f"no-{n}") for n in range(101)), permalink="/{slug}/")
    blocks = headers_of(made)
    assert len(blocks) < 40
    assert blocks["/feed.xml"]["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not any("no-" in pattern for pattern in blocks)
    assert {headers.get("Cache-Control") for headers in blocks.values()} == {None}
    assert problems(*(article(f"no-{n}") for n in range(101)), permalink="/{slug}/") == []


# -- redirects ----------------------------------------------------------------------------------


def test_every_alias_leads_on_from_both_spellings() -> None:
    made = plan(
        article(aliases=("/old", "/p.html")),
        article("forged", withdrawn=Withdrawal(), aliases=("/lie/",)),
        page(aliases=("/who/",)),
    )
    assert lines(made, "_redirects") == (
        FIRST,
        "/old /2025/11/call/ 301",
        "/old/ /2025/11/call/ 301",
        "/p.html /2025/11/call/ 301",
        "/lie /2025/11/forged/ 301",
        "/lie/ /2025/11/forged/ 301",
        "/who /about/ 301",
        "/who/ /about/ 301",
    )


def test_without_redirects_the_files_are_there_all_the_same() -> None:
    made = plan()
    assert lines(made, "_redirects") == (FIRST,)
    assert lines(made, ".nojekyll") == ()
    assert "CNAME" not in made.outputs


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        ((Host.CLOUDFLARE,), ["/a%C3%B1o 301", "/a%C3%B1o/ 301"]),
        ((Host.NETLIFY,), ["/a%C3%B1o/ 301!"]),  # or it would show the page at the old address
        ((Host.GITLAB,), ["/año/ 301"]),  # which compares what an address reads as
        ((Host.NGINX,), ["/a%C3%B1o 301", "/a%C3%B1o/ 301"]),
        (
            (Host.GITLAB, Host.CLOUDFLARE, Host.NETLIFY),
            ["/a%C3%B1o/ 301!", "/a%C3%B1o 301", "/a%C3%B1o/ 301", "/año/ 301"],
        ),
    ],
)
def test_each_host_gets_redirects_as_it_reads_them(
    hosts: tuple[Host, ...], expected: list[str]
) -> None:
    made = moved("/año/", hosting=for_(*hosts))
    found = [line.replace(" /2025/11/call/", "") for line in lines(made, "_redirects")[1:]]
    assert found == expected


def test_an_old_address_with_a_space_is_never_parted() -> None:
    for host in (Host.GITLAB, Host.CLOUDFLARE):
        made = moved("/a%20b.html", hosting=for_(host))
        assert lines(made, "_redirects")[1:] == ("/a%20b.html /2025/11/call/ 301",)


def test_redirects_carry_the_base_path() -> None:
    made = moved("/old/", base_url="https://example.com/repo", hosting=for_(Host.NETLIFY))
    assert lines(made, "_redirects")[1:] == ("/repo/old/ /repo/2025/11/call/ 301!",)


# -- limits, told before a host drops what is beyond them ----------------------------------------


def test_more_redirects_than_a_host_reads_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    few = [replace(each, most=each.most and 3) for each in dialects.DIALECTS]
    monkeypatch.setattr(dialects, "DIALECTS", few)
    two = article(aliases=("/a/", "/b/"))
    (told,) = problems(two)
    assert told == (
        "site.toml: warning: hosting: expected at most 3 lines of redirects, which Cloudflare "
        "Pages reads, got 4"
    )
    assert problems(two, hosting=for_(Host.NETLIFY)) == []
    assert problems(two, hosting=for_(Host.GITLAB)) == []


def test_the_limits_are_those_of_the_hosts() -> None:
    found = {each.host: (each.most, each.longest, each.largest) for each in dialects.DIALECTS}
    assert found == {
        Host.CLOUDFLARE: (2000, 1000, None),
        Host.NETLIFY: (None, None, None),
        Host.GITLAB: (1000, None, 65536),
    }


def test_a_redirect_that_is_too_long_is_told() -> None:
    alias = "/" + "/".join(["a" * 100] * 10)
    (told, *rest) = problems(article(aliases=(alias,)))
    assert told.startswith(
        "site.toml: warning: hosting: expected at most 1,000 characters of a redirect, which "
        "Cloudflare Pages reads, got 1,030: /aaa"
    )
    assert rest == []


def test_a_file_of_redirects_that_is_too_large_is_told() -> None:
    aliases = tuple(f"/{'a' * 100}{n}/" for n in range(600))
    assert problems(article(aliases=aliases), hosting=for_(Host.GITLAB)) == [
        (
            "site.toml: warning: hosting: expected at most 64 KiB of redirects, which GitLab Pages "
            "reads, got 73.2"
        )
    ]


def test_more_patterns_than_cloudflare_reads_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialects, "MOST_BLOCKS", 3)
    (told,) = problems(article())
    assert "expected at most 3 patterns in _headers, which Cloudflare Pages reads, got" in told
    assert problems(article(), hosting=for_(Host.NGINX, Host.NETLIFY)) == []


def test_a_header_that_is_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialects, "LONGEST_HEADER", 100)
    (told,) = problems()
    assert "expected at most 100 characters of a header, which Cloudflare Pages reads" in told


def test_a_domain_has_its_file_and_must_be_that_of_the_site() -> None:
    assert lines(plan(hosting=for_(domain="example.com")), "CNAME") == ("example.com",)
    assert problems(hosting=for_(domain="Example.com")) == []
    assert problems(hosting=for_(domain="www.example.com")) == [
        (
            'site.toml: warning: hosting.domain: expected the domain of base_url, "example.com", '
            'got "www.example.com"'
        )
    ]


def test_what_counts_at_the_root_alone_is_told_for_a_site_below_it() -> None:
    assert problems(blocked=("ai_search",)) == []
    assert problems(blocked=("ai_search",), base_url="https://example.com/repo") == [
        "site.toml: warning: robots: expected a site at the root of its domain, got one under /repo"
    ]


# -- servers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "file"),
    [
        (Host.NGINX, "nginx.conf"),
        (Host.CADDY, "Caddyfile"),
        (Host.APACHE, ".htaccess"),
        (Host.VERCEL, "vercel.json"),
    ],
)
def test_a_server_gets_its_file_only_where_it_is_named(host: Host, file: str) -> None:
    assert file not in plan().outputs
    assert file in plan(hosting=for_(host)).outputs


def test_nginx_looks_for_no_variable_and_no_end_in_an_address() -> None:
    made = moved('/a$b"c/', permalink="/$/{slug}/", hosting=for_(Host.NGINX))
    assert 'location = "/a$b\\"c/" { return 301 "/%24/call/"; }' in lines(made, "nginx.conf")


def test_nginx_is_told_where_a_site_below_the_root_lies() -> None:
    found = lines(plan(base_url="https://e.com/repo", hosting=for_(Host.NGINX)), "nginx.conf")
    assert 'error_page 404 "/repo/404.html";' in found
    assert "#     root /srv/site;  # the site itself lies in /srv/site/repo" in found
    assert any("^/repo/media/[^/]+$" in line for line in found)


def test_nginx_has_no_header_in_a_location() -> None:
    inside = [
        line for line in lines(plan(hosting=for_(Host.NGINX)), "nginx.conf")
        if line.startswith("location") and "add_header" in line
    ]  # fmt: skip
    assert inside == []


def test_caddy_has_one_site_at_the_address_of_the_base() -> None:
    found = lines(plan(hosting=for_(Host.CADDY)), "Caddyfile")
    assert found[2] == "{$SITE_ADDRESS:https://example.com} {"
    assert not any("moved_to" in line for line in found)
    assert "moved_to" in text(moved("/old/", hosting=for_(Host.CADDY)), "Caddyfile")


def test_apache_takes_an_old_address_for_no_more_than_it_is() -> None:
    found = text(moved("/a.b(1)/", "/p.html", hosting=for_(Host.APACHE)), ".htaccess")
    assert r'RedirectMatch 301 "^/a\.b\(1\)/?$" "/2025/11/call/"' in found
    assert r'RedirectMatch 301 "^/p\.html$" "/2025/11/call/"' in found


def test_vercel_gets_valid_json_with_the_same_rules() -> None:
    made = moved("/a(1)+b/", hosting=for_(Host.VERCEL))
    settings = json.loads(text(made, "vercel.json"))
    assert settings["trailingSlash"] is True
    assert settings["redirects"] == [
        {"source": r"/a\(1\)\+b", "destination": "/2025/11/call/", "statusCode": 301},
        {"source": r"/a\(1\)\+b/", "destination": "/2025/11/call/", "statusCode": 301},
    ]
    told = {
        rule["source"].replace("(.*)", "*"): {h["key"]: h["value"] for h in rule["headers"]}
        for rule in settings["headers"]
    }
    assert told == headers_of(made)


def test_a_file_of_the_newsroom_stands_in_for_one_of_ours() -> None:
    own = [document(f"static/{name}") for name in ("robots.txt", "_headers", ".htaccess", "CNAME")]
    made = plan(*own, hosting=for_(Host.APACHE, domain="example.com"))
    assert made.problems == ()
    for name in ("robots.txt", "_headers", ".htaccess", "CNAME"):
        assert made.outputs[name].source == f"content/static/{name}"  # type: ignore[index]


def test_a_picture_of_the_newsroom_stands_in_for_one_of_our_icons() -> None:
    own = PictureFile(
        SourcePath("content/static/favicon.ico"), digest(b"x"), 16, 16, "image/x-icon"
    )
    made = plan(own, theme=script("icon.svg"))
    assert made.problems == ()
    assert made.outputs["favicon.ico"].source == own.source  # type: ignore[index]
    assert "icon-192.png" in made.outputs
