"""Check yourself: questions on each lesson, what is said to each answer, and an exam on paper."""

from modality_lab.quiz.cards import FlashCards, flash_cards
from modality_lab.quiz.exam import Exam, exam
from modality_lab.quiz.item import Item, items
from modality_lab.quiz.marking import Marked, mark

__all__ = ["Exam", "FlashCards", "Item", "Marked", "exam", "flash_cards", "items", "mark"]
