import { expect, test } from 'vitest';

import { faultsInError, faultsInLog } from '../../../lambda/check/image-faults.ts';

// As Node.js, Python, Ruby, Java, Go, .NET, Elixir, Rust, shells and the loaders of glibc and musl word them.
test.each([
  ["Error: EACCES: permission denied, open '/var/task/a b'", '/var/task/a b', /0644/],
  ["PermissionError: [Errno 13] Permission denied: './tool'", undefined, /chmod a\+x/],
  ['fork/exec /var/task/tool: permission denied', '/var/task/tool', /chmod a\+x/],
  ['java.io.FileNotFoundException: /var/task/a.txt (Permission denied)', '/var/task/a.txt', /0644/],
  ['could not read file "/var/task/a": permission denied', '/var/task/a', /0644/],
  ["Access to the path '/var/task/a' is denied.", '/var/task/a', /0644/],
  ['Os { code: 13, kind: PermissionDenied, message: "Permission denied" }', undefined, /0644/],
  ['listen tcp :80: bind: permission denied', undefined, /port from 1024/],
  ['Error: listen EACCES: permission denied 0.0.0.0:443', undefined, /port from 1024/],
  ["[Errno 1] Operation not permitted: '/var/task'", '/var/task', /without capabilities/],
  ['OSError: /var/task/a.so: invalid ELF header', '/var/task/a.so', /of your machine/],
  ["[Errno 8] Exec format error: '/var/task/tool'", '/var/task/tool', /of your machine/],
  [
    'ImportError: libGL.so.1: cannot open shared object file: No such file or directory',
    undefined,
    /the library/,
  ],
  [
    'Error loading shared library libz.so.1: No such file or directory (needed by /a)',
    '/a',
    /the library/,
  ],
  [
    "Unable to load shared library 'libgdiplus' or one of its dependencies.",
    undefined,
    /the library/,
  ],
  [
    "/lib/libc.so.6: version `GLIBC_2.38' not found (required by /var/task/a)",
    '/lib/libc.so.6',
    /same distribution/,
  ],
  ['Error relocating /a.node: __memcpy_chk: symbol not found', '/a.node', /same distribution/],
  ['using NODE_MODULE_VERSION 115. This version of Node.js requires', undefined, /npm ci/],
  ["ModuleNotFoundError: No module named 'requests'", undefined, /the dependency/],
  ["Error: Cannot find module './utils'", undefined, /the dependency/],
  [
    "Cannot find package 'zod' imported from /var/task/app.mjs",
    '/var/task/app.mjs',
    /the dependency/,
  ],
  ['LoadError: cannot load such file -- json', undefined, /the dependency/],
  [
    'function Jason.encode!/1 is undefined (module Jason is not available)',
    undefined,
    /the dependency/,
  ],
  ['java.lang.NoClassDefFoundError: com/example/App', undefined, /the dependency/],
  ['exec: "ffmpeg": executable file not found in $PATH', undefined, /the command/],
  ['Error: spawn ffmpeg ENOENT', undefined, /the command/],
  ['sh: 1: ffmpeg: not found', undefined, /the command/],
  ['/bin/bash: line 1: ffmpeg: command not found', '/bin/bash', /the command/],
  ['unknown time zone Europe/Berlin', undefined, /tzdata/],
  [
    "FileNotFoundError: [Errno 2] No such file or directory: '/var/task/model.bin'",
    '/var/task/model.bin',
    /COPY the file/,
  ],
  ["OSError: [Errno 38] Function not implemented: '/dev/shm/x'", '/dev/shm/x', /no \/dev\/shm/],
])('%s', (line, path, fix) => {
  expect(faultsInError(`before\n${line}\nafter`)).toMatchObject([
    { line, path, fix: expect.stringMatching(fix) as string },
  ]);
});

test.each([
  "KeyError: 'Records'",
  'TypeError: Cannot read properties of undefined',
  'AccessDeniedException: User is not authorized to perform: dynamodb:GetItem',
  'git@example.com: Permission denied (publickey).',
  'ERROR: permission denied for table orders',
  'rpc error: code = PermissionDenied desc = permission denied',
  'google.api_core.exceptions.PermissionDenied: 403 Permission denied on resource',
  'connect ENOENT /var/run/postgresql/.s.PGSQL.5432',
  "FileNotFoundError: [Errno 2] No such file or directory: '/tmp/upload'",
  'User not found',
  'orders: item not found',
  'Error: getaddrinfo ENOTFOUND db.internal',
  'connect ECONNREFUSED 127.0.0.1:5432',
])('%s has to do with the event or the network', (text) => {
  expect(faultsInError(text)).toStrictEqual([]);
});

test.each([
  "No module named 'orjson', using json",
  "ENOENT: no such file or directory, open '/var/task/.env'",
  'Permission denied for the user',
  "Could not load dynamic library 'libcuda.so.1'; dlerror: libcuda.so.1: cannot open shared object file",
])('%s is usual in a log', (line) => {
  expect(faultsInLog(line)).toStrictEqual([]);
});

test('in a log, what a function cannot work with', () => {
  const lines = [
    "EACCES: permission denied, open '/var/task/a'",
    'sh: 1: ffmpeg: not found',
    'libGL.so.1: cannot open shared object file',
    "EACCES: permission denied, open '/var/task/a' again",
  ];
  expect(faultsInLog(lines.join('\n')).map(({ line }) => line)).toStrictEqual(lines.slice(0, 3));
});

test('an error without a path is left out beside its cause', () => {
  const log = ['_multiprocessing.SemLock(', '[Errno 2] No such file or directory'];
  expect(faultsInError(log.join('\n'))).toMatchObject([{ line: log[0] }]);
});
