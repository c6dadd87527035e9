import type { Flag } from '../../terminal/flags.ts';
import { limits } from '../invoke/flags.ts';

export const checkFlags: readonly Flag[] = [
  { name: 'no-run', help: 'only read the image: do not start it' },
  {
    name: 'memory',
    short: 'm',
    placeholder: 'mb',
    help: `memory for the start: ${limits.memory.least} to ${limits.memory.most} (default: ${limits.memory.default})`,
  },
  {
    name: 'arch',
    placeholder: 'name',
    help: 'the processor of the function: amd64 (x86_64) or arm64 (aarch64); default: that of the image',
  },
  {
    name: 'max-size',
    placeholder: 'size',
    help: 'the most that all layers may have, uncompressed, such as 250MB (default: 10GiB, as on Lambda)',
  },
  {
    name: 'ignore',
    placeholder: 'rule',
    isRepeatable: true,
    help: 'leave out a rule; repeatable',
  },
  { name: 'size', help: 'the largest files and folders as a tree' },
  { name: 'json', help: 'one JSON document on standard output' },
  { name: 'explain', placeholder: 'rule', help: 'say what a rule is about; needs no image' },
  {
    name: 'elf',
    placeholder: 'file',
    isRepeatable: true,
    help: 'in place of an image: programs and libraries of a zip file or a layer; repeatable, or with more files behind',
  },
  {
    name: 'against',
    placeholder: 'system',
    help: 'with --elf, what they are to run on: al2, al2023, debian:11, debian:12, debian:13 or GLIBC_x.y',
  },
];
