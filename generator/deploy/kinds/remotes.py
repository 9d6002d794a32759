"""How a place is written that rclone can reach, and what rclone must know of it.

A URL says everything about a place but its secrets; the user's own configuration of rclone plays no
part in it. `rclone:` before a remote is for all else that rclone knows, and there it does.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from generator.config import password_variable
from generator.deploy.kinds.known_hosts import algorithms
from generator.deploy.target import Means
from generator.errors import UsageError, did_you_mean

NAME = "target"  # of the remote that a URL becomes
OWN = "rclone:"
KEYS = ("id_ed25519", "id_ecdsa", "id_rsa")  # that ssh itself looks for
IMPLICIT_TLS = 990  # the port of FTP inside TLS; on others TLS begins when it is asked for
REMOTE = re.compile(
    r"(?P<name>:?[^:/,]+)(?P<options>(,[^:\"',]+(=(\"[^\"]*\"|'[^']*'|[^,:]*))?)*):.*"
)
DAV_FILES = re.compile(r".*/dav/files/[^/]+")  # where Nextcloud and ownCloud have one's own files
OPTION = re.compile(r",([^=,:\"']+)(?:=(?:\"[^\"]*\"|'[^']*'|[^,:]*))?")
SECRET = re.compile(r"(.*_)?(pass|password|passphrase|secret|token|credentials|pem)|.*secret.*|key")
BUCKETS = frozenset(["azureblob", "gcs", "google cloud storage", "oracleobjectstorage", "s3"])
SYSTEM = (
    "PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "USERPROFILE", "APPDATA", "LOCALAPPDATA",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy",
    "https_proxy", "no_proxy",
)  # fmt: skip
# Of rclone's own variables only these: one such as RCLONE_DRY_RUN would send nothing and say so to
# nobody.
OWN_PASSED = (
    "RCLONE_CONFIG", "RCLONE_PASSWORD_COMMAND", "XDG_CONFIG_HOME", "SSH_AUTH_SOCK",
    "AWS_", "AZURE_", "GOOGLE_", "CLOUDSDK_",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scheme:
    """What URLs of one kind become.

    `options` are those that may follow the `?`, with rclone's word for each. `passed` are how
    variables begin that the backend reads itself. `secret` is the setting that takes the password.
    `lanes` is how many files travel at a time: hosts of the old protocols bear few connections.
    `renames` is whether readers would see a file while it comes, and renaming it shows it at once.
    """

    backend: str
    settings: Mapping[str, str]
    options: Mapping[str, str]
    passed: tuple[str, ...] = ()
    secret: str = ""
    lanes: int = 4
    renames: bool = False

    @property
    def is_bucket(self) -> bool:
        """Whether the host keeps headers with files, and shows none before it is whole."""
        return self.backend in BUCKETS


def _same(*names: str) -> Mapping[str, str]:
    return {name: name for name in names}


# A file that is sent is compared with its checksum in the answer to it, so a second request to
# look at it (`no_head`) adds nothing; nor does asking for a bucket that must be there.
_S3 = Scheme(
    "s3",
    {"env_auth": "true", "no_check_bucket": "true", "no_head": "true"},
    _same("acl", "endpoint", "force_path_style", "profile", "provider", "region"),
    passed=("AWS_",),
    lanes=16,
)
_GS = Scheme(
    "google cloud storage",
    {"env_auth": "true", "no_check_bucket": "true"},
    _same("bucket_policy_only", "endpoint"),
    passed=("GOOGLE_", "CLOUDSDK_"),
    lanes=16,
)
_AZURE = Scheme(
    "azureblob",
    {"env_auth": "true", "no_check_container": "true"},
    _same("account", "endpoint"),
    passed=("AZURE_",),
    lanes=16,
)
# What SSH brings is whole, so no command is run there to take a checksum. The time of a file is
# when it came: servers that make an entity tag of size and time must see every change.
_SFTP = Scheme(
    "sftp",
    {"shell_type": "none", "disable_hashcheck": "true", "set_modtime": "false"},
    {"known_hosts": "known_hosts_file", "key_file": "key_file"},
    passed=("SSH_AUTH_SOCK",),
    secret="pass",  # noqa: S106 - the setting's name
    renames=True,
)
_FTP = Scheme("ftp", {}, {}, secret="pass", renames=True)  # noqa: S106 - the setting's name
# To rename over a file, its standard says, is to remove that first. Servers that care write what is
# put beside it, and rename that themselves.
_WEBDAV = Scheme(
    "webdav",
    {"pacer_min_sleep": "1ms"},
    _same("vendor"),
    secret="pass",  # noqa: S106 - the setting's name
)

SCHEMES: Mapping[str, Scheme] = {
    "s3": _S3,
    "gs": _GS,
    "azblob": _AZURE,
    "sftp": _SFTP,
    "ftp": _FTP,
    "ftps": _FTP,
    "webdav": _WEBDAV,
    "webdavs": _WEBDAV,
}
EXAMPLES = "s3://bucket/folder, sftp://user@host/folder or rclone:remote:folder"


@dataclass(frozen=True, slots=True)
class Remote:
    """A place as rclone knows it.

    `at` is its name there, `shown` what people are told. `settings` and `environment` are variables
    for rclone; `secrets` are those of the settings that take the password, to be obscured.
    `renames` is whether a file must be brought under another name first, to appear as a whole; None
    where only rclone can tell.
    """

    at: str
    shown: str
    lanes: int
    is_bucket: bool
    renames: bool | None
    environment: Mapping[str, str] = field(repr=False)
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


def read_remote(to: str, means: Means) -> Remote:
    """Read a place; raise `UsageError` that says what to write instead."""
    if to.startswith(OWN):
        return _own(to, means)
    try:
        url = urlsplit(to)
        port = url.port
    except ValueError:
        raise UsageError(f"{means.name}: this is no address: write {EXAMPLES}") from None
    scheme = SCHEMES.get(url.scheme)
    if not scheme:
        hint = did_you_mean(url.scheme, SCHEMES) or f"write {EXAMPLES}"
        raise UsageError(f'{means.name}: "{url.scheme}" is no kind of address: {hint}')
    _refuse_secrets(url, scheme, means)
    if url.fragment or to.endswith("#"):
        raise UsageError(f'{means.name}: in "{to}", write # as %23')
    return _of_url(url, port, scheme, means)


def _refuse_secrets(url: SplitResult, scheme: Scheme, means: Means) -> None:
    if scheme.is_bucket and "@" in url.netloc:
        first = {"s3": "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"}.get(
            scheme.backend, f"{scheme.passed[0]}…"
        )
        raise UsageError(
            f"{means.name}: keys do not belong in an address: take them out, "
            f"and set {first} in the environment"
        )
    if url.password is not None:
        raise UsageError(
            f"{means.name}: a password does not belong in an address: take it out, "
            f"and set {password_variable(means.name)} in the environment"
        )


def _of_url(url: SplitResult, port: int | None, scheme: Scheme, means: Means) -> Remote:
    if not url.hostname:
        raise UsageError(f'{means.name}: "{url.geturl()}" names no host: write {EXAMPLES}')
    settings = dict(scheme.settings) | _options(url, scheme, means)
    if scheme.is_bucket:
        # The slash says that it is a folder: otherwise rclone would look whether it is a file.
        at = f"{url.netloc}{unquote(url.path).rstrip('/')}/"
        settings |= _of_bucket(scheme, settings, means)
    else:
        settings |= _of_server(url, port, scheme, settings, means)
        at = _folder(url.scheme, url.path)
    secrets = _secrets(scheme, settings, means)
    return Remote(
        f"{NAME}:{at}",
        url.geturl(),
        scheme.lanes,
        scheme.is_bucket,
        scheme.renames,
        _passed(means, (*SYSTEM, *scheme.passed)),
        {"type": scheme.backend, **_with_keys(scheme, settings, secrets, means)},
        secrets,
    )


def _options(url: SplitResult, scheme: Scheme, means: Means) -> dict[str, str]:
    found = {}
    for name, value in parse_qsl(url.query, keep_blank_values=True):
        if name not in scheme.options:
            known = ", ".join(sorted(scheme.options)) or "none"
            hint = did_you_mean(name, scheme.options) or f"{url.scheme}:// knows {known}"
            raise UsageError(f'{means.name}: "{name}" is no option of an address: {hint}')
        is_file = name in ("known_hosts", "key_file")
        found[scheme.options[name]] = _file(value, means) if is_file else value
    return found


def _file(value: str, means: Means) -> str:
    if value.startswith("~/"):
        return str(Path(means.environment.get("HOME", ""), value[2:]))
    return str(means.site / value)


def _of_bucket(scheme: Scheme, settings: Mapping[str, str], means: Means) -> dict[str, str]:
    if scheme.backend == "azureblob" and not settings.get("account"):
        raise UsageError(f"{means.name}: write ?account=… behind the address of an Azure container")
    if scheme.backend == "s3" and "provider" not in settings:
        return {"provider": "Other" if "endpoint" in settings else "AWS"}
    return {}


def _of_server(
    url: SplitResult, port: int | None, scheme: Scheme, told: Mapping[str, str], means: Means
) -> dict[str, str]:
    user = unquote(url.username or "")
    if scheme is _WEBDAV:
        return _of_webdav(url, user, means)
    if not user:
        raise UsageError(f"{means.name}: write who you are: {url.scheme}://USER@{url.hostname}/…")
    settings = {"host": url.hostname or "", "user": user}
    if port:
        settings["port"] = str(port)
    if scheme is _SFTP:
        known = told.get("known_hosts_file") or _file("~/.ssh/known_hosts", means)
        kinds = algorithms(_text(Path(known)), settings["host"], port)
        settings |= {"known_hosts_file": known, "host_key_algorithms": " ".join(kinds)}
    elif url.scheme == "ftps":
        settings["tls" if port == IMPLICIT_TLS else "explicit_tls"] = "true"
    return settings


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8", errors="replace")
    except OSError:
        return ""  # rclone tells


def _of_webdav(url: SplitResult, user: str, means: Means) -> dict[str, str]:
    is_safe = url.scheme == "webdavs"
    if not is_safe and not _is_loopback(url.hostname or ""):
        raise UsageError(f"{means.name}: write webdavs://, or all would travel in the open")
    host = url.netloc.rpartition("@")[2]
    base, _ = _dav_folder(url.path)
    settings = {"url": f"{'https' if is_safe else 'http'}://{host}{base}"}
    return settings | ({"user": user} if user else {})


def _dav_folder(path: str) -> tuple[str, str]:
    """Return what is there already of a path, and the folder in it that rclone may make."""
    clouds = DAV_FILES.match(path)
    base = clouds[0] if clouds else path.rstrip("/").rpartition("/")[0] + "/"
    return base, path.removeprefix(base).strip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _folder(scheme: str, path: str) -> str:
    """Return the folder of a server: SFTP counts from its root, or by /~/ from one's own folder."""
    if scheme in ("webdav", "webdavs"):
        return unquote(_dav_folder(path)[1])
    path = unquote(path)
    if scheme == "sftp":
        return path.removeprefix("/~/") if path.startswith("/~") else path or "/"
    return path.removeprefix("/")  # from where one is after logging in, as in any FTP address


def _secrets(scheme: Scheme, settings: Mapping[str, str], means: Means) -> dict[str, str]:
    """Return what is to be obscured: with the file of a key, the password is the key's."""
    password = means.environment.get(password_variable(means.name), "")
    if scheme is _FTP and not password:
        variable = password_variable(means.name)
        raise UsageError(f"{means.name}: set the password, {variable}, in the environment")
    if not scheme.secret or not password:
        return {}
    return {"key_file_pass" if "key_file" in settings else scheme.secret: password}


def _with_keys(
    scheme: Scheme, settings: Mapping[str, str], secrets: Mapping[str, str], means: Means
) -> dict[str, str]:
    """Add the key that ssh itself would take, where nothing says how to log in."""
    is_told = secrets or "key_file" in settings or "SSH_AUTH_SOCK" in means.environment
    if scheme is _SFTP and not is_told:
        folder = Path(means.environment.get("HOME", ""), ".ssh")
        for name in KEYS:
            if (folder / name).is_file():
                return {**settings, "key_file": str(folder / name)}
    return dict(settings)


def _own(to: str, means: Means) -> Remote:
    """Read a remote of the user's own, or one that is spelt out."""
    at = to.removeprefix(OWN)
    match = REMOTE.fullmatch(at)
    if not match:
        raise UsageError(f'{means.name}: write "rclone:REMOTE:folder", as rclone itself has it')
    for option in OPTION.findall(match["options"]):
        if SECRET.fullmatch(option):
            variable = f"RCLONE_{_variable(match['name'])}_{option.upper()}"
            raise UsageError(
                f'{means.name}: "{option}" is a secret: take it out of the address, '
                f"and set {variable} in the environment"
            )
    name = match["name"].removeprefix(":")
    of_backend = f"RCLONE_{_variable(name)}_" if match["name"].startswith(":") else "RCLONE_CONFIG"
    environment = _passed(means, (*SYSTEM, *OWN_PASSED, of_backend))
    return Remote(at, to, 4, of_backend != "RCLONE_CONFIG" and name in BUCKETS, None, environment)


def _variable(backend: str) -> str:
    return re.sub(r"[^A-Z0-9]", "_", backend.removeprefix(":").upper())


def _passed(means: Means, beginnings: tuple[str, ...]) -> dict[str, str]:
    return {name: value for name, value in means.environment.items() if name.startswith(beginnings)}
