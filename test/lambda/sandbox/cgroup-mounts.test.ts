import { expect, test } from 'vitest';
import { cgroupMounts } from '../../../lambda/sandbox/cgroup-mounts.ts';

const v2 = 'cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid,nodev,noexec,relatime,nsdelegate 0 0';
const disk = '/dev/sda1 / ext4 rw,relatime 0 0';

test('version 2 is one directory', () => {
  expect(cgroupMounts(`${disk}\n${v2}\n`)).toStrictEqual({
    version: 2,
    directory: '/sys/fs/cgroup',
  });
});

test('version 1 has directories that controllers may share', () => {
  const mounts = [
    'tmpfs /sys/fs/cgroup tmpfs ro 0 0',
    'cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,nosuid,cpu,cpuacct 0 0',
    'cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0',
    'cgroup /sys/fs/cgroup/systemd cgroup rw,name=systemd 0 0',
  ];
  expect(cgroupMounts(mounts.join('\n'))).toStrictEqual({
    version: 1,
    directories: new Map([
      ['cpu', '/sys/fs/cgroup/cpu,cpuacct'],
      ['cpuacct', '/sys/fs/cgroup/cpu,cpuacct'],
      ['memory', '/sys/fs/cgroup/memory'],
    ]),
  });
});

test('where both are, the controllers are in version 1', () => {
  const mounts = [
    'cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0',
    'cgroup /sys/fs/cgroup/cpu cgroup rw,cpu 0 0',
    'cgroup /sys/fs/cgroup/cpuacct cgroup rw,cpuacct 0 0',
    'cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0',
    'cgroup /mnt/container/cpu cgroup rw,cpu 0 0',
  ];
  expect(cgroupMounts(mounts.join('\n'))).toMatchObject({
    version: 1,
    directories: new Map([
      ['cpu', '/sys/fs/cgroup/cpu'],
      ['cpuacct', '/sys/fs/cgroup/cpuacct'],
      ['memory', '/sys/fs/cgroup/memory'],
    ]),
  });
});

test('where there is none, it says what was expected', () => {
  expect(() => cgroupMounts(disk)).toThrow('Expected cgroup v2, or v1 with cpu, cpuacct, memory');
});
