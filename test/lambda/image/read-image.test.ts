import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync, zstdCompressSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { ImageError } from '../../../lambda/image/image-error.ts';
import type { ImageFacts } from '../../../lambda/image/image-facts.ts';
import { readImage, type ReadImageOptions } from '../../../lambda/image/read-image.ts';
import {
  addBlob,
  addImage,
  addJson,
  type ArchiveFiles,
  mediaTypes,
  ociLayout,
  setIndex,
  tarOf,
  writeDirectory,
} from './build-image.ts';
import { buildElf, type ElfParts } from './elf/build-elf.ts';
import { moveTables } from './elf/move-tables.ts';
import { tarHeader, writeTar } from './tar/write-tar.ts';

let temporary: string;
let count = 0;
beforeAll(() => {
  temporary = mkdtempSync(path.join(tmpdir(), 'lambda-container-image-'));
});
afterAll(() => rmSync(temporary, { recursive: true }));

function newPath(): string {
  return path.join(temporary, `${(count += 1)}`);
}

function fileWith(bytes: Buffer): string {
  const file = newPath();
  writeFileSync(file, bytes);
  return file;
}

/** Reads it as a tar and as a directory, which must say the same. */
async function readLayout(files: ArchiveFiles, options?: ReadImageOptions): Promise<ImageFacts> {
  const fromTar = await readImage(fileWith(tarOf(files)), options);
  const fromDirectory = await readImage(await writeDirectory(newPath(), files), options);
  expect(fromDirectory.manifest).toEqual({ ...fromTar.manifest, source: 'oci-layout' });
  expect(fromDirectory.layers).toEqual(fromTar.layers);
  expect([...fromDirectory.files.all()]).toEqual([...fromTar.files.all()]);
  return fromTar;
}

const elf: ElfParts = { class: 64, byteOrder: 'little', interpreter: '/lib/ld.so', needed: ['l'] };

const script = { path: 'entry.sh', mode: 0o755, content: '#!/bin/sh\nexec true\n' };

describe('the facts of an image', () => {
  test('are those of its manifest, its configuration and its layers', async () => {
    const config = {
      Entrypoint: ['/entry.sh'],
      Cmd: ['hello.handler'],
      WorkingDir: '/var/task',
      Env: ['A=b=c', 'EMPTY=', 'NONE'],
      User: 'nobody',
      Volumes: { '/data': {} },
      ExposedPorts: { '8080/tcp': {} },
      Healthcheck: { Test: ['CMD', 'true'] },
      StopSignal: 'SIGINT',
      Labels: { a: 'b' },
      Shell: ['/bin/bash', '-c'],
    };
    const facts = await readLayout(ociLayout({ layers: [[script], [script]], config }));
    expect(facts.manifest).toEqual({
      source: 'tar',
      digest: expect.stringMatching(/^sha256:/) as string,
      mediaType: mediaTypes.manifest,
      configMediaType: mediaTypes.config,
      index: undefined,
      names: [],
      images: [{ platform: 'linux/amd64', digest: facts.manifest.digest, isChosen: true }],
      absentPlatforms: [],
      attestations: 0,
    });
    expect(facts.config).toEqual({
      os: 'linux',
      architecture: 'amd64',
      variant: undefined,
      entrypoint: ['/entry.sh'],
      cmd: ['hello.handler'],
      workingDir: '/var/task',
      env: [
        { name: 'A', value: 'b=c' },
        { name: 'EMPTY', value: '' },
        { name: 'NONE', value: '' },
      ],
      user: 'nobody',
      volumes: ['/data'],
      exposedPorts: ['8080/tcp'],
      healthcheck: ['CMD', 'true'],
      stopSignal: 'SIGINT',
      labels: { a: 'b' },
      shell: ['/bin/bash', '-c'],
      created: undefined,
      history: [
        { createdBy: 'ENV A=b', isEmptyLayer: true },
        { createdBy: 'COPY 0', isEmptyLayer: false },
        { createdBy: 'COPY 1', isEmptyLayer: false },
      ],
    });
    expect(facts.layers).toMatchObject([
      { createdBy: 'COPY 0', mediaType: mediaTypes.layer, entries: 1, bytes: 2048 },
      { createdBy: 'COPY 1' },
    ]);
  });

  test('are undefined or empty where the configuration says nothing', async () => {
    const config = { Entrypoint: null, Cmd: [], Env: null, Healthcheck: { Test: ['NONE'] } };
    expect((await readLayout(ociLayout({ config }))).config).toMatchObject({
      entrypoint: undefined,
      cmd: undefined,
      workingDir: undefined,
      env: [],
      healthcheck: undefined,
    });
  });

  test.each(['none', 'gzip', 'zstd'] as const)(
    'are the same with layers in %s',
    async (compression) => {
      const layers = [[script, { path: 'big', content: Buffer.alloc(300_000, 'x') }]];
      const facts = await readLayout(ociLayout({ layers, compression }));
      expect(facts.files.find('/big')).toMatchObject({ facts: { size: 300_000 } });
      const [layer] = facts.layers;
      expect(layer).toMatchObject({ compression, bytes: 302_592 });
      const isSmaller = layer!.compressedBytes !== undefined && layer!.compressedBytes < 10_000;
      expect(isSmaller).toBe(compression !== 'none');
    },
  );

  test.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ] as const)('are the same if the whole archive is in %s', async (_, compress) => {
    const files = ociLayout({ layers: [[script]] });
    const facts = await readImage(fileWith(compress(tarOf(files))));
    expect(facts.files.find('/entry.sh')).toHaveProperty('facts');
  });

  test('keep what loaders read, and ELF facts, by default', async () => {
    const layer = [
      script,
      { path: 'text', content: 'text' },
      { path: 'etc/ld.so.conf.d/a.conf', content: '/opt/lib\n' },
      { path: 'bin/program', content: buildElf(elf) },
      { path: 'bin/broken', content: buildElf(elf).subarray(0, 300) },
      { path: 'bin/short', content: '\x7fEL' },
      { path: 'empty' },
    ];
    const { files } = await readLayout(ociLayout({ layers: [layer] }));
    function content(place: string) {
      const found = files.find(place);
      return 'facts' in found ? found.facts.content?.length : found.problem;
    }
    expect(content('/entry.sh')).toBeUndefined();
    expect(content('/text')).toBeUndefined();
    expect(content('/etc/ld.so.conf.d/a.conf')).toBe(9);
    expect(files.find('/bin/program')).toHaveProperty('facts.elf.facts.needed', ['l']);
    expect(files.find('/bin/broken')).toHaveProperty('facts.elf.problem');
    expect(files.find('/bin/short')).toHaveProperty('facts.elf', undefined);
  });

  test('keep what the caller wants, who sees the beginning of each file', async () => {
    const heads: [string, number, string][] = [];
    const { files } = await readImage(
      fileWith(tarOf(ociLayout({ layers: [[script, { path: 'a', content: 'y'.repeat(600) }]] }))),
      {
        keep(place, size, head) {
          heads.push([place, size, head.toString()]);
          return place === '/a' ? 599 : 0;
        },
      },
    );
    expect(heads).toEqual([
      ['/entry.sh', 20, script.content],
      ['/a', 600, 'y'.repeat(512)],
    ]);
    expect(files.find('/a')).toHaveProperty('facts.content', Buffer.from('y'.repeat(599)));
    expect(files.find('/entry.sh')).toHaveProperty('facts.content', undefined);
  });

  test('come from a second reading for ELF files whose tables are past when they are told of', async () => {
    const scattered = moveTables(buildElf(elf), 17 * 1024 ** 2, 18 * 1024 ** 2);
    const layers = [[{ path: 'a', content: scattered }, script, { path: 'b', content: scattered }]];
    const { files } = await readLayout(ociLayout({ layers, compression: 'gzip' }));
    for (const place of ['/a', '/b']) {
      expect(files.find(place)).toHaveProperty('facts.elf.facts.needed', ['l']);
    }
  });
});

describe('of several images', () => {
  function platforms(architectures: string[]) {
    const files: ArchiveFiles = new Map();
    const images = architectures.map((architecture) =>
      addImage(files, { architecture, layers: [[{ path: architecture }]] }),
    );
    return { files, images };
  }

  test('the one for the wanted platform is read, and all are told', async () => {
    const { files, images } = platforms(['amd64', 'arm64']);
    const attestation = addImage(files, {
      annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
    });
    const absent = {
      ...images[0]!,
      digest: `sha256:${'0'.repeat(64)}`,
      platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
    };
    const manifests = [...images, attestation, absent];
    const index = addJson(files, { schemaVersion: 2, manifests }, mediaTypes.index, {
      annotations: { 'io.containerd.image.name': 'registry.example/library/hello:1' },
    });
    setIndex(files, [index]);
    const { manifest, config, files: tree } = await readLayout(files, { architecture: 'arm64' });
    expect(manifest).toMatchObject({
      digest: images[1]!.digest,
      index: { digest: index.digest, mediaType: mediaTypes.index },
      names: ['registry.example/library/hello:1'],
      images: [
        { platform: 'linux/amd64', isChosen: false },
        { platform: 'linux/arm64', isChosen: true },
      ],
      absentPlatforms: ['linux/arm/v7'],
      attestations: 1,
    });
    expect(config.architecture).toBe('arm64');
    expect(tree.names('/')).toEqual(['arm64']);
  });

  test('none for the wanted platform is an error that lists them', async () => {
    const { files, images } = platforms(['s390x', 'riscv64']);
    setIndex(files, images);
    await expect(readLayout(files, { architecture: 'arm64' })).rejects.toThrow(
      /an image for linux\/arm64 in .*, found linux\/s390x, linux\/riscv64\./,
    );
  });

  test('the only one is read whatever its platform is', async () => {
    const { files, images } = platforms(['s390x']);
    setIndex(files, images);
    const { config } = await readLayout(files, { architecture: 'arm64' });
    expect(config.architecture).toBe('s390x');
  });

  test('a broken layer of another one is no error', async () => {
    const { files, images } = platforms(['amd64']);
    const broken = Buffer.concat([writeTar([script]).subarray(0, 1024), Buffer.alloc(512, 'x')]);
    setIndex(files, [...images, addImage(files, { architecture: 'arm64', layers: [broken] })]);
    await expect(readLayout(files, { architecture: 'amd64' })).resolves.toBeDefined();
    await expect(readLayout(files, { architecture: 'arm64' })).rejects.toThrow(
      /header of a tar entry at byte 1024 of layer sha256:/,
    );
  });
});

test('archives of older engines have layers once, and links for the others', async () => {
  const layer = writeTar([script]);
  const config = {
    os: 'linux',
    architecture: 'amd64',
    rootfs: { diff_ids: ['sha256:a', 'sha256:a'] },
  };
  const manifest = [
    { Config: 'c.json', RepoTags: ['hello:1'], Layers: ['1/layer.tar', '2/layer.tar'] },
  ];
  const archive = writeTar([
    { path: '1/', flag: '5' },
    { path: '1/layer.tar', content: layer },
    { path: '2/layer.tar', flag: '2', linkTarget: '../1/layer.tar' },
    { path: 'c.json', content: JSON.stringify(config) },
    { path: 'manifest.json', content: JSON.stringify(manifest) },
  ]);
  const facts = await readImage(fileWith(archive));
  expect(facts.manifest).toMatchObject({
    names: ['hello:1'],
    digest: undefined,
    mediaType: undefined,
  });
  expect(facts.layers).toMatchObject([{ digest: 'sha256:a' }, { digest: 'sha256:a' }]);
  expect(facts.files.find('/entry.sh')).toMatchObject({ facts: { layer: 1 } });
});

test('a foreign layer may be missing', async () => {
  const files: ArchiveFiles = new Map();
  const config = { os: 'linux', architecture: 'amd64' };
  const layer = addBlob(new Map(), Buffer.from('elsewhere'), mediaTypes.foreign);
  const manifest = { config: addJson(files, config, mediaTypes.config), layers: [layer] };
  setIndex(files, [addJson(files, manifest, mediaTypes.manifest)]);
  expect((await readLayout(files)).layers).toMatchObject([{ isForeign: true, bytes: 0 }]);
});

describe('an error says what was expected and found:', () => {
  function changed(change: (files: ArchiveFiles) => void): ArchiveFiles {
    const files = ociLayout({ layers: [[script]] });
    change(files);
    return files;
  }
  function blob(files: ArchiveFiles, pattern: RegExp): string {
    return [...files].find(([, bytes]) => pattern.test(bytes.toString('latin1')))![0];
  }
  function withIndex(files: ArchiveFiles, manifests: object[]) {
    return files.set('index.json', Buffer.from(JSON.stringify({ manifests })));
  }

  test.each<[string, (files: ArchiveFiles) => void, RegExp]>([
    [
      'no manifest',
      (files) => files.delete('index.json'),
      /index\.json or manifest\.json .* neither/,
    ],
    [
      'an index that is no JSON',
      (files) => files.set('index.json', Buffer.from('{"manifests": [')),
      /index\.json as the OCI image format has it, found no JSON/,
    ],
    [
      'an index without manifests',
      (files) => files.set('index.json', Buffer.from('{}')),
      /found Required at "manifests"/,
    ],
    ['no images', (files) => withIndex(files, []), /an image for linux\/.* found none/],
    [
      'a digest that is a path',
      (files) => withIndex(files, [{ digest: 'sha256:../../../../etc/passwd' }]),
      /a digest as sha256:…, found "sha256:\.\.\//,
    ],
    [
      'a missing manifest',
      (files) => files.delete(blob(files, /"schemaVersion":2,"mediaType"/)),
      /the manifest sha256:\w+ in the archive, found none/,
    ],
    [
      'a missing configuration',
      (files) => files.delete(blob(files, /"rootfs"/)),
      /the configuration sha256:\w+ in the archive, found none/,
    ],
    [
      'a missing layer',
      (files) => files.delete(blob(files, /ustar/)),
      /the layer sha256:\w+ in the archive, found none/,
    ],
    [
      'a configuration with a wrong type',
      (files) => files.set(blob(files, /"rootfs"/), Buffer.from('{"config":{"Cmd":"a"}}')),
      /the configuration as .*, found Expected array, received string at "config\.Cmd"/,
    ],
    [
      'another number of layers',
      (files) => files.set(blob(files, /"rootfs"/), Buffer.from('{"rootfs":{"diff_ids":[]}}')),
      /0 layers, as in the configuration of the image, found 1/,
    ],
    [
      'a layer that is JSON',
      (files) => files.set(blob(files, /ustar/), Buffer.from('{}')),
      /as the layer sha256:\w+, found JSON/,
    ],
    [
      'a layer that is nothing',
      (files) => files.set(blob(files, /ustar/), Buffer.from('nothing')),
      /as the layer sha256:\w+, found something else/,
    ],
    [
      'a layer that is cut off',
      (files) => {
        const file = blob(files, /ustar/);
        files.set(file, files.get(file)!.subarray(0, 515));
      },
      /more of layer sha256:\w+ after 515 bytes, found its end/,
    ],
    [
      'gzip that is cut off',
      (files) => {
        const file = blob(files, /ustar/);
        files.set(file, gzipSync(files.get(file)!).subarray(0, 60));
      },
      /gzip data in layer sha256:\w+, found something else \(unexpected end of file\)/,
    ],
    [
      'zstd that is broken',
      (files) => {
        const file = blob(files, /ustar/);
        const bytes = zstdCompressSync(files.get(file)!);
        files.set(file, bytes.fill(0xff, 10, 30));
      },
      /zstd data in layer sha256:\w+, found something else/,
    ],
    [
      'a file larger than Lambda takes',
      (files) => files.set(blob(files, /ustar/), tarHeader({ path: 'a', size: 20 * 1024 ** 3 })),
      /at most \d+ bytes, which is more than the 10 GB that Lambda takes/,
    ],
  ])('%s', async (_, change, problem) => {
    const files = changed(change);
    await expect(readImage(fileWith(tarOf(files)))).rejects.toThrow(problem);
    await expect(readImage(await writeDirectory(newPath(), files))).rejects.toThrow(problem);
    await expect(readImage(fileWith(tarOf(files)))).rejects.toBeInstanceOf(ImageError);
  });

  test('endlessly nested indexes', async () => {
    const files: ArchiveFiles = new Map();
    let inner = addImage(files, {});
    for (let depth = 0; depth < 6; depth += 1) {
      inner = addJson(files, { manifests: [inner], depth }, mediaTypes.index);
    }
    setIndex(files, [inner]);
    await expect(readLayout(files)).rejects.toThrow(/at most 4 nested indexes/);
  });

  test.each([
    ['an empty file', Buffer.alloc(0), /neither/],
    ['a text', Buffer.alloc(2000, 'FROM scratch\n'), /header of a tar entry at byte 0 of/],
    ['an archive that is cut off', tarOf(ociLayout()).subarray(0, 1000), /found its end/],
    ['gzip that is cut off', gzipSync(tarOf(ociLayout())).subarray(0, 100), /./],
  ])('%s', async (_, bytes, problem) => {
    await expect(readImage(fileWith(bytes))).rejects.toThrow(problem);
  });

  test('a directory that is no OCI layout, and a path to nothing', async () => {
    await expect(readImage(temporary)).rejects.toThrow(/oci-layout at .*, found something else/);
    await expect(readImage(newPath())).rejects.toThrow(/oci-layout at .*, found nothing/);
  });

  test('links in a directory, which are not followed', async () => {
    const files = ociLayout({ layers: [[script]] });
    const layer = blob(files, /ustar/);
    const outside = fileWith(files.get(layer)!);
    files.delete(layer);
    const directory = await writeDirectory(newPath(), files);
    symlinkSync(outside, path.join(directory, layer));
    await expect(readImage(directory)).rejects.toThrow(/the layer .* in the archive, found none/);

    const elsewhere = await writeDirectory(newPath(), ociLayout({ layers: [[script]] }));
    const linked = await writeDirectory(
      newPath(),
      changed((all) => all.delete(layer)),
    );
    rmSync(path.join(linked, 'blobs'), { recursive: true });
    symlinkSync(path.join(elsewhere, 'blobs'), path.join(linked, 'blobs'));
    await expect(readImage(linked)).rejects.toThrow(/the manifest .* in the archive, found none/);
  });
});

describe('what decompresses to much more', () => {
  const zeros = gzipSync(Buffer.alloc(64 * 1024 ** 2));
  function layerOf(...members: Buffer[]) {
    const files: ArchiveFiles = new Map();
    const config = addJson(files, { os: 'linux' }, mediaTypes.config);
    const layers = [addBlob(files, Buffer.concat(members), `${mediaTypes.layer}+gzip`)];
    setIndex(files, [addJson(files, { config, layers }, mediaTypes.manifest)]);
    return fileWith(tarOf(files));
  }

  test('10 GB of zeros are the end of a layer, and are not read', async () => {
    const { layers } = await readImage(layerOf(...Array.from({ length: 160 }, () => zeros)));
    expect(layers).toMatchObject([{ bytes: 1024, entries: 0 }]);
  });

  test('a file of zeros is passed over', async () => {
    const size = 8 * 64 * 1024 ** 2;
    const header = gzipSync(tarHeader({ path: 'zeros', size }));
    const members = [
      header,
      ...Array.from({ length: 8 }, () => zeros),
      gzipSync(writeTar([script])),
    ];
    const { files } = await readImage(layerOf(...members));
    expect(files.find('/zeros')).toMatchObject({ facts: { size, content: undefined } });
    expect(files.find('/entry.sh')).toHaveProperty('facts');
  });
});

test('nothing is written, whatever the paths in the image are', () => {
  const hostile = ['/etc/cron.d/a', 'a/./b', 'link/inside'].map((place) => ({
    path: place,
    content: 'hostile',
  }));
  const link = { path: 'link', flag: '2', linkTarget: '../../../../tmp' };
  const archive = fileWith(tarOf(ociLayout({ layers: [[link, ...hostile]], compression: 'gzip' })));
  const reader = fileURLToPath(new URL('./print-paths.ts', import.meta.url));
  // Node.js itself refuses to write, to start a process, and to load native code.
  const args = ['--permission', '--allow-fs-read=*', '--disable-warning=SecurityWarning', reader];
  const printed = execFileSync(process.execPath, [...args, archive], { encoding: 'utf8' });
  expect(printed.trim().split('\n').toSorted()).toEqual([
    '/a',
    '/a/b',
    '/etc',
    '/etc/cron.d',
    '/etc/cron.d/a',
    '/link',
    '/tmp',
    '/tmp/inside',
  ]);
});
