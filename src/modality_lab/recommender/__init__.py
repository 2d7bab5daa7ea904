"""Recommend a modality for a client's answers, with safety first, and say exactly why."""

from modality_lab.recommender.recommendation import AnswerError, Recommendation, recommend
from modality_lab.recommender.result_page import TEACHING_NOTE, result_html, result_page

__all__ = ["TEACHING_NOTE", "AnswerError", "Recommendation", "recommend", "result_html", "result_page"]
