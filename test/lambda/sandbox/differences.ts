/** Something in a container that Lambda does not have or has otherwise, and what the sandbox makes of it. */
export interface Difference {
  readonly what: string;
  readonly docker: string;
  readonly lambda: string;
  /** Where it is not as on Lambda: with the reason. */
  readonly sandbox: string;
  /**
   * What shows it: facts of the probe or of `docker inspect`, with their values after `docker run` and in the sandbox. A
   * fact that is undefined must not be there.
   */
  readonly facts: Readonly<Record<string, readonly [docker: Value, sandbox: Value]>>;
}

type Value = string | RegExp | undefined;

/** Depends on the machine. */
const any = /^/;
const none = '0000000000000000';
const asOnLambda = 'as on Lambda';
const unknown = 'not documented';

function unchanged(...names: readonly string[]): Difference['facts'] {
  return Object.fromEntries(names.map((name) => [name, [any, any]]));
}

/** The only list of what differs. A fact that is in none of these is a new difference, and fails the test. */
export const differences: readonly Difference[] = [
  {
    what: 'Root file system',
    docker: 'writable',
    lambda: 'read-only',
    sandbox: asOnLambda,
    facts: { 'mount /': [/rw$/, /ro$/], 'writable /': ['yes', 'no'] },
  },
  {
    what: '`/tmp`',
    docker: 'part of the root file system',
    lambda: 'a disk of 512 MB or more',
    sandbox: '512 MB, but in memory: an engine cannot limit the size of a directory on disk',
    facts: { 'mount /tmp': [undefined, 'tmpfs rw'], 'writable /tmp': ['yes', 'yes'] },
  },
  {
    what: 'Directories of `VOLUME`',
    docker: 'writable',
    lambda: 'read-only: `VOLUME` is ignored',
    sandbox: 'as on Lambda, with the files of the image',
    facts: {
      'mount /data': [/rw$/, /ro$/],
      'writable /data': ['yes', 'no'],
      'readable /data/file': ['yes', 'yes'],
    },
  },
  {
    what: 'Shared memory, `/dev/shm`',
    docker: '64 MB',
    lambda:
      'none: POSIX semaphores fail, and with them `Pool`, `Queue` and `Lock` of Python’s `multiprocessing`',
    sandbox: asOnLambda,
    facts: {
      'mount /dev/shm': ['tmpfs rw', undefined],
      'writable /dev/shm': ['yes', 'no'],
      'host IpcMode': ['private', 'none'],
    },
  },
  {
    what: 'Message queues, `/dev/mqueue`',
    docker: 'writable',
    lambda: 'none',
    sandbox: 'empty and read-only: every engine mounts it',
    facts: {
      'mount /dev/mqueue': ['mqueue rw', 'tmpfs ro'],
      'writable /dev/mqueue': ['yes', 'no'],
    },
  },
  {
    what: 'User and group',
    docker: 'those of `USER`, or root',
    lambda: '993 and 990, whatever `USER` says',
    sandbox: asOnLambda,
    facts: {
      'process Uid': ['0', '993'],
      'process Gid': ['0', '990'],
      'process Groups': ['0', '990'],
    },
  },
  {
    what: 'Capabilities',
    docker: '14',
    lambda: 'none, and no way to gain any',
    sandbox: asOnLambda,
    facts: {
      'process CapInh': [none, none],
      'process CapPrm': [/^0+[1-9a-f]/, none],
      'process CapEff': [/^0+[1-9a-f]/, none],
      'process CapBnd': [/^0+[1-9a-f]/, none],
      'process CapAmb': [none, none],
      'process NoNewPrivs': ['0', '1'],
    },
  },
  {
    what: 'Ports below 1024',
    docker: 'for every user',
    lambda: 'for root only',
    sandbox: asOnLambda,
    facts: { 'sysctl net.ipv4.ip_unprivileged_port_start': ['0', '1024'] },
  },
  {
    what: 'Memory',
    docker: 'all of the machine',
    lambda: 'as configured, without swap',
    sandbox: asOnLambda,
    facts: { 'host Memory': ['0', '268435456'], 'host MemorySwap': ['0', '268435456'] },
  },
  {
    what: 'Open files',
    docker: 'as the engine is configured',
    lambda: '1,024',
    sandbox: asOnLambda,
    facts: { 'limit open files': [any, '1024 1024'] },
  },
  {
    what: 'Processes and threads',
    docker: 'no limit',
    lambda: '1,024',
    sandbox: asOnLambda,
    facts: { 'host PidsLimit': ['null', '1024'], ...unchanged('limit processes') },
  },
  {
    what: '`HOME`',
    docker: '`/` for a user that the image does not know',
    lambda: 'not set; `~` is `/home/sbx_user1051`, which does not exist',
    sandbox: '`/home/sbx_user1051`: engines set it in any case. An `ENV HOME` of the image stays',
    facts: { 'variable HOME': ['/root', '/home/sbx_user1051'] },
  },
  {
    what: '`HOSTNAME`',
    docker: 'the id of the container',
    lambda: 'not set',
    sandbox: 'as on Lambda. An `ENV HOSTNAME` of the image stays',
    facts: { 'variable HOSTNAME': [/^[0-9a-f]{12}$/, undefined] },
  },
  {
    what: '`HTTP_PROXY`, `NO_PROXY` and the like',
    docker: 'copied from `proxies` in the `config.json` of the client',
    lambda: 'not set',
    sandbox: 'as on Lambda. Those of the image and those that you set stay',
    facts: {
      'variable HTTP_PROXY': ['http://of-the-client', undefined],
      'variable http_proxy': ['http://of-the-client', undefined],
      'variable HTTPS_PROXY': ['http://of-the-client', 'http://of-the-image'],
      'variable https_proxy': ['http://of-the-client', undefined],
      'variable FTP_PROXY': ['http://of-the-client', undefined],
      'variable ftp_proxy': ['http://of-the-client', undefined],
      'variable ALL_PROXY': ['http://of-the-client', undefined],
      'variable all_proxy': ['http://of-the-client', undefined],
      'variable NO_PROXY': ['of-the-client', undefined],
      'variable no_proxy': ['of-the-client', undefined],
    },
  },
  {
    what: '`PATH`, if the image does not set it',
    docker: '`/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`',
    lambda: 'not set',
    sandbox:
      'as in Docker: without it, an engine finds no command. Images that Docker builds set it',
    facts: { 'variable PATH': ['/usr/bin:/bin', '/usr/bin:/bin'] },
  },
  {
    what: 'Process id of the function',
    docker: '1',
    lambda: 'not 1: Lambda’s own process starts it',
    sandbox:
      '1: another first process would hide why an entry point does not start. The kernel ignores signals to process 1 that it does not handle, and orphans become its children',
    facts: { 'process Pid': ['1', '1'] },
  },
  {
    what: '`/etc/hosts`, `/etc/hostname`, `/etc/resolv.conf`',
    docker: 'written by the engine',
    lambda: 'written by Lambda',
    sandbox: 'as in Docker, read-only: names must be resolved by the network that there is',
    facts: {
      'mount /etc/hosts': [/rw$/, /ro$/],
      'mount /etc/hostname': [/rw$/, /ro$/],
      'mount /etc/resolv.conf': [/rw$/, /ro$/],
    },
  },
  {
    what: '`/.dockerenv`',
    docker: 'an empty file',
    lambda: 'none',
    sandbox: 'as in Docker: the engine adds it to every container',
    facts: { 'files that are not in the image': ['.dockerenv', '.dockerenv'] },
  },
  {
    what: 'Devices',
    docker:
      '`full`, `null`, `ptmx`, `pts`, `random`, `tty`, `urandom`, `zero`, and links to `/proc/self/fd`',
    lambda: unknown,
    sandbox: 'as in Docker',
    facts: {
      'files in /dev': [
        'fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero',
        'fd full mqueue null ptmx pts random stderr stdin stdout tty urandom zero',
      ],
      'mount /dev': ['tmpfs rw', 'tmpfs rw'],
      'mount /dev/pts': ['devpts rw', 'devpts rw'],
    },
  },
  {
    what: '`/proc` and `/sys`',
    docker:
      'of the engine’s machine, partly hidden: `/proc/meminfo` has its memory, `/proc/cpuinfo` its processors',
    lambda: 'of a virtual machine of the size of the function, with 2 to 6 processors',
    sandbox: 'as in Docker: it has no virtual machine',
    facts: {
      'mount /proc': ['proc rw', 'proc rw'],
      'mount /sys': ['sysfs ro', 'sysfs ro'],
      ...unchanged('mounts within /proc', 'mounts within /sys'),
    },
  },
  {
    what: 'System calls',
    docker: 'those of Docker’s seccomp profile',
    lambda: 'those of Lambda’s own profile, which is not public',
    sandbox: 'as in Docker',
    facts: { 'process Seccomp': ['2', '2'] },
  },
  {
    what: '`ping` without privileges',
    docker: 'allowed',
    lambda: unknown,
    sandbox: 'as in Docker',
    facts: { 'sysctl net.ipv4.ping_group_range': ['0 2147483647', '0 2147483647'] },
  },
  {
    what: '`umask`, and limits on memory, CPU, files and signals of a process',
    docker: 'as the engine is configured',
    lambda: unknown,
    sandbox: 'as in Docker',
    facts: {
      'process Umask': ['0022', '0022'],
      ...unchanged(
        'limit cpu time',
        'limit file size',
        'limit data size',
        'limit stack size',
        'limit core file size',
        'limit resident set',
        'limit locked memory',
        'limit address space',
        'limit file locks',
        'limit pending signals',
        'limit msgqueue size',
        'limit nice priority',
        'limit realtime priority',
        'limit realtime timeout',
      ),
    },
  },
];
