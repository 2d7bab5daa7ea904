"""Show a recommendation as HTML: in a notebook, in the form, and as a page to print."""

import math
import re
from html import escape

from modality_lab import static
from modality_lab.charts.chart import STYLE
from modality_lab.recommender.recommendation import ALL_MASSAGE, Caution, Change, Reason, Recommendation
from modality_lab.words import counted, listed, plain, sentence_case

TEACHING_NOTE = (
    "A teaching aid: it counts what the sources say and diagnoses nothing. "
    "A client with a health question goes to a doctor or another qualified clinician."
)

# The colours of the charts, from their one style file.
COLORS = re.findall(r"'([0-9A-F]{6})'", STYLE.read_text(encoding="utf-8"))


def result_html(result: Recommendation) -> str:
    """Return a recommendation as HTML: safety, outcome, points, reasons, conflicts, what would change it.

    `result` comes from `recommend`. Every word of a table is escaped. When the client is referred
    on, the points stand under a heading that sets them aside.

    >>> from modality_lab import recommend
    >>> "These answers pull" in result_html(recommend({"goals": ["posture", "flexibility"]}))
    True
    """
    refers = result.outcome == "refer"
    look = "ml-outcome ml-refer" if refers else "ml-outcome"
    parts = [
        f'<p class="{look}"><strong>{escape(result.sentence)}</strong></p>',
        _cautions(result),
        _caution_sites(result),
    ]
    if refers and result.by_points[0] != "no_answers":
        parts.append(f"<h3>Set aside: what the sources alone would say</h3><p>{escape(result.points_sentence)}</p>")
    if result.by_points[0] != "no_answers":
        parts += [
            _notes(result),
            _points(result),
            _reasons(result),
            _conflicts(result),
            "" if refers else _what_if(result),
        ]
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
    style = static.read("form.css")
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Modality Lab: which modality fits?</title><style>{style}</style></head>"
        '<body class="ml-page"><main><h1>Which modality fits?</h1>'
        '<p class="ml-small">Client or student: ______________________________ Date: ______________</p>'
        f"<h2>The answers</h2><dl>{answers or '<dt>None yet</dt>'}</dl>"
        f"<h2>What they point to</h2>{result_html(result)}</main></body></html>"
    )


NOTHING_TICKED = "Safety first: nothing was ticked. That does not mean that all is well; ask before you begin."
KIND_WORDS = {
    "red_flag": "Refer on",
    "absolute": "No massage of this kind",
    "medical_clearance": "Ask the treating clinician first",
    "local": "Keep off one area",
    "adapt": "Adapt",
}


def _cautions(result: Recommendation) -> str:
    """List what the health flags ask for, the most serious first, each kind under its own words."""
    if not result.caution_rows:
        return f'<p class="ml-small">{NOTHING_TICKED}</p>' if result.answers else ""
    by_kind: dict[str, list[str]] = {}
    for caution in result.caution_rows:
        words = "No massage now" if caution.refers and caution.kind != "red_flag" else KIND_WORDS[caution.kind]
        by_kind.setdefault(words, []).append(_caution(caution))
    items = "".join(
        f'<p class="ml-kind">{escape(words)}</p><ul>{"".join(each)}</ul>' for words, each in by_kind.items()
    )
    sources = _sources(result, (caution.source_id for caution in result.caution_rows))
    look = "ml-safety ml-refer" if result.outcome == "refer" else "ml-safety"
    return f'<section class="{look}" aria-label="Safety"><h3>Safety first</h3>{items}{sources}</section>'


def _caution(caution: Caution) -> str:
    """Say one caution: what was ticked, what to do, and how far it can be trusted."""
    work = "" if caution.applies_to == ALL_MASSAGE else f" ({plain(caution.applies_to)})"
    return (
        f"<li><strong>{escape(sentence_case(caution.label))}</strong>{escape(work)}: {escape(caution.action)} "
        f'<span class="ml-small">{escape(caution.certainty)} ({escape(caution.source_id)})</span></li>'
    )


def _sources(result: Recommendation, cited) -> str:
    titles = "; ".join(
        f"{escape(source)}: {escape(result.rulebook.sources[source])}" for source in dict.fromkeys(cited)
    )
    return f'<p class="ml-small">Sources: {titles}.</p>'


def _caution_sites(result: Recommendation) -> str:
    """Name the places within the chosen areas where hands are careful."""
    if not result.caution_sites:
        return ""
    items = "".join(
        f"<li><strong>{escape(sentence_case(site.name))}</strong>: {escape(site.action)}</li>"
        for site in result.caution_sites
    )
    return f"<details open><summary>Take care within these areas ({len(result.caution_sites)})</summary><ul>{items}</ul></details>"


def _points(result: Recommendation) -> str:
    """Draw the points as squares: they show on every page and on paper, and can be counted."""
    per_square = 1 + max(result.points.values()) // 40
    rows = ""
    for number, (modality, points) in enumerate(result.points.items()):
        squares = "■" * math.ceil(points / per_square)
        out = " (left out)" if modality in result.left_out else ""
        rows += (
            f'<tr><th scope="row">{escape(result.rulebook.names[modality])}{out}</th><td>{counted(points, "point")}</td>'
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
    return f"<h3>Why</h3><ul>{items}</ul>{_sources(result, (reason.source_id for reason in result.reason_rows))}"


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
    now, then = (
        None if a is None else f'"{rules.label(question, a)}"' for a in (change.answer_now, change.answer_then)
    )
    several = rules.questions[question].kind == "several"
    if then is None and several:
        return f"without {now}"
    if then is None:
        return f"left open instead of {now}"
    if now is None:
        return f"{then} as well" if several and question in result.answers else then
    return f"{then} instead of {now}"
