"""What a file is that is no picture of ours, for a message that helps."""

# How each begins, where, and what a newsroom calls it. The order matters: the first one wins.
BEGINNINGS = (
    (4, (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1"), "an HEIC picture"),
    (4, (b"ftypisom", b"ftypmp4", b"ftypM4V", b"ftypqt"), "a video"),
    (0, (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"), "a TIFF or raw picture"),
    (0, (b"8BPS",), "a Photoshop file"),
    (0, (b"BM",), "a BMP picture"),
    (0, (b"%PDF-",), "a PDF file"),
    (0, (b"\xff\x0a", b"\0\0\0\x0cJXL "), "a JPEG XL picture"),
    (0, (b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51"), "a JPEG 2000 picture"),
)
UNKNOWN = "a file that cannot be read as one"


def name_of(data: bytes) -> tuple[str, str]:
    """Return what a file seems to be, with its article, and what to do about it."""
    if not data:
        return "an empty file", ""
    for at, beginnings, name in BEGINNINGS:
        if data.startswith(beginnings, at):
            return name, "export it as JPEG or PNG"
    if b"<svg" in data[:1000].lower():
        return "an SVG drawing", "export it as PNG"
    return UNKNOWN, ""
