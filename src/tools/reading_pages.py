"""The lessons as pages to read: what is stored in each notebook, the guides, and an index to search all of them.

Python is not needed to read them: they open in a second on any phone. Each lesson has a link to itself with live forms.
"""

import html
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from string import Template
from typing import Any

import mistune

FOLDER = "read"
"""Where the pages lie in the site, in the same folders as in the kit."""
SOURCES = ("notebooks/*.ipynb", "docs/*.md", "data/README.md")
PICTURES = ("docs/*.png", "docs/*.svg")
MENUS = re.compile(
    "Run All Cells|commandlinker|grey line|choose <strong>(File|Edit|Run)</strong>|saved on Binder|no menu"
    "|Click a name to open"
)
"""What a page to read has not got. Whatever speaks of it is left out, as a whole paragraph or point."""
FOR_JUPYTERLAB = re.compile(r'<(p|div) class="ml-jupyterlab">.*?</\1>', re.DOTALL)
"""What a lesson says in JupyterLab alone, such as its button."""
GONE = "\0"
_WITHIN = "(?:(?!</p>).)*"
STORED = re.compile(f'<p(?: class="ml-jupyterlab")?>{_WITHIN}(?:Run All Cells|stored example){_WITHIN}</p>', re.DOTALL)
LIVE = (
    "<p><strong>This is a stored example.</strong> To bring it to life, "
    '<a href="{}">open this lesson live</a> and press the button at its top.</p>'
)


@dataclass(frozen=True)
class Reading:
    """A page to read: its place in the kit, its title, and what stands on it, in HTML."""

    place: str
    title: str
    body: str

    @property
    def page(self) -> str:
        """The place of the page in the site."""
        return f"{FOLDER}/{PurePosixPath(self.place).with_suffix('.html')}"

    @property
    def live(self) -> str:
        """The place in the site of the live lesson, or nothing for a guide."""
        return live(self.place) if self.place.endswith(".ipynb") else ""


class Renderer(mistune.HTMLRenderer):
    """Markdown as HTML for one page: links lead to pages, headings have a name, and nothing speaks of absent menus."""

    def __init__(self, place: str, home: Path, places: set[str], address: str) -> None:
        super().__init__(escape=False)
        self.place, self.home, self.places, self.address = place, home, places, address
        self.is_lesson = place.endswith(".ipynb")
        self.names: set[str] = set()

    def heading(self, text: str, level: int, **_: Any) -> str:
        """Return a heading with the name that GitHub gives it."""
        name = re.sub(r"[^\w\- ]", "", re.sub(r"<[^>]+>", "", html.unescape(text))).strip().lower().replace(" ", "-")
        while name in self.names:
            name += "-1"
        self.names.add(name)
        return f'<h{level} id="{name}">{text}</h{level}>\n'

    def paragraph(self, text: str) -> str:
        """Return a paragraph, or nothing."""
        return "" if self.is_lesson and MENUS.search(text) else f"<p>{text}</p>\n"

    def list_item(self, text: str, **_: Any) -> str:
        """Return a point of a list, or the mark of one that is left out."""
        return GONE if self.is_lesson and MENUS.search(text) else f"<li>{text}</li>\n"

    def list(self, text: str, ordered: bool, **given: Any) -> str:
        """Return a list; of steps that follow each other none may be missing."""
        if ordered and GONE in text:
            return ""
        return super().list(text.replace(GONE, ""), ordered, **given) if text.strip(GONE) else ""

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """Return a link to a page of the site, to the repository for what has none, or the words alone."""
        target = self.leads_to(url)
        return super().link(text, target, title) if target else text

    def leads_to(self, url: str) -> str:
        """Return where a link of this page leads in the site."""
        if re.match(r"[a-z]+:|#", url):
            return url
        path, _, part = url.partition("#")
        place = normal(PurePosixPath(self.place).parent / path)
        if place == "README.md":
            return up(self.place) + "index.html"
        if place in self.places:
            return str(PurePosixPath(path).with_suffix(".html")) + (f"#{part}" if part else "")
        return f"{self.address}/blob/main/{place}" if self.address and (self.home / place).exists() else ""


def normal(path: PurePosixPath) -> str:
    """Return a path without its steps up."""
    parts: list[str] = []
    for part in path.parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def up(place: str) -> str:
    """Return the way from a page to the top of the site."""
    return "../" * (len(PurePosixPath(FOLDER, place).parts) - 1)


def live(place: str) -> str:
    """Return the place in the site where a lesson is live."""
    return f"lab/index.html?path={place}"


def read_all(home: Path, address: str) -> list[Reading]:
    """Return what there is to read, lessons first. `address` is the repository's, or nothing where it has none yet."""
    paths = [path for pattern in SOURCES for path in sorted(home.glob(pattern))]
    places = {path.relative_to(home).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    read = []
    for place, text in places.items():
        renderer = Renderer(place, home, set(places), address)
        to_html = mistune.create_markdown(renderer=renderer, plugins=["table"])
        if renderer.is_lesson:
            lesson = json.loads(text)
            body, title = lesson_body(lesson["cells"], to_html, up(place) + live(place)), lesson["metadata"]["title"]
        else:
            body, title = str(to_html(text)), text.partition("\n")[0].lstrip("# ")
        read.append(Reading(place, title, body))
    return read


def lesson_body(cells: list[dict[str, Any]], to_html: mistune.Markdown, live_address: str) -> str:
    """Return the cells of a lesson in HTML. What follows a heading "More: ..." is folded, as in JupyterLab."""
    body, fold = [], 0  # The level of the heading whose fold is open.
    for cell in cells:
        text = FOR_JUPYTERLAB.sub("", "".join(cell["source"]))
        part = str(to_html(text)) if cell["cell_type"] == "markdown" else stored(cell, live_address)
        headings = [int(level) for level in re.findall(r"<h([1-6]) id=", part)]
        if re.fullmatch(r"\s*<h[1-6] id=[^\n]*\s*", part) and "\n" in text.strip():
            continue  # All that stood under the heading spoke of menus.
        if fold and headings and min(headings) <= fold:
            body.append("</details>")
            fold = 0
        more = re.match(r"\s*(<h([1-6]) id=[^>]*>More: .*?</h\2>)", part)
        if more and not fold:
            fold = int(more[2])
            part = f'<details class="more"><summary>{more[1]}</summary>{part[more.end() :]}'
        body.append(part)
    return "\n".join([*body, "</details>" if fold else ""])


def stored(cell: dict[str, Any], live_address: str) -> str:
    """Return what a cell shows, as it is stored. A stored form says how it is brought to life from here."""
    shown = []
    for output in cell["outputs"]:
        data = output.get("data", {})
        words = f"<pre>{html.escape(''.join(data.get('text/plain', output.get('text', ''))))}</pre>"
        shown.append("".join(data["text/html"]) if "text/html" in data else words)
    return f'<div class="shown">{STORED.sub(LIVE.format(live_address), "".join(shown))}</div>'


def sections(reading: Reading) -> list[dict[str, str]]:
    """Return what the search looks through: each part of a page under its heading, as bare words."""
    found = []
    pieces = re.split(r'<h[1-6] id="([^"]*)">(.*?)</h[1-6]>', reading.body)
    for name, heading, text in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        found.append(
            {"page": f"{reading.page}#{name}", "title": reading.title, "part": words(heading), "text": words(text)}
        )
    return found


def words(text: str) -> str:
    """Return what a reader sees of HTML, without its tags; of a picture, its caption."""
    bare = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", text, flags=re.DOTALL)
    return " ".join(html.unescape(bare).split())


def write_pages(home: Path, parts: Path, site: Path, address: str = "") -> list[Reading]:
    """Write all pages to read, their pictures and the index of the search into the folder `site`.

    `parts` holds the frame of a page and what it looks like. Returns what was written.
    """
    frame = Template((parts / "reading.html").read_text(encoding="utf-8"))
    read = read_all(home, address)
    for reading in read:
        door = f'<a class="live" href="{up(reading.place)}{reading.live}">Open it live</a>' if reading.live else ""
        page = site / reading.page
        page.parent.mkdir(parents=True, exist_ok=True)
        text = frame.substitute(title=html.escape(reading.title), up=up(reading.place), live=door, body=reading.body)
        page.write_text(text, encoding="utf-8", newline="\n")
    for picture in [path for pattern in PICTURES for path in home.glob(pattern)]:
        shutil.copy(picture, site / FOLDER / picture.relative_to(home))
    index = [section for reading in read for section in sections(reading)]
    (site / FOLDER / "search.json").write_text(json.dumps(index, ensure_ascii=False), encoding="utf-8")
    return read
