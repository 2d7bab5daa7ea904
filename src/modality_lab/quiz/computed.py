"""Questions about the rows of a table, worked out from these rows: change one, and question and key follow.

Each function of `COMPUTED` takes the tables and returns the words and choices of one question. Where the tables do not
have what it asks about, it raises `NothingToAsk`.
"""

from collections.abc import Callable
from functools import partial

from modality_lab.quiz import about_body, about_clients, about_evidence, about_modalities, about_rows
from modality_lab.quiz.asked import Computed
from modality_lab.tables import Tables

COMPUTED: dict[str, Callable[[Tables], Computed]] = {
    **{
        each.__name__: each
        for each in (
            about_modalities.techniques_of_modalities,
            about_modalities.reasons_to_choose,
            about_modalities.longest_session,
            about_modalities.lengths_that_suit_all,
            about_modalities.shared_benefits,
            about_modalities.ends_of_a_scale,
            about_clients.flags_that_refer_on,
            about_clients.left_out_for_safety,
            about_modalities.points_of_a_client,
            about_modalities.answers_that_count_for_several,
            about_evidence.verdicts_of_claims,
            about_evidence.claims_of_a_verdict,
            about_evidence.ladder_of_designs,
            about_evidence.sites_that_count,
            about_evidence.sites_that_name_a_pressure,
            about_body.felt_where,
            about_body.pressed_where,
            about_body.felt_in_front,
            about_body.under_careful_hands,
            about_rows.rows_that_a_filter_keeps,
            about_rows.rows_without_a_number,
            about_rows.average_and_middle,
            about_rows.bars_of_a_list,
            about_rows.more_rows_of_one,
        )
    },
    **{name: partial(about_clients.about_a_client, fits) for name, fits in about_clients.CLIENTS.items()},
}
"""The questions that are worked out, by the names that `quiz.csv` knows them by."""
