"""Texts out of a file's metadata, as far as they can be trusted."""

import re

LONGEST = 2_000  # characters
LONGEST_ALT = 1_000
# Bidirectional overrides and isolates reorder what stands around them; the others are invisible.
DROPPED = re.compile("[\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2060-\u206f"
                     "\ud800-\udfff\ufeff\ufff9-\uffff]")  # fmt: skip
UTF_8_OF_IIM = b"\x1b%G"  # what field 1:90 says
# What cameras and programs write where a caption would be.
JUNK = re.compile(
    r"(olympus|konica|minolta|konica minolta|pentax|samsung|kodak|casio|ricoh|sanyo|fujifilm|nikon|"
    r"canon|leica|panasonic|epson|jenoptik)?\s*(digital (still )?camera|dsc|camera)?"
    r"|sony dsc|exif[ _]?jpeg([ _]picture)?|<?(digimax|kenox)\b.*|lead technologies.*|applemark|"
    r"(created|made|edited) (with|by) (the )?gimp.*|file written by adobe photoshop.*|"
    r"dcim\\.*|[\w-]+\.(jpe?g|png|tiff?|heic|dng|mp4)|default|untitled|unknown|screenshot|"
    r"cof|edf|sdr|ptr|nor|dav|hdr|rhdr|hdrpl|oznor(\w{2})?|(\w{2}_)?vivo|[\W_]+",
    re.IGNORECASE,
)


def clean(text: str, longest: int = LONGEST) -> str:
    """Return a text on one line, without what cannot be seen, not longer than it may be."""
    text = DROPPED.sub("", text.replace("\0", " "))
    return " ".join(text.split())[:longest].rstrip()


def caption(text: str) -> str:
    """Return a text, or nothing if a camera wrote it."""
    text = clean(text)
    return "" if JUNK.fullmatch(text) else text


def decoded(data: bytes) -> str:
    """Return bytes whose encoding nobody tells: UTF-8 if they can be that, or else Latin."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "ignore")  # Latin-1, with the quotes that Windows added
