"""Draw the pictures of the sample site into ``bot/sandbox/site/pictures``: all, or those that are named.

.venv/bin/python scripts/draw_pictures.py [NAME…]
"""

from __future__ import annotations

import sys
from pathlib import Path

from pictures.canvas import Canvas
from pictures.scenes import SCENES

FOLDER = Path(__file__).parent.parent / "bot" / "sandbox" / "site" / "pictures"


def main(names: list[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    for name in names or SCENES:
        canvas = Canvas()
        SCENES[name](canvas)
        canvas.save(FOLDER / f"{name}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
