"""Read the tables of a folder, check them against the dictionary and each other, and hand them out as DataFrames."""

from modality_lab.tables.loading import TableError, Tables, load_tables, tables_or_kit

__all__ = ["TableError", "Tables", "load_tables", "tables_or_kit"]
