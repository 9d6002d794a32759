"""How places are written that rclone reaches."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.deploy.kinds.remotes import Remote, read_remote
from generator.deploy.target import Means
from generator.errors import UsageError

NOW = datetime(2025, 11, 3, 12, tzinfo=UTC)
HOME = {"HOME": "/people/ana", "PATH": "/usr/bin"}
KNOWN = {**HOME, "BROADSHEET_LIVE_PASSWORD": "of-no-value"}


def remote(to: str, environment: Mapping[str, str] = HOME, name: str = "live") -> Remote:
    return read_remote(to, Means(name, Path("/site"), Path("/site/memory"), environment, NOW))


def refusal(to: str, environment: Mapping[str, str] = HOME, name: str = "live") -> str:
    with pytest.raises(UsageError) as error:
        remote(to, environment, name)
    return str(error.value)


def settings(found: Remote) -> dict[str, str]:
    return dict(found.settings)


def test_a_bucket_of_amazon() -> None:
    found = remote("s3://news/site/en?region=eu-west-1&acl=public-read")
    assert found.at == "target:news/site/en/"
    assert settings(found) == {
        "type": "s3",
        "env_auth": "true",
        "no_check_bucket": "true",
        "no_head": "true",
        "provider": "AWS",
        "region": "eu-west-1",
        "acl": "public-read",
    }


def test_a_bucket_elsewhere_speaks_as_others_do() -> None:
    assert settings(remote("s3://news?endpoint=https://s3.example.net"))["provider"] == "Other"
    assert settings(remote("s3://news?endpoint=x&provider=Ceph"))["provider"] == "Ceph"


def test_buckets_keep_headers_and_servers_do_not() -> None:
    tos = ("s3://a", "gs://a", "azblob://a?account=b", "rclone::s3,provider=AWS:a")
    assert all(remote(to).is_bucket for to in tos)
    others = ("sftp://me@a/", "ftp://me@a/", "webdavs://a/b", "rclone:mine:a", "rclone::local:/a")
    assert not any(remote(to, KNOWN).is_bucket for to in others)


def test_an_azure_container_needs_an_account() -> None:
    assert "?account=" in refusal("azblob://pages/site")
    found = remote("azblob://pages/site?account=news")
    assert found.at == "target:pages/site/"
    assert settings(found)["account"] == "news"


def test_sftp_counts_from_the_root_or_from_ones_own_folder() -> None:
    assert remote("sftp://me@a.example/var/www/my%20site").at == "target:/var/www/my site"
    assert remote("sftp://me@a.example/~/www").at == "target:www"
    assert remote("sftp://me@a.example").at == "target:/"


def test_sftp_knows_hosts_as_ssh_does() -> None:
    found = settings(remote("sftp://me@a.example:2222/www"))
    assert found["known_hosts_file"] == "/people/ana/.ssh/known_hosts"
    assert found["port"] == "2222"
    own = settings(remote("sftp://me@a.example/www?known_hosts=hosts.txt&key_file=~/.ssh/deploy"))
    assert own["known_hosts_file"] == "/site/hosts.txt"
    assert own["key_file"] == "/people/ana/.ssh/deploy"


def test_sftp_takes_the_key_that_ssh_would_take(tmp_path: Path) -> None:
    (tmp_path / ".ssh").mkdir()
    (tmp_path / ".ssh/id_ed25519").touch()
    home = {"HOME": str(tmp_path)}
    to = "sftp://me@a.example/www"
    assert settings(remote(to, home))["key_file"] == str(tmp_path / ".ssh/id_ed25519")
    assert "key_file" not in remote(to, {**home, "SSH_AUTH_SOCK": "/run/agent"}).settings
    assert "key_file" not in remote(to, {**home, "BROADSHEET_LIVE_PASSWORD": "x"}).settings


def test_a_password_is_the_keys_where_a_key_is_named() -> None:
    secret = {**HOME, "BROADSHEET_LIVE_PASSWORD": "x"}
    assert remote("sftp://me@a/b", secret).secrets == {"pass": "x"}
    assert remote("sftp://me@a/b?key_file=k", secret).secrets == {"key_file_pass": "x"}
    assert remote("s3://a/b", secret).secrets == {}


def test_ftp_counts_from_where_one_comes_in() -> None:
    assert remote("ftp://me@a.example/www", KNOWN).at == "target:www"
    assert remote("ftp://me@a.example/%2Fwww", KNOWN).at == "target:/www"


def test_ftp_without_a_password_is_told_where_to_put_it() -> None:
    assert "BROADSHEET_LIVE_PASSWORD" in refusal("ftp://me@a.example/www")


def test_ftps_asks_for_tls_but_at_the_port_that_has_it() -> None:
    assert settings(remote("ftps://me@a/b", KNOWN))["explicit_tls"] == "true"
    assert settings(remote("ftps://me@a:990/b", KNOWN))["tls"] == "true"
    assert "explicit_tls" not in remote("ftp://me@a/b", KNOWN).settings


def test_webdav_travels_in_the_open_only_on_this_machine() -> None:
    found = settings(remote("webdavs://me@a.example:8443/dav/my%20site?vendor=nextcloud"))
    assert found["url"] == "https://a.example:8443/dav/"
    assert (found["user"], found["vendor"]) == ("me", "nextcloud")
    assert settings(remote("webdav://127.0.0.1:80/x"))["url"] == "http://127.0.0.1:80/"
    assert "webdavs://" in refusal("webdav://a.example/x")


def test_webdav_makes_the_last_folder_or_those_in_a_cloud() -> None:
    assert remote("webdavs://me@a.example/dav/my%20site/").at == "target:my site"
    assert remote("webdavs://me@a.example").at == "target:"
    found = remote("webdavs://me@a.example/remote.php/dav/files/me/www/site")
    assert settings(found)["url"] == "https://a.example/remote.php/dav/files/me"
    assert found.at == "target:www/site"


@pytest.mark.parametrize("scheme", ["sftp", "ftp", "ftps", "webdavs"])
def test_a_password_in_an_address_is_refused_and_not_repeated(scheme: str) -> None:
    told = refusal(f"{scheme}://me:hush@a.example/x", name="my-site")
    assert "BROADSHEET_MY_SITE_PASSWORD" in told
    assert "hush" not in told


def test_keys_in_the_address_of_a_bucket_are_refused_and_not_repeated() -> None:
    told = refusal("s3://AKIA:hush@news/x")
    assert "AWS_SECRET_ACCESS_KEY" in told
    assert "hush" not in told


def test_a_near_miss_is_named() -> None:
    assert 'did you mean "region"' in refusal("s3://news?regoin=x")
    assert 'did you mean "sftp"' in refusal("sftpp://me@a/b")
    assert "known_hosts" in refusal("sftp://me@a/b?colour=red")


@pytest.mark.parametrize(
    "to", ["", "news", "http://[::1", "sftp://me@a:port/x", "s3:///x", "rclone:x"]
)
def test_what_is_no_address_is_refused_with_what_to_write(to: str) -> None:
    assert "write " in refusal(to)


def test_who_one_is_must_be_said() -> None:
    assert "sftp://USER@a.example/" in refusal("sftp://a.example/x")


def test_a_hash_must_be_quoted() -> None:
    assert "%23" in refusal("s3://news/a#b")
    assert remote("s3://news/a%23b").at == "target:news/a#b/"


def test_a_url_sees_nothing_of_the_users_own_rclone() -> None:
    own = {**HOME, "RCLONE_CONFIG": "/x", "RCLONE_S3_REGION": "y", "AWS_REGION": "z"}
    assert remote("s3://news", own).environment == {**HOME, "AWS_REGION": "z"}


def test_a_remote_of_the_users_own() -> None:
    own = {**HOME, "RCLONE_CONFIG": "/x", "RCLONE_CONFIG_BOX_TYPE": "s3", "RCLONE_DRY_RUN": "true"}
    found = remote("rclone:my box:site/en", own)
    assert found.at == "my box:site/en"
    assert found.settings == {}
    assert found.environment == {**HOME, "RCLONE_CONFIG": "/x", "RCLONE_CONFIG_BOX_TYPE": "s3"}


def test_a_remote_that_is_spelt_out() -> None:
    own = {**HOME, "RCLONE_B2_KEY": "x", "RCLONE_CONFIG": "/x"}
    found = remote('rclone::b2,account=a,endpoint="https://b:1":site', own)
    assert found.at == ':b2,account=a,endpoint="https://b:1":site'
    assert found.environment == {**own}


@pytest.mark.parametrize("option", ["pass", "secret_access_key", "key", "sas_url_token", "key_pem"])
def test_a_secret_that_is_spelt_out_is_refused_and_not_repeated(option: str) -> None:
    told = refusal(f"rclone::b2,account=a,{option}=hush:site")
    assert f"RCLONE_B2_{option.upper()}" in told
    assert "hush" not in told
