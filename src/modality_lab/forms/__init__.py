"""Forms and live tables for a notebook or a page."""
