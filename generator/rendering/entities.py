"""The parts that structured data is made of: schema.org entities, as plain dicts.

Sizes are texts such as "1200 px": schema.org's range is a distance, and a bare number is outside
the vocabulary.
"""

import json
from collections.abc import Sequence
from typing import cast

from generator.model import AuthorType
from generator.pages import AuthorCard, Head, Link, Signature
from generator.pictures import Picture, Rendition, Words
from generator.rendering.addresses import absolute
from generator.rendering.characters import xml_safe
from generator.site_info import SiteInfo

Entity = dict[str, object]

# Inside a script element these could end it, start a comment, or break a line of JavaScript.
_ESCAPES = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})
_TYPES = {AuthorType.PERSON: "Person", AuthorType.DESK: "Organization"}


def script_text(entity: Entity) -> str:
    """Return an entity as the text of a script element of its own."""
    whole = {"@context": "https://schema.org", **pruned(entity)}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def pruned(entity: Entity) -> Entity:
    """Return an entity without what is empty, and without characters that no page may hold."""
    return cast("Entity", _pruned(entity))


def _pruned(value: object) -> object:
    if isinstance(value, str):
        return xml_safe(value)
    if isinstance(value, dict):
        pairs = ((key, _pruned(each)) for key, each in value.items())
        return {key: each for key, each in pairs if each not in (None, "", [], {})}
    if isinstance(value, (list, tuple)):
        return [_pruned(each) for each in value]
    return value


def image(picture: Picture | None, site: SiteInfo) -> Entity:
    """Return a picture with its rights, as each page that shows it must repeat them."""
    return _image(picture.renditions[-1], picture.words, site) if picture else {}


def images(picture: Picture | None, site: SiteInfo) -> list[Entity]:
    """Return a story's picture, cut to each ratio that search engines want, or whole."""
    if picture is None:
        return []
    shown = picture.crops or picture.renditions[-1:]
    return [_image(each, picture.words, site) for each in shown]


def _image(file: Rendition, words: Words, site: SiteInfo) -> Entity:
    url = absolute(site, file)
    return {
        "@type": "ImageObject",
        "url": url,
        "contentUrl": url,
        "width": f"{file.width} px",
        "height": f"{file.height} px",
        "caption": words.caption or words.alt,
        "creditText": words.credit or words.creator,
        "creator": {"@type": "Person", "name": words.creator} if words.creator else {},
        "copyrightNotice": words.copyright,
        "license": words.license,
    }


def contributor(author: Signature | AuthorCard, site: SiteInfo) -> Entity:
    """Return who did something; `name` holds the name alone."""
    return {"@type": _TYPES[author.type], "name": author.name, "url": absolute(site, author)}


def profile(author: AuthorCard, site: SiteInfo) -> Entity:
    """Return an author as the author's own page presents one."""
    picture = image(author.picture, site)
    about = {"description": author.bio, "sameAs": author.links}
    if author.type is AuthorType.DESK:
        return contributor(author, site) | about | {"logo": picture}
    return contributor(author, site) | about | {"jobTitle": author.role, "image": picture}


def publisher(site: SiteInfo) -> Entity:
    """Return the publisher in full: a bare `@id` is invisible to some readers."""
    return {
        "@type": "NewsMediaOrganization",
        "@id": f"{site.base_url}/#publisher",
        "name": site.publisher.name or site.title,
        "url": site.publisher.url or f"{site.base_url}/",
        "logo": image(site.publisher.logo, site),
        "sameAs": site.publisher.same_as,
    }


def newsroom(site: SiteInfo) -> Entity:
    """Return the publisher as the site's front presents it: with its policies and its address."""
    email = site.publisher.email
    contact = {"@type": "ContactPoint", "contactType": "newsroom", "email": email} if email else {}
    policies = {name: absolute(site, url) for name, url in site.publisher.policies}
    return publisher(site) | {"description": site.description, "contactPoint": contact} | policies


def website(site: SiteInfo) -> Entity:
    """Return the site as a whole."""
    return {
        "@type": "WebSite",
        "@id": f"{site.base_url}/#website",
        "name": site.title,
        "url": f"{site.base_url}/",
        "description": site.description,
        "inLanguage": site.language,
        "publisher": publisher(site),
    }


def breadcrumbs(head: Head, site: SiteInfo) -> tuple[Entity, ...]:
    """Return the way from the front to a page and the page itself; nothing for the front."""
    if not head.trail:
        return ()
    steps: Sequence[Link] = (*head.trail, Link(head.title, head.url))
    items = [
        {"@type": "ListItem", "position": position, "name": step.text, "item": absolute(site, step)}
        for position, step in enumerate(steps, 1)
    ]
    return ({"@type": "BreadcrumbList", "itemListElement": items},)
