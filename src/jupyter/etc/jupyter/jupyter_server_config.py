"""Trust the kit's own lessons, so that their button runs them without a question, and save memory and words."""

import ctypes
import sys
from fnmatch import fnmatch

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

c = get_config()  # noqa: F821 -- Jupyter gives it to its settings.


class Files(AsyncLargeFileManager):
    """Hands out files as Jupyter does; a lesson counts as trusted, also when somebody has changed it.

    Signatures, as `jupyter trust` makes them, would be lost with each change, and a copy that nbgitpuller or Binder
    brings has none.
    """

    def mark_trusted_cells(self, nb, path=""):
        """Mark a notebook's cells; lessons are those in the folder `notebooks` whose names begin with a number."""
        if fnmatch(f"/{path}", "*/notebooks/[0-9][0-9]-*.ipynb"):
            self.notary.mark_cells(nb, True)
        else:
            super().mark_trusted_cells(nb, path)


c.ServerApp.contents_manager_class = Files

# No lesson needs a language server. Looked for, twenty of them are said to be missing, right below the address to open.
c.LanguageServerManager.autodetect = False

# As in the kernels (etc/ipython): what was taken and given back goes back to the computer. One store is enough for it.
TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX, QUARTER_MEGABYTE = -1, -3, -8, 2**18
if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "mallopt"):
    library.mallopt(TRIM_THRESHOLD, QUARTER_MEGABYTE)
    library.mallopt(MMAP_THRESHOLD, QUARTER_MEGABYTE)
    library.mallopt(ARENA_MAX, 1)
