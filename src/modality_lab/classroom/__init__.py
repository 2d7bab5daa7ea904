"""The class: what students have decided, as lines to send, and all of them together."""

from modality_lab.classroom.record import Decision, Reading, Record, read_files, read_lines, together
from modality_lab.classroom.tally import CaseTally, ClassTally, tally

__all__ = ["CaseTally", "ClassTally", "Decision", "Reading", "Record", "read_files", "read_lines", "tally", "together"]
