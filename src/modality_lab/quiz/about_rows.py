"""Questions about exploring tables: rows that a filter keeps, numbers that nobody stated, and what an average hides."""

from modality_lab.quiz.asked import Computed, NothingToAsk, choice_of, names_of, wrong_numbers
from modality_lab.tables import Tables
from modality_lab.words import counted, plain

FAR_APART = 1.2
"""An average that is so many times the middle is asked about."""


def rows_that_a_filter_keeps(tables: Tables) -> Computed:
    """Ask how many techniques are done at the speed that occurs most often.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        The number, with that of the rows left out and that of all rows as mistakes.

    Raises
    ------
    NothingToAsk
        When there is only one speed.
    """
    speeds = tables.hands["speed"]
    counts = speeds[speeds != ""].value_counts()
    if len(counts) < 2:
        raise NothingToAsk
    speed, kept = plain(counts.index[0]), int(counts.iloc[0])
    mistakes = {
        len(speeds): f"That is the whole table. Under “Only some rows?”, choose “Speed” and tick “{speed}”.",
        len(speeds) - kept: "So many are left out. The question asks for those that stay.",
    }
    right = choice_of("kept", str(kept), True, f"{kept} of {counted(len(speeds), 'row')} stay.")
    return Computed(
        {"speed": speed, "kept": str(kept), "rows": counted(len(speeds), "row")},
        (right, *wrong_numbers(mistakes, kept)),
    )


def rows_without_a_number(tables: Tables) -> Computed:
    """Ask for how many findings nobody stated how many people were counted.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        The number, with that of the findings with a number and that of all findings as mistakes.

    Raises
    ------
    NothingToAsk
        When the number is stated for all findings, or for none.
    """
    people = tables.evidence["participants"]
    without, stated = int(people.isna().sum()), int(people.count())
    if not without or not stated:
        raise NothingToAsk
    mistakes = {
        stated: "These have a dot. The question asks for those that have none.",
        len(people): "That is the whole table. Most of its rows may have a dot.",
    }
    right = choice_of("without", str(without), True, "The sentence says it in brackets.")
    return Computed(
        {"without": str(without), "findings": counted(len(people), "finding")},
        (right, *wrong_numbers(mistakes, without)),
    )


def average_and_middle(tables: Tables) -> Computed:
    """Ask why the average number of people counted lies far above the middle.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        The reason, and two mistakes.

    Raises
    ------
    NothingToAsk
        When the average does not lie far above the middle.
    """
    people = tables.evidence["participants"].dropna().astype(float)
    if people.empty or people.mean() < FAR_APART * people.median():
        raise NothingToAsk
    average, middle, largest = (f"{round(each):,}" for each in (people.mean(), people.median(), people.max()))
    choices = (
        choice_of("mistake", "One of the two is a mistake.", False,
                  "They look as if they should agree. Both are right, and they answer different questions."),
        choice_of("few", "A few very large numbers pull it up.", True,
                  f"The largest is {largest}. It moves the average a lot, and the middle hardly at all."),
        choice_of("usual", f"About {average} people is usual.", False,
                  f"An average sounds like the usual case. Half of the findings count {middle} people or fewer."),
    )  # fmt: skip
    return Computed({"average": average, "middle": middle, "largest": largest}, choices)


def bars_of_a_list(tables: Tables) -> Computed:
    """Ask why the bars of the topics add up to more than there are cases.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        The reason, and two mistakes.

    Raises
    ------
    NothingToAsk
        When no case has several topics.
    """
    cases, topics = len(tables.cases), int(tables.cases["topics"].str.split().str.len().sum())
    if topics <= cases:
        raise NothingToAsk
    choices = (
        choice_of("more", f"There are {topics} cases after all.", False,
                  f"The bars look like cases. They count topics: {cases} cases have {topics} of them."),
        choice_of("several", "One case stands in several bars.", True,
                  "Each of its topics has a bar, and the case is counted in all of them."),
        choice_of("twice", "Some rows stand in the table twice.", False,
                  f"It looks like it. The table has each of the {cases} cases once."),
    )  # fmt: skip
    return Computed({"cases": str(cases), "topics": str(topics)}, choices)


def more_rows_of_one(tables: Tables) -> Computed:
    """Ask what it shows that one modality has more rows of benefits than another.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        What it shows, and two mistakes.

    Raises
    ------
    NothingToAsk
        When all modalities have the same number of rows.
    """
    counts = tables.benefits["modality"].value_counts()
    if len(counts) < 2 or counts.iloc[0] == counts.iloc[-1]:
        raise NothingToAsk
    names = names_of(tables)
    most, fewest = (names[counts.index[end]] for end in (0, -1))
    choices = (
        choice_of("helps", "It helps with more complaints.", False,
                  "More rows look like more help. Each row is only something that a source says."),
        choice_of("named", "The source names more for it.", True,
                  "A source that writes more about one modality gives it more rows."),
        choice_of("studied", "It has been studied more often.", False,
                  "A benefit in this table is a claim. Studies stand in the table “Evidence”."),
    )  # fmt: skip
    words = {"most": most, "fewest": fewest, "number": str(counts.iloc[0]), "other": str(counts.iloc[-1])}
    return Computed(words, choices)
