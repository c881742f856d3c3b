"""Give programs started from here, a PDF viewer or a file manager, their own libraries back.

PyInstaller's starter sets LD_LIBRARY_PATH to our folder. The linker has read it by now; what is
started later would take our Qt for its own.
"""

import os

_before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
os.environ.pop("LD_LIBRARY_PATH", None)
if _before:
    os.environ["LD_LIBRARY_PATH"] = _before
