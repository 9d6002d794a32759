"""The words of a picture as XMP: what photo agencies write into files, and search engines read."""

from html import escape

from generator.imaging.texts import LONGEST, LONGEST_ALT, clean
from generator.pictures import Words

X = "adobe:ns:meta/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
IPTC = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
XML = "http://www.w3.org/XML/1998/namespace"
PREFIXES = {"rdf": RDF, "dc": DC, "photoshop": PHOTOSHOP, "xmpRights": RIGHTS,
            "Iptc4xmpCore": IPTC}  # fmt: skip
# The id says by definition that this is XMP; "r", that nobody may change it in place.
BEGIN = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
END = '<?xpacket end="r"?>'


def packet(words: Words) -> bytes:
    """Return words as an XMP packet; nothing if there are none.

    Each is cut to the length at which it would be read again: a JPEG has room for 64 KB.
    """
    properties = "".join(_properties(words))
    if not properties:
        return b""
    spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in PREFIXES.items())
    return (
        f'{BEGIN}<x:xmpmeta xmlns:x="{X}"><rdf:RDF{spaces}><rdf:Description rdf:about="">'
        f"{properties}</rdf:Description></rdf:RDF></x:xmpmeta>{END}"
    ).encode()


def _properties(words: Words) -> list[str]:
    marked = "True" if words.copyright else ""
    address = words.license if len(words.license) <= LONGEST else ""  # half of one leads nowhere
    return [
        _element("dc:creator", _list("Seq", words.creator)),
        _element("dc:description", _list("Alt", words.caption)),
        _element("dc:rights", _list("Alt", words.copyright)),
        _element("photoshop:Credit", _text(words.credit)),
        _element("Iptc4xmpCore:AltTextAccessibility", _list("Alt", words.alt, LONGEST_ALT)),
        _element("xmpRights:Marked", marked),
        _element("xmpRights:WebStatement", _text(address)),
    ]


def _element(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>" if content else ""


def _list(kind: str, text: str, longest: int = LONGEST) -> str:
    """Return a list of one item. An `Alt` lists languages, of which this is the default."""
    item = _text(text, longest)
    language = ' xml:lang="x-default"' if kind == "Alt" else ""
    return item and f"<rdf:{kind}><rdf:li{language}>{item}</rdf:li></rdf:{kind}>"


def _text(text: str, longest: int = LONGEST) -> str:
    return escape(clean(text, longest), quote=False)  # and without what XML forbids
