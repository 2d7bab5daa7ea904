"""Weigh the claims: what studies found, how large it is, how sure, and what it says about a claim."""

from modality_lab.evidence.claims import verdicts, weigh_claims
from modality_lab.evidence.designs import ladder
from modality_lab.evidence.effects import effect_sizes
from modality_lab.evidence.finding import findings, number_with_interval, read_finding
from modality_lab.evidence.pains import claim_against_effect

__all__ = [
    "claim_against_effect",
    "effect_sizes",
    "findings",
    "ladder",
    "number_with_interval",
    "read_finding",
    "verdicts",
    "weigh_claims",
]
