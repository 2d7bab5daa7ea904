"""The sheets that are made from the tables: to compare, to look up, and to fill in by hand."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from modality_lab.cases import Case, decisions
from modality_lab.charts import body_picture
from modality_lab.handouts.sheet import Sheet, blank_lines, for_name
from modality_lab.markup import Html, bullets, element, html, table
from modality_lab.tables import Tables
from modality_lab.words import KitError, did_you_mean, listed, plain, sentence_case

MOST_BENEFITS = 8


def comparison_sheet(tables: Tables) -> Sheet:
    """Set the modalities side by side on one page.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Sheet
        A column for each of at most four modalities.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> comparison_sheet(load_tables()).title
    'Neuromuscular therapy and deep tissue massage compared'
    """
    shown = tables.modalities.head(4)
    columns = [_facts_of(row, tables) for row in shown.itertuples(index=False)]
    heads = ["About", *shown["name"]]
    rows = [[fact, *(each[fact] for each in columns)] for fact in columns[0]]
    left_out = len(tables.modalities) - len(shown)
    more = f" {left_out} more modalities stand in the tables." if left_out else ""
    note = (
        "What a benefit is said to be is a claim, not a finding: the source names no study. "
        f"The positions on the scales are our reading.{more}"
    )
    names = listed([shown["name"].iloc[0], *(_lower(name) for name in shown["name"].iloc[1:])])
    body = html(table(rows, heads, row_heads=True), element("p", note, class_="ml-small"), _think())
    return Sheet("comparison", f"{names} compared", body)


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def _think() -> Html:
    """Ask for what a student finds out, as blanks are filled in better than a full sheet is read."""
    return html(
        element("h2", "In your own words"),
        element("p", "The greatest difference is:"),
        blank_lines(1),
        element("p", "What both have in common:"),
        blank_lines(1),
    )


def _facts_of(row: Any, tables: Tables) -> dict[str, Html | str]:
    def of(name: str) -> pd.DataFrame:
        frame: pd.DataFrame = getattr(tables, name)
        return frame[frame["modality"] == row.modality]

    session = of("sessions")
    benefits = of("benefits")
    listed_benefits = benefits[benefits["basis"] == "listed"]["benefit"].map(plain).to_list()
    return {
        "What it is": row.definition,
        "Usual session": "; ".join(
            f"{each.min_minutes} to {each.max_minutes} minutes" for each in session.itertuples()
        ),
        "How often": "; ".join(session["frequency_note"]),
        "What the hands do": bullets(sentence_case(plain(each)) for each in of("techniques")["technique"]),
        "Benefits on the source's list": bullets(map(sentence_case, listed_benefits[:MOST_BENEFITS])),
        "What it is said to suit": bullets(dict.fromkeys(_suits(of("rules"), tables))),
    }


def _suits(rules: pd.DataFrame, tables: Tables) -> Iterator[str]:
    labels = tables.offered_answers.set_index(["question", "answer"])["label"]
    for row in rules[rules["basis"] == "reason_to_choose"].itertuples():
        label = labels.get((row.question, row.answer))
        if label is not None and row.question in ("conditions", "goals", "pain_pattern"):
            yield sentence_case(str(label))


def muscle_sheet(tables: Tables, muscle: str) -> Sheet:
    """Show where a muscle is pressed and where its pain is felt, with room to write.

    Parameters
    ----------
    tables : Tables
        The tables.
    muscle : str
        The id of the muscle in `trigger_points.csv`.

    Returns
    -------
    Sheet
        The sheet.

    Raises
    ------
    KitError
        When there is no such muscle.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> muscle_sheet(load_tables(), "piriformis").title
    'Press here, felt there: piriformis'
    """
    rows = tables.trigger_points.set_index("muscle")
    if muscle not in rows.index:
        raise KitError(f'There is no muscle "{muscle}".{did_you_mean(muscle, rows.index)} See trigger_points.csv.')
    row = rows.loc[muscle]
    felt = tables.referred_pain[tables.referred_pain["muscle"] == muscle]
    names = dict(tables.regions[["region", "name"]].itertuples(index=False, name=None))
    marks: dict[tuple[str, str], set[str]] = {(row["region"], row["view"]): {"pressed"}}
    for region, view in felt[["region", "view"]].itertuples(index=False):
        marks.setdefault((region, view), set()).add("felt")
    sites = tables.caution_sites[tables.caution_sites["region"] == row["region"]]
    care = [f"{site.name} ({site.structures}): {site.action}" for site in sites.itertuples()]
    body = html(
        body_picture(marks, names)._repr_html_(),
        element("p", element("strong", "Everyday complaint: "), sentence_case(row["complaint"])),
        element("p", element("strong", "Often confused with: "), row["confused_with"])
        if row["confused_with"]
        else None,
        html(element("p", element("strong", "Take care here:")), bullets(care)) if care else None,
        element("p", "Commonly taught patterns; people differ. Ask, and feel.", class_="ml-small"),
        element("p", "What your client felt, and where:"),
        blank_lines(3),
    )
    return Sheet(f"muscle-{muscle}", f"Press here, felt there: {row['name']}", body)


def case_sheet(tables: Tables, case: Case, with_answer: bool = False) -> Sheet:
    """Give a client to decide about by hand, with or without the answer.

    Parameters
    ----------
    tables : Tables
        The tables.
    case : Case
        The client.
    with_answer : bool
        Whether what a careful educator decides stands below.

    Returns
    -------
    Sheet
        The sheet.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> from modality_lab.cases import case_of
    >>> case_sheet(load_tables(), case_of("tess_race_tomorrow")).name
    'case-tess_race_tomorrow'
    """
    words = decisions(tables)
    tasks = html(
        for_name(),
        element("blockquote", case.story),
        element("p", "Safety: what does the story say, and what has nobody asked yet?"),
        blank_lines(3),
        element("p", "What else does the client say that matters (where, wishes, time, visits)?"),
        blank_lines(3),
        element("p", "Decide: ", "   ".join(f"☐ {each}" for each in words.values())),
        element("p", "How sure?  ☐ not sure   ☐ fairly sure   ☐ sure"),
        element("p", "Why?"),
        blank_lines(3),
        element("p", "What would you ask next?"),
        blank_lines(2),
    )
    answer = html(
        element("h2", "What a careful educator decides"),
        element("p", element("strong", words[case.decision]), ". ", case.good_answer),
        element("p", element("strong", "Ask next: "), case.ask_next),
        element("p", element("strong", "The common mistake: "), f"{case.wrong_answer} {case.why_it_is_wrong}"),
    )
    name = f"case-{case.case}{'-answer' if with_answer else ''}"
    body = html(element("blockquote", case.story), answer) if with_answer else tasks
    return Sheet(name, f"Client: {case.title}", body)


def glossary_sheet(tables: Tables) -> Sheet:
    """List the words of the field.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Sheet
        A row for each word.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> glossary_sheet(load_tables()).title
    'Words of the field'
    """
    rows = sorted(
        tables.glossary[["term", "meaning"]].itertuples(index=False, name=None), key=lambda row: row[0].lower()
    )
    return Sheet("glossary", "Words of the field", table(rows, ["Word", "What it means"], row_heads=True))


def honest_words_sheet(tables: Tables) -> Sheet:
    """List what to say to a client in place of a promise.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Sheet
        A row for each promise.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> honest_words_sheet(load_tables()).title
    'Honest words to a client'
    """
    rows = tables.honest_words[["instead_of", "say"]].itertuples(index=False, name=None)
    return Sheet("honest-words", "Honest words to a client", table(rows, ["Instead of", "Say"]))


def safety_sheet(tables: Tables) -> Sheet:
    """List what every client is asked first, with room for a tick, and what a yes may ask for at once.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Sheet
        The card for the treatment room.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> safety_sheet(load_tables()).title
    'Safety first: ask every client'
    """
    asked = tables.safety_questions.sort_values("position")
    tick = element("span", "☐ no\u2003☐ yes", style="white-space: nowrap")
    rows = [(element("strong", row.group), row.question, tick) for row in asked.itertuples()]
    stops = tables.cautions[tables.cautions["kind"] == "red_flag"].drop_duplicates("flag")
    now = stops[stops["action"].str.contains("emergency", case=False)]
    note = (
        "A yes does not end the visit: it asks for the next question. Nothing ticked does not mean that all is well. "
        "Your school's policy stands above this card."
    )
    body = html(
        table(rows, ["About", "Ask", "Answer"]),
        element("h2", "Call the emergency number at once, and give no massage", class_="ml-new-sheet"),
        bullets(sentence_case(label) for label in now["label"]),
        element("p", note),
    )
    return Sheet("safety", "Safety first: ask every client", body)
