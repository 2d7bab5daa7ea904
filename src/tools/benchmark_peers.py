"""Peers: other ways to count the same points, each made from the tables of the kit, to stand beside it.

They are installed for this alone, into build/benchmark. A peer that cannot be installed is named, and left out.
"""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from modality_lab import Tables, recommend

FOLDER = Path(__file__).parents[2] / "build" / "benchmark"
PACKAGES = {"zen-engine": "zen", "rule-engine": "rule_engine", "business-rules": "business_rules"}

Client = Mapping[str, Any]
Points = dict[str, int]
Peer = Callable[[Client], Points]


def install() -> list[str]:
    """Install what is not there yet, and return a sentence for each package that is lacking."""
    sys.path.append(str(FOLDER))
    lacking = []
    for package, module in PACKAGES.items():
        if importlib.util.find_spec(module) is None:
            command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(FOLDER), package]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            importlib.invalidate_caches()
            if done.returncode or importlib.util.find_spec(module) is None:
                lacking.append(f"{package} is lacking: it could not be installed here, so it is not measured.")
    return lacking


def peers(tables: Tables) -> dict[str, Peer]:
    """Return each way to count points that is there, by its name; the kit's own comes first."""
    rules = tables.rules.to_dict("records")
    names = tables.modalities["modality"].to_list()
    sessions = {row["modality"]: row for row in tables.sessions.to_dict("records")}
    several = set(tables.questions.loc[tables.questions["kind"] == "several", "question"])
    conditions = [_condition(rule, sessions, several) for rule in rules]
    found: dict[str, Peer] = {
        "Modality Lab, the outcome": lambda client: dict(recommend(client, tables).points),
        "plain if and else": _plain(rules, conditions, names),
    }
    for name, module, make in (
        ("rule-engine", "rule_engine", _rule_engine),
        ("business-rules", "business_rules", _business_rules),
        ("zen-engine", "zen", _zen),
    ):
        if importlib.util.find_spec(module):
            found[name] = make(rules, conditions, names)
    return found


Condition = tuple[str, str, Any]
"""A question, how its answer is compared ("has", "is" or "within"), and with what."""


def _condition(rule: Mapping[str, Any], sessions: Mapping[str, Mapping[str, Any]], several: Iterable[str]) -> Condition:
    if rule["answer"] == "fits_session":
        session = sessions[rule["modality"]]
        return rule["question"], "within", (int(session["min_minutes"]), int(session["max_minutes"]))
    return rule["question"], "has" if rule["question"] in several else "is", rule["answer"]


def _sum(names: Iterable[str], set_off: Iterable[Mapping[str, Any]]) -> Points:
    points = dict.fromkeys(names, 0)
    for rule in set_off:
        points[rule["modality"]] += rule["points"]
    return points


def _plain(rules: list[dict[str, Any]], conditions: list[Condition], names: list[str]) -> Peer:
    """Write the rules as a person would write them by hand, an `if` a rule."""
    lines = ["def count(client):", f"    points = {dict.fromkeys(names, 0)!r}"]
    for rule, (question, how, value) in zip(rules, conditions, strict=True):
        test = {
            "has": f"{value!r} in client[{question!r}]",
            "is": f"client[{question!r}] == {value!r}",
            "within": f"{how == 'within' and value[0]} <= client[{question!r}] <= {how == 'within' and value[1]}",
        }[how]
        lines += [f"    if {test}:", f"        points[{rule['modality']!r}] += {rule['points']}"]
    written: dict[str, Peer] = {}
    exec("\n".join([*lines, "    return points"]), written)
    return written["count"]


def _rule_engine(rules: list[dict[str, Any]], conditions: list[Condition], names: list[str]) -> Peer:
    import rule_engine

    def text(question: str, how: str, value: Any) -> str:
        if how == "within":
            return f"{question} >= {value[0]} and {question} <= {value[1]}"
        return f'"{value}" in {question}' if how == "has" else f'{question} == "{value}"'

    ready = [(rule_engine.Rule(text(*each)), rule) for each, rule in zip(conditions, rules, strict=True)]
    return lambda client: _sum(names, [rule for test, rule in ready if test.matches(client)])


def _business_rules(rules: list[dict[str, Any]], conditions: list[Condition], names: list[str]) -> Peer:
    from business_rules import run_all
    from business_rules.actions import BaseActions, rule_action
    from business_rules.fields import FIELD_NUMERIC, FIELD_TEXT
    from business_rules.variables import (
        BaseVariables,
        numeric_rule_variable,
        select_multiple_rule_variable,
        string_rule_variable,
    )

    kinds = {"has": select_multiple_rule_variable, "is": string_rule_variable, "within": numeric_rule_variable}

    def variable(question: str, how: str) -> Any:
        def read(self: Any) -> Any:
            return self.client[question]

        read.__name__ = question
        return kinds[how]()(read) if how == "has" else kinds[how](read)

    asked = {question: variable(question, how) for question, how, _ in conditions}
    variables = type(
        "Variables", (BaseVariables,), {"__init__": lambda self, client: setattr(self, "client", client), **asked}
    )

    class Actions(BaseActions):
        def __init__(self) -> None:
            self.points = dict.fromkeys(names, 0)

        @rule_action(params={"modality": FIELD_TEXT, "points": FIELD_NUMERIC})  # type: ignore[untyped-decorator]
        def add(self, modality: str, points: int) -> None:
            self.points[modality] += points

    def tests(question: str, how: str, value: Any) -> list[dict[str, Any]]:
        if how == "within":
            bounds = ("greater_than_or_equal_to", value[0]), ("less_than_or_equal_to", value[1])
            return [{"name": question, "operator": operator, "value": bound} for operator, bound in bounds]
        operator = {"has": "contains_all", "is": "equal_to"}[how]
        return [{"name": question, "operator": operator, "value": [value] if how == "has" else value}]

    ready = [
        {
            "conditions": {"all": tests(*condition)},
            "actions": [{"name": "add", "params": {"modality": rule["modality"], "points": rule["points"]}}],
        }
        for rule, condition in zip(rules, conditions, strict=True)
    ]

    def count(client: Client) -> Points:
        actions = Actions()
        run_all(ready, variables(client), actions)
        return actions.points

    return count


def _zen(rules: list[dict[str, Any]], conditions: list[Condition], names: list[str]) -> Peer:
    import zen

    def text(question: str, how: str, value: Any) -> str:
        if how == "within":
            return f"{question} >= {value[0]} and {question} <= {value[1]}"
        return f'contains({question}, "{value}")' if how == "has" else f'{question} == "{value}"'

    table = {
        "hitPolicy": "collect",
        "inputs": [{"id": "test", "name": "test", "type": "expression", "field": ""}],
        "outputs": [
            {"id": "modality", "name": "modality", "type": "expression", "field": "modality"},
            {"id": "points", "name": "points", "type": "expression", "field": "points"},
        ],
        "rules": [
            {
                "_id": str(place),
                "test": text(*condition),
                "modality": f'"{rule["modality"]}"',
                "points": str(rule["points"]),
            }
            for place, (rule, condition) in enumerate(zip(rules, conditions, strict=True))
        ],
    }
    kinds = {"in": "inputNode", "table": "decisionTableNode", "out": "outputNode"}
    nodes = [{"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}} for name, kind in kinds.items()]
    nodes[1]["content"] = table
    edges = [
        {"id": f"{start} {end}", "type": "edge", "sourceId": start, "targetId": end}
        for start, end in (("in", "table"), ("table", "out"))
    ]
    decision = zen.ZenEngine().create_decision(
        json.dumps({"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges})
    )
    return lambda client: _sum(names, decision.evaluate(dict(client))["result"] or [])
