"""The lessons as a student reads them: in the minutes that they state, with words explained and links that lead on."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlparse

import nbformat
import pytest
from explain_words import explained, meanings, words_used

from modality_lab.words import KitError

ROOT = Path(__file__).parents[1]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PAGES = sorted(path for folder in (".", "docs", "data") for path in (ROOT / folder).glob("*.md"))
WORDS_A_MINUTE = 200
# Minutes beside the reading. Questions of the quiz are read as all the rest; a short while to choose comes on top.
MINUTES_OF = {"Try": 2, "Think": 1, "question": 0.25}
# A task begins with one of these, in bold or as a heading.
TASK = re.compile(r"(?:\*\*|^## )(Try|Think)\b", re.MULTILINE)
MINUTES = re.compile(r"\*About (\d+) minutes\b")


def name_of(path):
    return path.stem


def notebook_of(path):
    return nbformat.read(path, as_version=4)


def markdown_of(path):
    return [cell.source for cell in notebook_of(path).cells if cell.cell_type == "markdown"]


# What a reader sees without opening a fold


class Visible(HTMLParser):
    """Collects the words of a piece of HTML that are seen while its folds are closed."""

    NEVER_SEEN = ("script", "style")

    def __init__(self, page):
        super().__init__()
        self.words, self.open = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag in ("details", "summary", *self.NEVER_SEEN):
            self.open.append(tag if "open" not in dict(attributes) else "open")

    def handle_endtag(self, tag):
        if tag in ("details", "summary", *self.NEVER_SEEN):
            self.open.pop()

    def handle_data(self, data):
        outside = self.open[:-2] if self.open[-1:] == ["summary"] else self.open
        if not {"details", *self.NEVER_SEEN} & set(outside):
            self.words += data.split()


def visible_words(text):
    return Visible(text).words


def level_of(text):
    """Return the level of the highest heading of a Markdown cell; a cell without one belongs to the heading before."""
    return min((len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)), default=9)


def core_cells(notebook):
    """Yield the cells of the core path: all but those that a heading "More" folds."""
    folded = 0
    for cell in notebook.cells:
        level = level_of(cell.source) if cell.cell_type == "markdown" else 9
        if folded and level > folded:
            continue
        yield cell
        folded = level if is_more(cell) else 0


def is_more(cell):
    return cell.cell_type == "markdown" and re.match(r"###? More: ", cell.source)


def seen_of(cell):
    """Return what a reader sees of a cell: the Markdown, or the stored output; no code."""
    if cell.cell_type == "markdown":
        # Addresses and marks of Markdown are not read.
        return re.sub(r"\]\([^)]*\)|[*#`\[|]+|^- |---+", " ", cell.source, flags=re.MULTILINE)
    return "\n".join(output.data.get("text/html", "") for output in cell.outputs)


def minutes_needed(notebook):
    """Return the minutes that the core path of a lesson takes: words, tasks, questions."""
    seen = [seen_of(cell) for cell in core_cells(notebook)]
    tasks = [
        task for cell in core_cells(notebook) if cell.cell_type == "markdown" for task in TASK.findall(cell.source)
    ]
    questions = sum(seen_of(cell).count("<section>") for cell in core_cells(notebook) if "QuizForm" in cell.source)
    reading = sum(len(visible_words(text)) for text in seen) / WORDS_A_MINUTE
    doing = sum(MINUTES_OF[task] for task in tasks) + questions * MINUTES_OF["question"]
    return reading + doing


WITH_TIME = [path for path in LESSONS if MINUTES.search(markdown_of(path)[0])]


def test_every_lesson_states_its_minutes():
    assert [name_of(path) for path in LESSONS if path not in WITH_TIME] == ["00-start-here", "12-for-the-class"]


ANATOMY = [
    r"When you are done, you can",
    r"\*\*The question:\*\*",
    r"^## Check yourself",
    r"^## In short",
    r"^## Sources",
    r"<summary>For the instructor</summary>",
]


@pytest.mark.parametrize("path", WITH_TIME, ids=name_of)
def test_every_lesson_has_the_same_anatomy(path):
    told = "\n\n".join(markdown_of(path))
    found = [len(re.findall(part, told, re.MULTILINE)) for part in ANATOMY]
    assert found == [1] * len(ANATOMY), dict(zip(ANATOMY, found, strict=True))


@pytest.mark.parametrize("path", WITH_TIME, ids=name_of)
def test_the_core_path_is_read_and_done_in_the_minutes_that_a_lesson_states(path):
    stated = int(MINUTES.search(markdown_of(path)[0])[1])
    needed = minutes_needed(notebook_of(path))
    assert needed <= stated, f"{needed:.1f} minutes: fold more of it under a heading More, shorten it, or state more"


def test_a_fold_hides_its_words_and_a_summary_and_an_open_fold_show_theirs():
    page = "a <details><summary>b</summary>c<details><summary>d</summary>e</details></details> f<script>g</script>"
    assert visible_words(page) == ["a", "b", "f"]
    assert visible_words("<details open><summary>b</summary>c</details>") == ["b", "c"]


def test_what_stands_under_more_is_no_part_of_the_core_path():
    texts = ["# Title", "## More: one", "in it", "### Deeper", "### More: two", "in it", "## Short", "out"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text) for text in texts])
    assert [cell.source for cell in core_cells(notebook)] == ["# Title", "## More: one", "## Short", "out"]


@pytest.mark.parametrize("path", LESSONS, ids=name_of)
def test_every_heading_more_is_folded_by_itself(path):
    for cell in notebook_of(path).cells:
        assert bool(is_more(cell)) == cell.metadata.get("jp-MarkdownHeadingCollapsed", False), cell.source


@pytest.mark.parametrize("path", LESSONS, ids=name_of)
def test_every_task_has_its_answer_folded(path):
    for text in markdown_of(path):
        ends = [*(task.start() for task in TASK.finditer(text)), len(text)]
        for start, end in pairwise(ends):
            task = text[start:end]
            assert re.search(r"<details><summary>[^<]*answer[^<]*</summary>", task, re.IGNORECASE), task[:100]


@pytest.mark.parametrize("path", LESSONS, ids=name_of)
def test_a_long_table_opens_with_ten_rows(path):
    for cell in notebook_of(path).cells:
        for output in cell.get("outputs", []):
            closed = re.sub(r"<details>.*?</details>", "", output.data.get("text/html", ""), flags=re.DOTALL)
            # Without headings it is a card of facts, which is read as a whole.
            for rows in re.findall(r"</thead><tbody>(.*?)</table>", closed, re.DOTALL):
                assert rows.count("<tr") <= 10, cell.source


# Words of the glossary


@pytest.mark.parametrize("path", LESSONS, ids=name_of)
def test_the_meaning_of_a_marked_word_is_the_glossarys_of_today(path):
    told = markdown_of(path)
    assert told == explained(told, meanings()), "run `make notebooks`"


def test_a_marked_word_shows_its_meaning_by_hovering_and_in_a_fold():
    meaning_of = {"trigger point": 'A "tender" spot.'}
    (shown,) = explained(["Press a <abbr>Trigger points</abbr>.\n\nThen wait."], meaning_of)
    assert shown.startswith('Press a <abbr title="A &quot;tender&quot; spot.">Trigger points</abbr>.\n\n<details ')
    assert "<summary>In plain words: trigger point</summary>" in shown and shown.endswith("</details>\n\nThen wait.")
    # Made anew with another meaning, nothing of the old one stays.
    assert explained([shown], {"trigger point": "New."}) == explained(
        ["Press a <abbr>Trigger points</abbr>.\n\nThen wait."], {"trigger point": "New."}
    )


def test_the_list_of_a_lessons_words_holds_what_it_uses():
    meaning_of = {"fascia": "A sheet.", "trigger point": "A spot.", "kappa": "A number."}
    told = ['<abbr data-word="trigger point">one</abbr>, <abbr>fascia</abbr>', '<dl class="words"></dl>']
    assert words_used(told, meaning_of) == ["fascia", "trigger point"]
    assert "A sheet." in explained(told, meaning_of)[1] and "A number." not in explained(told, meaning_of)[1]


def test_a_word_that_the_glossary_does_not_have_is_named_with_the_nearest():
    with pytest.raises(KitError, match=r'no word "trigger-point"\. Did you mean "trigger point"'):
        explained(["<abbr>trigger-point</abbr>"], {"trigger point": "A spot."})


# Links


def links_of(path):
    text = "\n".join(markdown_of(path)) if path.suffix == ".ipynb" else path.read_text(encoding="utf-8")
    without_code = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    return re.findall(r"\]\(<?([^()\s]+(?:\([^()]*\))?[^()\s]*)>?\)", without_code) + re.findall(
        r'\b(?:href|src)="([^"]+)"', without_code
    )


def anchors_of(path):
    """Return what a link may name behind its #: headings, as JupyterLab writes them in lessons and GitHub in pages."""
    text = "\n".join(markdown_of(path)) if path.suffix == ".ipynb" else path.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE)
    if path.suffix == ".ipynb":
        return {heading.replace(" ", "-") for heading in headings}
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def fault_of(link, path):
    """Return what is wrong with a link, or nothing."""
    address = urlparse(link)
    if address.scheme or link.startswith("//"):
        is_sound = address.scheme in ("http", "https", "mailto") and ("." in address.netloc or "@" in address.path)
        return "" if is_sound else "no address of the web"
    target = path.parent / unquote(address.path) if address.path else path
    if not target.exists():
        return "no such file"
    if address.fragment and target.suffix in (".ipynb", ".md"):
        return "" if unquote(address.fragment) in anchors_of(target) else "no such heading"
    return ""


@pytest.mark.parametrize("path", [*LESSONS, *PAGES], ids=lambda path: path.name)
def test_every_link_leads_somewhere(path):
    faults = {link: fault for link in links_of(path) if (fault := fault_of(link, path))}
    assert faults == {}


@pytest.mark.parametrize(
    "link, fault",
    [
        ("01-meet-the-modalities.ipynb", ""),
        ("01-meet-the-modalities.ipynb#What-is-it?", ""),
        ("#nowhere", "no such heading"),
        ("../docs/teaching.txt", "no such file"),
        ("https://example", "no address of the web"),
        ("htps://example.org", "no address of the web"),
    ],
)
def test_a_link_that_leads_nowhere_is_found(link, fault):
    assert fault_of(link, LESSONS[1]) == fault
