"""Typographic quotation marks, dashes and ellipses for metadata, as texts have them."""

import re

# A quotation mark opens at the start, and after a space, a bracket, a dash or another opening mark.
_OPENING_DOUBLE = re.compile(r'(?:(?<=^)|(?<=[\s(\[{/‘–—-]))"(?=\S)')
_OPENING_SINGLE = re.compile(r"(?:(?<=^)|(?<=[\s(\[{/“–—-]))'(?=[^\s\d])")
_PLAIN = {"...": "…", "---": "—", "--": "–"}


def typeset(text: str) -> str:
    """Return a line of text as a newspaper would set it: "it's" gives “it’s”."""
    for plain, sign in _PLAIN.items():
        text = text.replace(plain, sign)
    text = _OPENING_DOUBLE.sub("“", text).replace('"', "”")
    return _OPENING_SINGLE.sub("‘", text).replace("'", "’")


def typeset_line(text: str) -> str:
    """Return a text on one line, typeset."""
    return typeset(" ".join(text.split()))
