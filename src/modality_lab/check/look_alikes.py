"""Ids that nearly match, as by a slip of the pen, and do not differ by a word that carries a meaning of its own."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from modality_lab.words import likeness, shared_traits, traits_of

NEARLY_THE_SAME = 0.85
"""How alike two ids are, from 0 to 1 as `difflib` measures it, that differ like a slip of the pen."""

MOST_COMPARED = 700
"""So many ids are compared with each other, a series such as `step_1`, `step_2` as one: it grows with the square."""

LONGEST_COMPARED = 100
"""Letters: an id that is longer is not compared."""

_MOST_LETTERS_COMPARED = 2_000_000
_ALIKE_AT_FIRST_SIGHT = 0.65
_SAME_WORD = 0.7
_NEARLY_THE_SAME_LETTERS = 0.92
_NUMBER = re.compile(r"\d+")

# Words that look alike or begin alike and yet say different things: two ids that differ in one of them are siblings.
_TELLING_WORDS = """
left right upper lower under inner outer inside outside internal external intern extern front back forward backward
anterior posterior superior inferior superficial deep medial lateral median medius minimus maximus major minor
longus brevis proximal distal supine prone supination pronation supinator pronator flexion extension flexor extensor
abduction adduction abductor adductor inversion eversion elevation depression acute subacute chronic active passive
static dynamic before after pre post above below behind with without short long light strong hot cold hypertension
hypotension hypertonic hypotonic hyper hypo male female men women man woman first second third fourth fifth sixth
seventh eighth ninth tenth one two three four five six seven eight nine ten i ii iii iv v vi vii viii ix x shoulder
shin hand hamstring neck nerve chest cheek thumb thigh finger fist foot forearm arm ankle
"""
_TELLING = frozenset(_TELLING_WORDS.split())


@dataclass(frozen=True)
class LookAlikes:
    """What a look for ids that nearly match has found.

    Attributes
    ----------
    groups : list of list of str
        Ids that nearly match the first of their group.
    left_out : int
        How many ids were not compared, as it would take too long.
    """

    groups: list[list[str]]
    left_out: int


def look_alikes(ids: Iterable[str]) -> LookAlikes:
    """Look for ids that nearly match.

    Parameters
    ----------
    ids : iterable of str
        The ids of one column, each once.

    Returns
    -------
    LookAlikes
        The groups in the order in which their first stands.

    Examples
    --------
    >>> look_alikes(["posture", "stress_reduction", "postures", "stress_relief", "left_leg", "right_leg"]).groups
    [['posture', 'postures'], ['stress_reduction', 'stress_relief']]
    >>> look_alikes(f"technique_{number}" for number in range(30)).groups
    []
    """
    # The ids of a series stand for each other: they differ in their number alone.
    series: dict[str, list[str]] = {}
    for identifier in ids:
        series.setdefault(_NUMBER.sub("0", identifier), []).append(identifier)
    known, letters_compared, left_out = _Known(), 0, 0
    for number, (form, members) in enumerate(series.items()):
        is_too_much = number >= MOST_COMPARED or letters_compared > _MOST_LETTERS_COMPARED
        if is_too_much or len(form) > LONGEST_COMPARED:
            left_out += len(members)
        else:
            letters_compared += known.add(form, members[0])
    return LookAlikes([group for group in known.groups.values() if len(group) > 1], left_out)


@dataclass
class _Known:
    """The ids looked at so far, in groups, each under the form of its first."""

    groups: dict[str, list[str]] = field(default_factory=dict)
    _traits: dict[str, int] = field(default_factory=dict)
    _by_beginning: dict[str, str] = field(default_factory=dict)

    def add(self, form: str, identifier: str) -> int:
        """Put an id to those that it nearly matches, or begin a group; return how many letters were compared for it."""
        beginnings, traits, compared = list(_beginnings(form)), traits_of(form), 0
        first = next((self._by_beginning[each] for each in beginnings if each in self._by_beginning), None)
        if first is None:
            for other, other_traits in self._traits.items():
                if shared_traits(traits, other_traits) >= _ALIKE_AT_FIRST_SIGHT:
                    compared += len(form) * len(other)
                    if is_slip(form, other):
                        first = other
                        break
        if first is None:
            self._traits[form] = traits
        first = first or form
        self.groups.setdefault(first, []).append(identifier)
        for each in beginnings:
            self._by_beginning.setdefault(each, first)
        return compared


def _beginnings(form: str) -> Iterator[str]:
    """Yield an id of several words with each of its long words cut to how it begins, such as `stress_re`."""
    words = form.split("_")
    for at, word in enumerate(words):
        if len(words) > 1 and len(word) > 3 and word not in _TELLING:
            yield "_".join([*words[:at], f"{word[:2]}*", *words[at + 1 :]])


def is_slip(one: str, other: str) -> bool:
    """Return whether two ids differ like a slip of the pen.

    Parameters
    ----------
    one, other : str
        The ids.

    Returns
    -------
    bool
        Whether they are nearly the same, and differ in no word that carries a meaning of its own.

    Examples
    --------
    >>> is_slip("posture", "postures"), is_slip("trigger_point_work", "triggerpoint_work")
    (True, True)
    >>> is_slip("release_of_the_left_shoulder", "release_of_the_right_shoulder"), is_slip("flexibility", "circulation")
    (False, False)
    """
    words, others = one.split("_"), other.split("_")
    if _TELLING & set(words).symmetric_difference(others):
        return False
    if len(words) != len(others):
        one, other = "".join(words), "".join(others)
        return abs(len(one) - len(other)) < 3 and likeness(one, other) >= _NEARLY_THE_SAME_LETTERS
    differing = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
    return likeness(one, other) >= NEARLY_THE_SAME and all(likeness(*pair) >= _SAME_WORD for pair in differing)
