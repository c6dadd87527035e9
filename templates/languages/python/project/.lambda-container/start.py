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
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from json import JSONEncoder

    from awslambdaric.bootstrap import FramedTelemetryLogSink


def end_on_sigterm() -> None:
    """Make SIGTERM run the function's own handler of it, and what atexit has."""
    received, wakeup = os.pipe()
    os.set_blocking(wakeup, False)
    signal.signal(signal.SIGTERM, wait_for_the_thread)
    signal.set_wakeup_fd(wakeup)
    keep_from_forked_processes()
    threading.Thread(target=wait_for_sigterm, args=[received], daemon=True).start()


def wait_for_the_thread(*_: object) -> None:
    """Do nothing: the other thread ends the process."""


def keep_from_forked_processes() -> None:
    """Give a forked process, which has no such thread, the default of SIGTERM.

    Until it has that, SIGTERM must wait, or the signal would end its parent.
    """
    mask: set[int] = set()

    def before() -> None:
        nonlocal mask
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})

    def after() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)

    def after_in_child() -> None:
        signal.set_wakeup_fd(-1)
        if signal.getsignal(signal.SIGTERM) is wait_for_the_thread:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
        after()

    os.register_at_fork(
        before=before, after_in_parent=after, after_in_child=after_in_child
    )


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


def write_json_in_utf8(encoder: JSONEncoder) -> None:
    """Make the encoder escape only what UTF-8 does not have: half of a surrogate pair.

    Lambda's own Python runtime escapes no characters: escaped, many alphabets take
    twice the space. But then a response with such a half ends the runtime.
    """
    encoder.ensure_ascii = False
    encode = encoder.encode

    def encode_in_utf8(value: object) -> str:
        # The escapes of Python, such as \\ud83d, are those of JSON.
        return encode(value).encode(errors="backslashreplace").decode()

    encoder.encode = encode_in_utf8  # type: ignore[assignment,method-assign]


def log_in_utf8(sink: type[FramedTelemetryLogSink]) -> None:
    """Make the log escape such halves, which the message of an error may have.

    The client writes to a pipe, if Lambda gives it one, or else to standard output.
    """
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    log = sink.log

    def log_escaped(
        self: FramedTelemetryLogSink, msg: str, frame_type: bytes | None = None
    ) -> None:
        log(self, msg.encode(errors="backslashreplace").decode(), frame_type)

    sink.log = log_escaped  # type: ignore[method-assign]


if __name__ == "__main__":
    # The function's modules come first, in place of the directory of this script.
    sys.path[0] = "/var/task"
    end_on_sigterm()

    from awslambdaric.__main__ import main
    from awslambdaric.bootstrap import FramedTelemetryLogSink
    from awslambdaric.lambda_runtime_client import LambdaRuntimeClient

    log_in_utf8(FramedTelemetryLogSink)
    write_json_in_utf8(LambdaRuntimeClient.marshaller.jsonEncoder)
    main(sys.argv)
