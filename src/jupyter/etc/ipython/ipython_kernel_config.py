"""Let the kernel of a lesson take less memory, and start sooner: Binder gives all of a visitor's lessons about 2 GB."""

import ctypes
import gc
import sys

c = get_config()  # noqa: F821 -- IPython gives it to its settings.

# What a cell has shown is not kept: a lesson's pictures would stay as long as it is open.
c.InteractiveShell.cache_size = 0

# Nor is what a student types written down on this computer.
c.HistoryManager.enabled = False

# No lesson needs the debugger, which takes 8 MB of each kernel.
sys.modules["debugpy"] = None

# While pandas and matplotlib load, Python would look a hundred times for what is no longer needed, and find nothing.
gc.set_threshold(20_000)

# What a drawing has taken and given back goes back to the computer, where its C library (glibc) can be told so.
TRIM_THRESHOLD, MMAP_THRESHOLD, FOUR_MEGABYTES = -1, -3, 2**22
if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "mallopt"):
    library.mallopt(TRIM_THRESHOLD, FOUR_MEGABYTES)
    library.mallopt(MMAP_THRESHOLD, FOUR_MEGABYTES)
