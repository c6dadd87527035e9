"""A function with processes of its own, and something to do at its end."""

import atexit
import multiprocessing
import signal
import subprocess
import time

atexit.register(print, "at exit")


def handler(_event: object, _context: object) -> dict[str, object]:
    """Return how processes end that get SIGTERM."""
    forked = multiprocessing.get_context("fork").Process(target=time.sleep, args=[60])
    forked.start()
    forked.terminate()
    forked.join()
    with subprocess.Popen(["/bin/sh", "-c", "while :; do :; done"]) as program:
        program.terminate()
    return {
        "forked": forked.exitcode,
        "program": program.returncode,
        "blocked": len(signal.pthread_sigmask(signal.SIG_BLOCK, [])),
    }
