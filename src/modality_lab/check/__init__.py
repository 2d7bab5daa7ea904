"""Check a folder of tables, and say in sentences what to mend, what is odd, and what was checked."""

from modality_lab.check.report import UPLOAD_LIMIT, CheckReport, check_files, check_tables

__all__ = ["UPLOAD_LIMIT", "CheckReport", "check_files", "check_tables"]
