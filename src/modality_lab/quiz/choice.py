"""What can be answered to a question of a quiz."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """Something that can be answered to an item.

    Attributes
    ----------
    choice : str
        Its id within the item; the id of an area of the body, where the item asks for areas.
    text : str
        Its words; the digits, where the item asks for a number.
    key : str
        "right" or "wrong"; its place, from "1", in an order; the words that belong to it, in pairs.
    feedback : str
        What is said to who chose it, or placed it wrongly.
    """

    choice: str
    text: str
    key: str
    feedback: str

    @property
    def is_right(self) -> bool:
        """Whether it is a right answer, where one, several, a number or areas are asked for.

        Returns
        -------
        bool
            Whether its key is "right".
        """
        return self.key == "right"
