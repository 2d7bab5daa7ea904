"""Recommend a modality for a client's answers, with safety first, and say exactly why."""

from modality_lab.recommender.recommendation import AnswerError, Recommendation, recommend

__all__ = ["AnswerError", "Recommendation", "recommend"]
