"""Show a recommendation as HTML: in a notebook, in the form, and as a page to print."""

import math
import re
from html import escape
from pathlib import Path

from .charts import STYLE
from .recommender import Change, Reason, Recommendation
from .words import counted, listed, sentence_case

TEACHING_NOTE = (
    "A teaching aid: it counts what the sources say and diagnoses nothing. "
    "A client with a health question goes to a doctor or another qualified clinician."
)

# The colours of the charts, from their one style file.
COLORS = re.findall(r"'([0-9A-F]{6})'", STYLE.read_text(encoding="utf-8"))


def result_html(result: Recommendation) -> str:
    """Return a recommendation as HTML: outcome, points, reasons, conflicts, notes, what would change it.

    `result` comes from `recommend`. Every word of a table is escaped.

    >>> from modality_lab import recommend
    >>> "These answers pull" in result_html(recommend({"goals": ["posture", "flexibility"]}))
    True
    """
    parts = [f'<p class="ml-outcome"><strong>{escape(result.sentence)}</strong></p>']
    if result.outcome != "no_answers":
        parts += [_notes(result), _points(result), _reasons(result), _conflicts(result), _what_if(result)]
    parts.append(f'<p class="ml-small">{escape(TEACHING_NOTE)}</p>')
    return f'<div class="ml-result">{"".join(parts)}</div>'


def result_page(result: Recommendation) -> str:
    """Return a recommendation with its answers as one HTML page that prints on its own.

    `result` comes from `recommend`. The page needs no other file and asks no other host.

    >>> from modality_lab import recommend
    >>> page = result_page(recommend({"minutes": 45}))
    >>> "<dd>45 minutes</dd>" in page
    True
    """
    rules = result.rulebook
    answers = "".join(
        f"<dt>{escape(rules.questions[question].label)}</dt>"
        f"<dd>{escape(listed(rules.label(question, answer) for answer in given))}</dd>"
        for question, given in result.answers.items()
    )
    style = Path(__file__).with_name("form.css").read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Modality Lab: which modality fits?</title><style>{style}</style></head>"
        '<body class="ml-page"><main><h1>Which modality fits?</h1>'
        '<p class="ml-small">Client or student: ______________________________ Date: ______________</p>'
        f"<h2>The answers</h2><dl>{answers or '<dt>None yet</dt>'}</dl>"
        f"<h2>What they point to</h2>{result_html(result)}</main></body></html>"
    )


def _points(result: Recommendation) -> str:
    """Draw the points as squares: they show on every page and on paper, and can be counted."""
    per_square = 1 + max(result.points.values()) // 40
    rows = ""
    for number, (modality, points) in enumerate(result.points.items()):
        squares = "■" * math.ceil(points / per_square)
        rows += (
            f'<tr><th scope="row">{escape(result.rulebook.names[modality])}</th><td>{counted(points, "point")}</td>'
            f'<td style="text-align: left"><span aria-hidden="true" style="color: #{COLORS[number % len(COLORS)]}">{squares}</span></td></tr>'
        )
    scale = "a square is a point" if per_square == 1 else f"a square is {per_square} points"
    return f'<table class="ml-points"><caption>Points ({scale})</caption><tbody>{rows}</tbody></table>'


def _reasons(result: Recommendation) -> str:
    if not result.reason_rows:
        return ""
    by_answer: dict[tuple, list[str]] = {}
    for reason in result.reason_rows:
        by_answer.setdefault((reason.question, reason.answer), []).append(_reason(reason, result))
    items = "".join(
        f"<li>{escape(sentence_case(result.rulebook.label(*answer)))}: {' '.join(reasons)}</li>"
        for answer, reasons in by_answer.items()
    )
    cited = dict.fromkeys(reason.source_id for reason in result.reason_rows)
    sources = "; ".join(f"{escape(source)}: {escape(result.rulebook.sources[source])}" for source in cited)
    return f'<h3>Why</h3><ul>{items}</ul><p class="ml-small">Sources: {sources}.</p>'


def _reason(reason: Reason, result: Recommendation) -> str:
    return (
        f"<strong>{counted(reason.points, 'point')} for {escape(result.rulebook.names[reason.modality])}</strong>. "
        f'{escape(reason.reason)} <span class="ml-small">({escape(reason.source_id)}: {escape(reason.source_section)})</span>'
    )


def _conflicts(result: Recommendation) -> str:
    if not result.conflicts:
        return ""
    items = "".join(f"<li>{escape(conflict)}</li>" for conflict in result.conflicts)
    return f"<h3>Where this points both ways</h3><ul>{items}</ul>"


def _notes(result: Recommendation) -> str:
    return "".join(f"<p>{escape(note)}</p>" for note in result.notes)


def _what_if(result: Recommendation) -> str:
    """List the changes of one answer, those with the same outcome together."""
    if not result.changes:
        return "<h3>What would change this</h3><p>No single answer would change it.</p>"
    groups: dict[tuple, dict[str, list[str]]] = {}
    for change in result.changes:
        # That nothing speaks for any is not the same as that as much speaks for each.
        questions = groups.setdefault((change.outcome, change.modalities, change.points > 0), {})
        questions.setdefault(change.question, []).append(_change(change, result))
    items = ""
    for outcome, questions in groups.items():
        changes = "".join(
            f"<li>{escape(result.rulebook.questions[question].label)} {escape(listed(changes, 'or'))}</li>"
            for question, changes in questions.items()
        )
        items += f"<li><strong>{escape(_outcome(outcome, result))}</strong>, with one of these changes:<ul>{changes}</ul></li>"
    return f"<h3>What would change this</h3><ul>{items}</ul>"


def _outcome(outcome: tuple, result: Recommendation) -> str:
    name, modalities, anything_speaks = outcome
    if name == "no_answers":
        return "No recommendation"
    if not anything_speaks:
        return "Nothing that speaks for one modality over another"
    names = listed(result.rulebook.names[modality] for modality in modalities)
    return f"A tie of {names}" if name == "tie" else names


def _change(change: Change, result: Recommendation) -> str:
    rules, question = result.rulebook, change.question
    now, then = (None if a is None else f'"{rules.label(question, a)}"' for a in (change.answer_now, change.answer_then))
    several = rules.questions[question].kind == "several"
    if then is None and several:
        return f"without {now}"
    if then is None:
        return f"left open instead of {now}"
    if now is None:
        return f"{then} as well" if several and question in result.answers else then
    return f"{then} instead of {now}"
