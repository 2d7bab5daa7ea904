"""What single lessons need: folders to practise in, and the exercise of adding a modality."""

from modality_lab.lessons.exercise import Exercise
from modality_lab.lessons.lines import Notice
from modality_lab.lessons.practice import EXAMPLES, PracticeFolder, copy_tables, practice_folder

__all__ = ["EXAMPLES", "Exercise", "Notice", "PracticeFolder", "copy_tables", "practice_folder"]
