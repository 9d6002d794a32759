"""The characters that may stand in an output."""

import re

# XML 1.0, section 2.2. One of these makes a whole feed unreadable, and HTML forbids them too; they
# come with text that was pasted from a word processor.
_CONTROLS = bytes(each for each in range(0x20) if each not in b"\t\n\r")
_NO_CHARACTERS = "\ufffe\uffff"
_FORBIDDEN = re.compile(f"[{re.escape(_CONTROLS.decode())}\ud800-\udfff{_NO_CHARACTERS}]")


def xml_safe(text: str) -> str:
    """Drop the characters that XML 1.0 forbids."""
    return _FORBIDDEN.sub("", text)


def settled(text: str) -> str:
    """Return an output's text as it is written: safe, and with one line feed after each line."""
    return encoded(text).decode()


def encoded(text: str) -> bytes:
    """Return the bytes of a settled text.

    A regular expression takes most of the time that a page has; deleting bytes takes almost none.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        data = text.encode()
    except UnicodeEncodeError:  # half of a pair that stands for one character
        return encoded(xml_safe(text))
    if any(each in text for each in _NO_CHARACTERS):
        return encoded(xml_safe(text))
    return data.translate(None, _CONTROLS).rstrip(b"\n") + b"\n"
