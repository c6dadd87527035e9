import { describe, expect, test } from 'vitest';
import { gitBlobId } from '../../../scaffold/project/git-blob.ts';
import {
  isChange,
  reconcile,
  type FileState,
  withForce,
} from '../../../scaffold/project/reconcile.ts';
import type { Owner } from '../../../scaffold/plan/plan.ts';

const oldVersion = Buffer.from('old\n');
const newVersion = Buffer.from('new\n');
const edited = Buffer.from('mine\n');

interface Case {
  title: string;
  owner?: Owner;
  recorded: Buffer | undefined;
  onDisk: Buffer | undefined;
  state: FileState;
  forced: FileState;
}

const none = undefined;

test.each<Case>([
  { title: 'new', recorded: none, onDisk: none, state: 'create', forced: 'create' },
  {
    title: 'removed from our files',
    recorded: oldVersion,
    onDisk: none,
    state: 'create',
    forced: 'create',
  },
  {
    title: "removed from the user's files",
    owner: 'user',
    recorded: newVersion,
    onDisk: none,
    state: 'keep',
    forced: 'create',
  },
  {
    title: "new among the user's files",
    owner: 'user',
    recorded: none,
    onDisk: none,
    state: 'create',
    forced: 'create',
  },
  {
    title: 'as it should be',
    recorded: newVersion,
    onDisk: newVersion,
    state: 'identical',
    forced: 'identical',
  },
  {
    title: 'as it should be by chance',
    recorded: oldVersion,
    onDisk: newVersion,
    state: 'identical',
    forced: 'identical',
  },
  {
    title: 'ours, and there is a newer one',
    recorded: oldVersion,
    onDisk: oldVersion,
    state: 'update',
    forced: 'update',
  },
  {
    title: 'edited, and there is no newer one',
    recorded: newVersion,
    onDisk: edited,
    state: 'keep',
    forced: 'overwrite',
  },
  {
    title: 'edited, and there is a newer one',
    recorded: oldVersion,
    onDisk: edited,
    state: 'conflict',
    forced: 'overwrite',
  },
  {
    title: 'there before us',
    recorded: none,
    onDisk: edited,
    state: 'conflict',
    forced: 'overwrite',
  },
])('$title: $state, with --force $forced', ({ owner, recorded, onDisk, state, forced }) => {
  const file = {
    path: 'file',
    contents: newVersion,
    executable: false,
    owner: owner ?? ('generator' as const),
  };
  const [result] = reconcile([file], recorded ? { file: gitBlobId(recorded) } : {}, () => onDisk);
  expect(result!.state).toBe(state);
  expect(withForce(result!).state).toBe(forced);
});

describe('a file that the templates no longer have', () => {
  const recorded = { 'old/file': gitBlobId(oldVersion) };

  test('is removed if it is untouched, and left behind if it was edited, with --force as well', () => {
    const [untouched] = reconcile([], recorded, () => oldVersion);
    expect(untouched).toMatchObject({ path: 'old/file', state: 'remove' });
    const [changed] = reconcile([], recorded, () => edited);
    expect(withForce(changed!)).toMatchObject({ path: 'old/file', state: 'leave behind' });
  });

  test('is forgotten where it is gone', () => {
    expect(reconcile([], recorded, () => undefined)).toStrictEqual([]);
  });
});

test('the disk changes only where something is new', () => {
  const states: FileState[] = [
    'create',
    'identical',
    'update',
    'keep',
    'conflict',
    'overwrite',
    'remove',
    'leave behind',
  ];
  const changes = states.filter((state) =>
    isChange({ path: 'f', owner: 'user', onDisk: none, planned: undefined, state }),
  );
  expect(changes).toStrictEqual(['create', 'update', 'overwrite', 'remove']);
});
