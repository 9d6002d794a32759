"""Pictures for the newspaper: photographs in size and weight, drawn in a few milliseconds each."""

from pathlib import Path
from random import Random

from PIL import Image, ImageDraw

PICTURES = 24  # so many files, for however many articles
SIZE = (1600, 1067)
SHAPES = 60


def draw_picture(file: Path, number: int) -> None:
    """Draw a picture by its number: shapes on a ground that gets darker."""
    random = Random(f"picture {number}")
    picture = Image.linear_gradient("L").resize(SIZE).convert("RGB")
    draw = ImageDraw.Draw(picture)
    for _ in range(SHAPES):
        left, top, size = (
            random.randrange(SIZE[0]),
            random.randrange(SIZE[1]),
            random.randrange(400),
        )
        color = (random.randrange(256), random.randrange(256), random.randrange(256))
        draw.ellipse((left, top, left + size, top + size), fill=color)
    file.parent.mkdir(parents=True, exist_ok=True)
    picture.save(file, quality=85)
