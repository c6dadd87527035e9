"""Starts the first process of a container from an unpacked image, and tells when.

`docker run` takes 60 ms and more to do this, with a spread that hides what is to be measured. This
does the part that Lambda's restrictions ask for: own mounts, processes and host name, a read-only
root with a writable /tmp, an unprivileged user without capabilities, a limited share of the CPU.

    launcher.py SPEC    the members of SPEC, a JSON object: see launch.ts

The time, CLOCK_MONOTONIC in ns, is written to file descriptor 3 right before the exec. The
container ends with the launcher and the launcher with the process that started it, whatever ends
that.
"""

import ctypes
import json
import os
import resource
import signal
import stat
import sys
import time

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWPID = 0x20000, 0x4000000, 0x8000000, 0x20000000
MS_RDONLY, MS_NOSUID, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 32, 4096, 16384, 1 << 18
PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 24, 38
DEVICES = {
    'null': (1, 3),
    'zero': (1, 5),
    'full': (1, 7),
    'random': (1, 8),
    'urandom': (1, 9),
    'tty': (5, 0),
}
HOST_NAME = 'function'
CLOCK_FD = 3

libc = ctypes.CDLL(None, use_errno=True)


def call(name, *arguments):
    """A function of libc by name: text becomes bytes, and a failure an OSError."""
    arguments = [each.encode() if isinstance(each, str) else each for each in arguments]
    if getattr(libc, name)(*arguments) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f'{name}{tuple(arguments)}: {os.strerror(code)}')


def mount(source, target, kind, flags, data=None):
    call('mount', source, target, kind, ctypes.c_ulong(flags), data)


def die_with_parent():
    call('prctl', PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def evict_page_cache(root):
    """What the image has is to be read from the disk again, as on a host that never ran it."""
    for directory, _, names in os.walk(root):
        for name in names:
            path = os.path.join(directory, name)
            if stat.S_ISREG(os.lstat(path).st_mode):
                file = os.open(path, os.O_RDONLY)
                os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(file)


def mount_root(root):
    """What Docker mounts with --read-only and --tmpfs /tmp.

    Without /dev/null, some VMs never start.
    """
    mount(None, '/', None, MS_REC | MS_PRIVATE)
    mount(root, root, None, MS_BIND)
    mount('proc', f'{root}/proc', 'proc', MS_NOSUID)
    mount('tmpfs', f'{root}/tmp', 'tmpfs', MS_NOSUID, 'mode=1777,size=512m')
    mount('tmpfs', f'{root}/dev', 'tmpfs', MS_NOSUID, 'mode=755,size=64k')
    os.umask(0)
    for name, (major, minor) in DEVICES.items():
        os.mknod(f'{root}/dev/{name}', 0o666 | stat.S_IFCHR, os.makedev(major, minor))
    os.symlink('/proc/self/fd', f'{root}/dev/fd')
    os.umask(0o022)
    mount(None, root, None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID)


def drop_privileges(uid, gid):
    with open('/proc/sys/kernel/cap_last_cap') as file:
        last = int(file.read())
    for capability in range(last + 1):
        call('prctl', PR_CAPBSET_DROP, capability, 0, 0, 0)
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    call('prctl', PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # A change of the user has switched it off.
    die_with_parent()


def become_container(spec):
    call('sethostname', HOST_NAME, len(HOST_NAME))
    groups = [os.open(path, os.O_WRONLY | os.O_CLOEXEC) for path in spec['cgroupProcs']]
    mount_root(spec['root'])
    os.chroot(spec['root'])
    os.chdir(spec['cwd'])
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))
    os.set_inheritable(CLOCK_FD, False)
    # The last that needs root, so that the preparations are not in what the group has used.
    for group in groups:
        os.write(group, b'0')
    drop_privileges(spec['uid'], spec['gid'])
    os.write(CLOCK_FD, b'%d\n' % time.clock_gettime_ns(time.CLOCK_MONOTONIC))
    os.execvpe(spec['argv'][0], spec['argv'], spec['env'])


def main():
    spec = json.loads(sys.argv[1])
    die_with_parent()
    if spec['evict']:
        evict_page_cache(spec['root'])
    call('unshare', CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID)
    child = os.fork()
    if child == 0:
        try:
            become_container(spec)
        except BaseException as error:
            print(f'launcher: {error}', file=sys.stderr, flush=True)
            os._exit(70)
    os.close(CLOCK_FD)
    _, status = os.waitpid(child, 0)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


main()
