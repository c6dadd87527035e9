"""Runs a command at a terminal: waits for what it says, types what is answered.

    at_terminal.py '[["text to wait for", "keys to type"], ...]' command [argument ...]

Prints all that the terminal showed and exits as the command did.
"""

import json
import os
import pty
import select
import sys
import time

steps = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])

shown = b""
unread = b""
deadline = time.monotonic() + 20
while time.monotonic() < deadline:
    if not select.select([terminal], [], [], 0.1)[0]:
        continue
    try:
        chunk = os.read(terminal, 65536)
    except OSError:  # Linux reports the end of the command in this way.
        break
    if not chunk:
        break
    shown += chunk
    unread += chunk
    while steps and steps[0][0].encode() in unread:
        text, keys = steps.pop(0)
        unread = unread.split(text.encode(), 1)[1]
        os.write(terminal, keys.encode())
else:
    os.kill(pid, 9)
    shown += b"\n[at_terminal.py: the command was still running after 20 s]\n"

sys.stdout.buffer.write(shown)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
