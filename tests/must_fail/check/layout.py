"""A file that is not laid out as the formatter lays it out."""

NUMBERS = [1,2,
  3]
