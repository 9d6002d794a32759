"""The fields that speak of a picture: its file, its words, and what no crop may lose."""

import re

from generator.fields import (
    LOCAL_PATH,
    TEXT,
    WEB_ADDRESS,
    Field,
    Kind,
    Notes,
    Values,
    either,
    scalar,
    table,
)  # fmt: skip
from generator.model import ImageUse
from generator.pictures import MIDDLE, Focus, Words
from generator.reading.texts import FieldPlaces
from generator.reading.typography import typeset_line

WORDS = ("alt", "caption", "credit", "license")


def _focus(text: str) -> Focus:
    found = re.fullmatch(r"(\d{1,3})% (\d{1,3})%", text, re.ASCII)
    if found is None or max(map(int, found.groups())) > 100:
        raise ValueError(text)
    return Focus(int(found[1]), int(found[2]))


PROSE = scalar("text", typeset_line, {"type": "string"})
FOCUS = scalar(
    "a point in per cent, across and down, such as 50% 20%", _focus,
    {"type": "string", "pattern": r"^\d{1,3}% \d{1,3}%$"}, "50% 20%",
)  # fmt: skip
_PARTS = (
    Field("src", LOCAL_PATH, "The file, relative to this one.", required=True),
    Field("alt", PROSE, "What the picture shows, for those who do not see it."),
    Field("caption", PROSE, "The words under the picture."),
    Field("credit", TEXT, "Who made the picture."),
    Field("license", WEB_ADDRESS, "The address of the licence."),
    Field("focus", FOCUS, "The point that no crop may lose."),
)
IMAGE: Kind[ImageUse] = either(
    Kind("a picture's path", lambda *read: _image(LOCAL_PATH.read(*read)), LOCAL_PATH.schema),
    table(_PARTS, lambda v: _use(**v), "a picture with its words"),
)
IMAGE_FIELDS = (
    Field("image", IMAGE, "The lead picture: a path, or a mapping of `src`, `alt`, `caption`, "
          "`credit`, `license`, `focus`. What is not said is taken from the file."),
    Field("image_alt", PROSE, "What the lead picture shows, for those who do not see it."),
    Field("image_caption", PROSE, "The words under the lead picture."),
    Field("image_credit", TEXT, "Who made the lead picture."),
    Field("image_license", WEB_ADDRESS, "The address of the lead picture's licence."),
    Field("image_focus", FOCUS, "The point of the lead picture that no crop may lose, in per cent "
          "across and down: `50% 20%`."),
)  # fmt: skip


def merge_image(values: Values, places: FieldPlaces, notes: Notes) -> None:
    """Put `image_alt` and its like into the picture they speak of."""
    apart = {name: values.pop(f"image_{name}", None) for name in (*WORDS, "focus")}
    given = [name for name, value in apart.items() if value]
    image: ImageUse | None = values.get("image")
    if image is None:
        if given and "image" not in places:
            name = f"image_{given[0]}"
            notes.add(name, "expected a picture that it speaks of, got no image", *places[name],
                      "image: /images/name.jpg")  # fmt: skip
        return
    for name in given:
        if image.focus != MIDDLE if name == "focus" else getattr(image.words, name):
            field = f"image_{name}"
            notes.add(field, "expected it once, got it in `image` as well", *places[field])
    words = Words(**{name: apart[name] or "" for name in WORDS})
    values["image"] = ImageUse(image.src, words.over(image.words), apart["focus"] or image.focus)


def _use(*, src: str, focus: Focus = MIDDLE, **words: str) -> ImageUse:
    return ImageUse(src, Words(**words), focus)


def _image(src: str | None) -> ImageUse | None:
    return ImageUse(src) if src else None
