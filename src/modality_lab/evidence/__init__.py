"""Weigh the claims: what studies found, how large it is, how sure, and what it says about a claim."""

from modality_lab.evidence.weighing import (
    claim_against_effect,
    effect_sizes,
    findings,
    ladder,
    number_with_interval,
    read_finding,
    verdicts,
    weigh_claims,
)

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
