"""Runs a command in a network of its own that has the loopback interface, and no other.

    own_network.py COMMAND [ARGUMENT...]

The Erlang VM of a stock release asks for an epmd on this machine, and starts one if there is none:
where anybody else's already runs, it would start sooner than it does on Lambda.
The command ends with the process that started it, whatever ends that.
"""

import ctypes
import fcntl
import os
import signal
import socket
import struct
import sys

CLONE_NEWNET = 0x40000000
PR_SET_PDEATHSIG = 1
SIOCSIFFLAGS, IFF_UP = 0x8914, 1

libc = ctypes.CDLL(None, use_errno=True)
libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
if libc.unshare(CLONE_NEWNET) != 0:
    sys.exit(f'own_network: unshare: {os.strerror(ctypes.get_errno())}')
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
    fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack('16sH14x', b'lo', IFF_UP))
os.execvp(sys.argv[1], sys.argv[1:])
