"""Forms and live tables for a notebook or a page."""

from modality_lab.forms.body_map import BodyMap, body_map
from modality_lab.forms.case_form import CaseForm
from modality_lab.forms.check_form import CheckForm
from modality_lab.forms.class_form import ClassForm
from modality_lab.forms.evidence_explorer import EvidenceExplorer
from modality_lab.forms.explorer import Explorer, TableForm
from modality_lab.forms.form import ChoiceForm, Form
from modality_lab.forms.handout_form import HandoutForm
from modality_lab.forms.live_table import LiveTable
from modality_lab.forms.modality_explorer import ModalityExplorer
from modality_lab.forms.quiz_form import QuizForm
from modality_lab.forms.recommendation_form import RecommendationForm
from modality_lab.forms.survey_explorer import SurveyExplorer
from modality_lab.forms.table_explorer import TableExplorer
from modality_lab.forms.two_clients import TwoClients
from modality_lab.forms.weights_form import WeightsForm

__all__ = [
    "BodyMap",
    "CaseForm",
    "CheckForm",
    "ChoiceForm",
    "ClassForm",
    "EvidenceExplorer",
    "Explorer",
    "Form",
    "HandoutForm",
    "LiveTable",
    "ModalityExplorer",
    "QuizForm",
    "RecommendationForm",
    "SurveyExplorer",
    "TableExplorer",
    "TableForm",
    "TwoClients",
    "WeightsForm",
    "body_map",
]
