"""The class: what students have decided and filled in, as lines and codes to send, and all of them together."""

from modality_lab.classroom.client_code import ClientRead, client_code, read_client
from modality_lab.classroom.record import Decision, Reading, Record, of_one_class, read_files, read_lines, together
from modality_lab.classroom.tally import CaseTally, ClassTally, tally

__all__ = [
    "CaseTally",
    "ClassTally",
    "ClientRead",
    "Decision",
    "Reading",
    "Record",
    "client_code",
    "of_one_class",
    "read_client",
    "read_files",
    "read_lines",
    "tally",
    "together",
]
