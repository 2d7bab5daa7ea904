"""A file that imports what it does not use."""

import json
