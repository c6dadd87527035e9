#!/usr/local/bin/python3
"""Starts AWS's runtime interface client, which takes events and calls the handler.

Lambda sends SIGTERM before it ends an execution environment, if the function has an
extension. Python runs signal handlers in the main thread, between two instructions. The
client waits for events in C, where there are none: until SIGKILL, no handler would run.
So a thread of its own waits for SIGTERM, and ends the process as sys.exit() would.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import sys
import threading
from typing import NoReturn


def end_on_sigterm() -> None:
    """Make SIGTERM run the function's own handler of it, and what atexit has."""
    received, wakeup = os.pipe()
    os.set_blocking(wakeup, False)
    # SIGTERM is not blocked, since programs that the function calls would inherit that.
    signal.signal(signal.SIGTERM, wait_for_the_thread)
    signal.set_wakeup_fd(wakeup)
    os.register_at_fork(after_in_child=end_at_once)
    threading.Thread(target=wait_for_sigterm, args=[received], daemon=True).start()


def wait_for_the_thread(*_: object) -> None:
    """Do nothing: the other thread ends the process."""


def end_at_once() -> None:
    """Give a forked process, which has no such thread, the default of SIGTERM."""
    signal.set_wakeup_fd(-1)
    if signal.getsignal(signal.SIGTERM) is wait_for_the_thread:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def wait_for_sigterm(received: int) -> NoReturn:
    """End the process when SIGTERM comes."""
    while os.read(received, 1)[0] != signal.SIGTERM:
        pass
    try:
        handler = signal.getsignal(signal.SIGTERM)
        if callable(handler):
            with contextlib.suppress(SystemExit):
                handler(signal.SIGTERM, None)
        atexit._run_exitfuncs()  # noqa: SLF001
    except Exception:  # noqa: BLE001
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


if __name__ == "__main__":
    # The function's modules come first, in place of the directory of this script.
    sys.path[0] = "/var/task"
    end_on_sigterm()

    from awslambdaric.__main__ import main
    from awslambdaric.lambda_runtime_client import LambdaRuntimeClient

    # As Lambda's own Python runtime does: escaped, many alphabets take twice the space.
    LambdaRuntimeClient.marshaller.jsonEncoder.ensure_ascii = False
    main(sys.argv)
