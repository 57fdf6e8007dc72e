"""All pictures by their names."""

from __future__ import annotations

from collections.abc import Callable

from pictures import indoors, nature, town, village
from pictures.canvas import Canvas

SCENES: dict[str, Callable[[Canvas], None]] = {
    name: scene
    for module in (indoors, nature, town, village)
    for name, scene in vars(module).items()
    if getattr(scene, "__module__", None) == module.__name__ and not name.startswith("_")
}
