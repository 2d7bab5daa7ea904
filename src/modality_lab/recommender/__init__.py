"""Recommend a modality for a client's answers, with safety first, and say exactly why."""

from modality_lab.recommender.answers import SAFETY_ASKED, AnswerError, number_given
from modality_lab.recommender.asking import ASKED_NONE, ASKED_YES
from modality_lab.recommender.cases import answers_of_case
from modality_lab.recommender.clients import recommend_many
from modality_lab.recommender.given import plain_answers
from modality_lab.recommender.recommendation import Recommendation, recommend
from modality_lab.recommender.result_page import TEACHING_NOTE, result_html, result_page

__all__ = [
    "ASKED_NONE",
    "ASKED_YES",
    "SAFETY_ASKED",
    "TEACHING_NOTE",
    "AnswerError",
    "Recommendation",
    "answers_of_case",
    "number_given",
    "plain_answers",
    "recommend",
    "recommend_many",
    "result_html",
    "result_page",
]
