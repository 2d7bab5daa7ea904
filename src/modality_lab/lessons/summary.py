"""The end of a lesson: what it said, in the words of the tables."""

from modality_lab.lessons.lines import Notice
from modality_lab.markup import bullets


def in_short(*said: object) -> Notice:
    """Return what a lesson said, a line for each thing.

    Parameters
    ----------
    *said : object
        Sentences, and charts of which the sentence counts: so a summary follows the tables as the charts do.

    Returns
    -------
    Notice
        The lines.

    Examples
    --------
    >>> in_short("A claim is not yet a finding.", "Ask before you press.")
    - A claim is not yet a finding.
    - Ask before you press.
    """
    lines = [str(each) for each in said]
    return Notice("\n".join(f"- {line}" for line in lines), bullets(lines))
