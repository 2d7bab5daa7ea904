"""Made-up clients for the property tests: any answers that the form allows."""

from hypothesis import strategies as st

from modality_lab import load_tables

TABLES = load_tables()
CAUTIONS = TABLES.cautions
STOPS = (CAUTIONS["kind"] == "red_flag") | (
    (CAUTIONS["kind"] == "absolute") & (CAUTIONS["applies_to"] == "all_massage")
)
RED_FLAGS = CAUTIONS.loc[CAUTIONS["kind"] == "red_flag", "flag"].unique().tolist()
STOPPING_FLAGS = CAUTIONS.loc[STOPS, "flag"].unique().tolist()
OTHER_FLAGS = sorted(set(CAUTIONS["flag"]) - set(STOPPING_FLAGS))

QUESTIONS = TABLES.questions.query("answers_from != 'cautions'").set_index("question")["kind"].to_dict()
ANSWERS = TABLES.offered_answers.groupby("question", sort=False)["answer"].agg(list).to_dict()


def answers():
    """Any answers, also with health flags that do not stop everything."""
    values = {
        "one": st.sampled_from,
        "several": lambda allowed: st.lists(st.sampled_from(allowed), max_size=4),
        "minutes": lambda allowed: st.integers(0, 240) | st.floats(0, 240),
    }
    flags = {"health_flags": st.lists(st.sampled_from(OTHER_FLAGS), max_size=2)}
    return st.fixed_dictionaries(
        {}, optional=flags | {question: values[kind](ANSWERS[question]) for question, kind in QUESTIONS.items()}
    )
