"""Draw which room of the package takes from which, from the imports themselves, and write it into docs/architecture.md.

    make architecture

The picture is docs/architecture.svg. A test makes both again and compares them, so that neither can grow old.
"""

import ast
import re
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

HOME = Path(__file__).parents[2]
PACKAGE = HOME / "src" / "modality_lab"
PICTURE = HOME / "docs" / "architecture.svg"
PAGE = HOME / "docs" / "architecture.md"
# What of the page is written anew; the rest of it is ours to write.
MADE = re.compile(r"(<!-- rooms -->\n).*?(<!-- /rooms -->)", re.DOTALL)

WIDTH, GAP, LINE = 168, 62, 19  # In units of the picture: of a room, between two columns of rooms, of a line of text.


def rooms(package: Path = PACKAGE) -> dict[str, list[Path]]:
    """Return the rooms of a package: its folders and the single modules beside them, each with its files."""
    found = {folder.parent.name: sorted(folder.parent.glob("*.py")) for folder in package.glob("*/__init__.py")}
    found |= {file.stem: [file] for file in package.glob("*.py") if file.stem != "__init__"}
    return dict(sorted(found.items()))


def imports(package: Path = PACKAGE) -> dict[str, dict[str, set[str]]]:
    """Return for each room the rooms that it takes from, each with the modules there that it names."""
    names = rooms(package)
    taken: dict[str, dict[str, set[str]]] = {room: {} for room in names}
    for room, files in names.items():
        for file in files:
            for module in _imported(file, package.name):
                other, _, inner = module.partition(".")
                if other in names and other != room:
                    taken[room].setdefault(other, set()).add(inner or other)
    return taken


def _imported(file: Path, package: str) -> list[str]:
    """Return the modules of the package that a file imports, without the package's own name."""
    modules = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == package:
            modules += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(f"{package}."):
            modules.append(node.module.removeprefix(f"{package}."))
    return modules


def columns(taken: Mapping[str, Mapping[str, object]]) -> list[list[str]]:
    """Return the rooms in columns: each stands one column after the last of the rooms that it takes from.

    Raises `ValueError` when rooms take from each other in a circle.

    >>> columns({"words": {}, "tables": {"words": 1}, "charts": {"tables": 1, "words": 1}})
    [['words'], ['tables'], ['charts']]
    >>> columns({"tables": {"charts": 1}, "charts": {"tables": 1}})
    Traceback (most recent call last):
    ...
    ValueError: These rooms take from each other in a circle: charts, tables.
    """
    placed: dict[str, int] = {}
    while len(placed) < len(taken):
        ready = [room for room in taken if room not in placed and placed.keys() >= taken[room].keys()]
        if not ready:
            circle = ", ".join(sorted(taken.keys() - placed.keys()))
            raise ValueError(f"These rooms take from each other in a circle: {circle}.")
        column = max(placed.values(), default=-1) + 1
        placed |= dict.fromkeys(ready, column)
    return [[room for room in taken if placed[room] == column] for column in range(max(placed.values()) + 1)]


def direct(taken: Mapping[str, Mapping[str, object]]) -> list[tuple[str, str]]:
    """Return the arrows to draw: room and taker, without those that a longer way through other rooms says already."""

    def reached(room: str) -> set[str]:
        return set().union(*({other} | reached(other) for other in taken[room]))

    return [
        (other, room)
        for room in taken
        for other in taken[room]
        if not any(other in reached(between) for between in taken[room] if between != other)
    ]


def draw(package: Path = PACKAGE) -> str:
    """Return the picture of the rooms as SVG: what is taken from stands to the left."""
    taken, files = imports(package), rooms(package)
    inside = {room: [file.stem for file in files[room] if file.stem not in ("__init__", room)] for room in files}
    heights = {room: LINE * (len(inside[room]) + 1) + 16 for room in files}
    stacks = columns(taken)
    tall = max(sum(heights[room] + 26 for room in stack) for stack in stacks)
    places: dict[str, tuple[float, float]] = {}
    for number, stack in enumerate(stacks):
        y = 20 + (tall - sum(heights[room] + 26 for room in stack)) / 2
        for room in stack:
            places[room] = (20 + number * (WIDTH + GAP), y)
            y += heights[room] + 26
    size = {"width": 40 + len(stacks) * (WIDTH + GAP) - GAP, "height": round(tall + 40)}
    svg = ET.Element(
        "svg",
        _texts(xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {size['width']} {size['height']}", role="img", **size),
    )
    ET.SubElement(svg, "title").text = "The rooms of the package: an arrow leads from a room to one that takes from it."
    ET.SubElement(svg, "rect", _texts(**size, fill="white"))
    for room, taker in direct(taken):
        _arrow(svg, places[room], heights[room], places[taker], heights[taker])
    for room, place in places.items():
        _box(svg, room, inside[room], place, heights[room])
    ET.indent(svg)
    return ET.tostring(svg, encoding="unicode") + "\n"


def _box(svg: ET.Element, room: str, modules: list[str], place: tuple[float, float], height: float) -> None:
    x, y = place
    look = {"fill": "#EAF3F9", "stroke": "#0072B2", "stroke-width": 1.5, "rx": 6}
    ET.SubElement(svg, "rect", _texts(x=x, y=y, width=WIDTH, height=height, **look))
    for number, words in enumerate([room, *modules]):
        weight = {"font-weight": "bold"} if number == 0 else {}
        font = {"font-family": "sans-serif", "font-size": 15 if number == 0 else 13, "fill": "#1A1A1A"}
        text = ET.SubElement(svg, "text", _texts(x=x + 12, y=y + 22 + number * LINE, **font, **weight))
        text.text = words


def _arrow(svg: ET.Element, start: tuple[float, float], tall: float, end: tuple[float, float], taller: float) -> None:
    x, y = start[0] + WIDTH, start[1] + tall / 2
    to_x, to_y = end[0], end[1] + taller / 2
    bend = min(GAP, (to_x - x) / 2)
    path = f"M{x:g},{y:g} C{x + bend:g},{y:g} {to_x - bend:g},{to_y:g} {to_x - 8:g},{to_y:g}"
    line = {"fill": "none", "stroke": "#444444", "stroke-width": 1.5}
    ET.SubElement(svg, "path", _texts(d=path, **line))
    head = f"M{to_x:g},{to_y:g} L{to_x - 10:g},{to_y - 5:g} L{to_x - 10:g},{to_y + 5:g} Z"
    ET.SubElement(svg, "path", _texts(d=head, fill="#444444"))


def _texts(**attributes: object) -> dict[str, str]:
    return {name: f"{value:g}" if isinstance(value, (int, float)) else str(value) for name, value in attributes.items()}


def table(package: Path = PACKAGE) -> str:
    """Return the rooms as a table of Markdown: what each is for, and which rooms it takes from."""
    taken, files = imports(package), rooms(package)
    rows = ["| Room | What it is for | Takes from |", "| --- | --- | --- |"]
    for room in (room for stack in columns(taken) for room in stack):
        purpose = ast.get_docstring(ast.parse(files[room][0].read_text(encoding="utf-8"))) or ""
        others = ", ".join(f"`{other}`" for other in sorted(taken[room])) or "nothing"
        rows.append(f"| `{room}` | {' '.join(purpose.split(chr(10) * 2)[0].split())} | {others} |")
    return "\n".join(rows) + "\n"


def page(text: str, package: Path = PACKAGE) -> str:
    """Return the text of docs/architecture.md with its table of rooms made anew."""
    return MADE.sub(lambda found: f"{found[1]}{table(package)}{found[2]}", text)


def main() -> None:
    """Write the picture and the table."""
    PICTURE.write_text(draw(), encoding="utf-8")
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"Drawn: {PICTURE.relative_to(HOME)}, and the table of rooms in {PAGE.relative_to(HOME)}.")


if __name__ == "__main__":
    main()
