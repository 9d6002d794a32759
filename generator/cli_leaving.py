"""The end of the program."""

import atexit
import os
import sys
import threading
from typing import NoReturn

CUT_OFF = 1  # nobody took what was said


def leave(code: int) -> NoReturn:
    """End with an exit code, at once where nobody else is at work.

    Python would take apart all that was read, value by value: a sixth of the time of an edit.
    """
    if threading.active_count() > 1:
        sys.exit(code)
    atexit._run_exitfuncs()  # noqa: SLF001 - it has no other name
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = code or CUT_OFF
    os._exit(code)
