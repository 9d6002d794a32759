"""What a page may load: the Content-Security-Policy, which nothing inline gets past."""

from collections.abc import Iterable

SELF, NONE = "'self'", "'none'"
WASM = "'wasm-unsafe-eval'"  # search runs compiled code in the browser
# What a policy in the page itself cannot say.
ONLY_AS_HEADER = ("frame-ancestors",)
SCRIPTS = (".js", ".mjs")
OF_SEARCH = "search.js"  # the theme has it in any case; only the search page runs it


def content_security_policy(*, scripts: bool, search: bool) -> str:
    """Return the policy of a site with or without scripts, and with or without search."""
    return _written(_directives(scripts=scripts, search=search))


def policy_in_pages(*, scripts: bool, search: bool) -> str:
    """Return the policy as a page can say it, for hosts that send no headers."""
    directives = _directives(scripts=scripts, search=search)
    return _written({name: said for name, said in directives.items() if name not in ONLY_AS_HEADER})


def has_scripts(names: Iterable[str]) -> bool:
    """Whether some of these files are scripts, the theme's own for searching apart."""
    return any(name.endswith(SCRIPTS) and name != OF_SEARCH for name in names)


def _directives(*, scripts: bool, search: bool) -> dict[str, str]:
    runs = f"{SELF} {WASM}" if search else SELF
    return {
        "default-src": NONE,
        "script-src": runs if scripts or search else NONE,
        "style-src": SELF,
        "img-src": SELF,
        "font-src": SELF,
        "connect-src": SELF if search else NONE,
        "manifest-src": SELF,
        "media-src": SELF,
        "form-action": SELF,
        "frame-ancestors": NONE,
        "base-uri": NONE,
    }


def _written(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {said}" for name, said in directives.items())
