"""The characters that may stand in an output."""

import re

# XML 1.0, section 2.2. One of these makes a whole feed unreadable, and HTML forbids them too; they
# come with text that was pasted from a word processor.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_safe(text: str) -> str:
    """Drop the characters that XML 1.0 forbids."""
    return _FORBIDDEN.sub("", text)


def settled(text: str) -> str:
    """Return an output's text as it is written: safe, and with one line feed after each line."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    return xml_safe(unix).rstrip("\n") + "\n"
