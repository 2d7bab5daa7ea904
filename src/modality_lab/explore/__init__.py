"""Explore any table: columns, filters, a grouping and a picture, and the lines of pandas that do just this."""

from modality_lab.explore.choice import PICTURES, Choice
from modality_lab.explore.columns import Columns
from modality_lab.explore.filters import Numbers, Words
from modality_lab.explore.own_files import read_own_files
from modality_lab.explore.pictures import picture
from modality_lab.explore.readable import ReadableTables

__all__ = ["PICTURES", "Choice", "Columns", "Numbers", "ReadableTables", "Words", "picture", "read_own_files"]
