"""Make the pictures of README.md: the form as a page, one chart, and the body with one pattern.

Usage: python src/tools/draw_pictures.py
"""

import tempfile
from pathlib import Path

import browser

from modality_lab import body_map, charts, load_tables

PICTURES = Path(__file__).parents[1] / "pictures"


def draw_form(path: Path) -> None:
    """Take a picture of the form with a client filled in whose answers pull both ways."""
    with (
        tempfile.TemporaryDirectory() as folder,
        browser.open_browser() as chromium,
        browser.serve_form(Path(folder)) as address,
    ):
        page = chromium.new_page(viewport={"width": 1180, "height": 960})
        page.goto(address)
        page.locator(".ml-panel").wait_for(timeout=60_000)
        form = page.locator(".ml-form").first
        for none in form.get_by_label("none of these").all():
            none.check()
        form.get_by_label("relaxation").check()
        form.get_by_text("6 of 8 points").first.wait_for()
        form.evaluate("form => form.scrollIntoView({ block: 'start' })")
        page.evaluate("document.activeElement.blur()")
        page.screenshot(path=path, clip={"x": 110, "y": 0, "width": 960, "height": 880})


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    draw_form(PICTURES / "form.png")
    (PICTURES / "benefit-overlap.png").write_bytes(charts.benefit_overlap(load_tables()).png)
    (PICTURES / "body.png").write_bytes(body_map(muscle="infraspinatus").picture.png)
