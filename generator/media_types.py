"""Media types by a file's ending: a table of our own, for those of systems and hosts differ."""

from posixpath import splitext

UNKNOWN = "application/octet-stream"
OPML = "text/x-opml"
RSS = "application/rss+xml"
ATOM = "application/atom+xml"
JSON_FEED = "application/feed+json"
TYPES = {
    ".avif": "image/avif",
    ".css": "text/css",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip",
    ".geojson": "application/geo+json",
    ".gif": "image/gif",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".ics": "text/calendar",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".map": "application/json",
    ".mjs": "text/javascript",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ogg": "audio/ogg",
    ".opml": OPML,
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
    ".wasm": "application/wasm",
    ".webm": "video/webm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
# What is text, and sent as UTF-8, without being called text.
UTF_8 = ("text/", "application/xml", "application/rss+xml", "application/atom+xml")


def with_charset(type_: str) -> str:
    """Return a media type as it is sent: text with its encoding."""
    return f"{type_}; charset=utf-8" if type_.startswith(UTF_8) else type_


def type_of(path: str) -> str:
    """Return the media type of a file, or of a bare ending such as ".css"."""
    name = f"file{path}" if path.startswith(".") else path
    return TYPES.get(splitext(name)[1].lower(), UNKNOWN)


def served_as(path: str) -> str:
    """Return what a server says of a file, or of a bare ending."""
    return with_charset(type_of(path))
