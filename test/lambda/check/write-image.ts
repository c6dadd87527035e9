import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { ownDockerArchitecture } from './own-architecture.ts';
import { type Entry, tarOf } from './tar-of.ts';

/** An image as a Dockerfile would make it: what is not said is that of a sound one. */
export type ImageParts = {
  os?: string;
  /** Each an image of its own in an index, if there are several. */
  architectures?: readonly string[];
  /** Whether it is in an index with its provenance, as BuildKit has it by default. */
  hasAttestation?: boolean;
  manifestType?: string;
  layerType?: string;
  /** As in the configuration: Entrypoint, Cmd, Env… */
  config?: Record<string, unknown>;
  /** The lowest first. */
  layers: readonly (readonly Entry[])[];
};

const oci = (kind: string): string => `application/vnd.oci.image.${kind}`;

type Descriptor = { mediaType: string; digest: string; size: number };

/** Writes an image to a folder in OCI layout. */
export const writeImage = async (folder: string, parts: ImageParts): Promise<void> => {
  const blobs = path.join(folder, 'blobs/sha256');
  await mkdir(blobs, { recursive: true });
  const blob = async (mediaType: string, content: Buffer | object): Promise<Descriptor> => {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
    const digest = createHash('sha256').update(bytes).digest('hex');
    await writeFile(path.join(blobs, digest), bytes);
    return { mediaType, digest: `sha256:${digest}`, size: bytes.length };
  };

  const layers: Descriptor[] = [];
  for (const entries of parts.layers) {
    layers.push(await blob(parts.layerType ?? oci('layer.v1.tar'), tarOf(entries)));
  }
  const { os = 'linux', architectures = [ownDockerArchitecture], config } = parts;
  const manifests: object[] = [];
  for (const architecture of architectures) {
    const mediaType = parts.manifestType ?? oci('manifest.v1+json');
    const document = {
      schemaVersion: 2,
      mediaType,
      config: await blob(oci('config.v1+json'), {
        os,
        architecture,
        config,
        rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
      }),
      layers,
    };
    manifests.push({ ...(await blob(mediaType, document)), platform: { os, architecture } });
  }
  if (parts.hasAttestation) {
    const attestation = await blob(oci('manifest.v1+json'), {
      schemaVersion: 2,
      config: await blob(oci('config.v1+json'), {}),
      layers: [],
    });
    manifests.push({
      ...attestation,
      platform: { os: 'unknown', architecture: 'unknown' },
      annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
    });
  }
  const index = { schemaVersion: 2, mediaType: oci('index.v1+json'), manifests };
  const top =
    manifests.length === 1
      ? index
      : { ...index, manifests: [await blob(oci('index.v1+json'), index)] };
  await writeFile(path.join(folder, 'index.json'), JSON.stringify(top));
  await writeFile(path.join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
};
