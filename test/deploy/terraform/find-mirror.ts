import { globSync } from 'node:fs';
import { homedir } from 'node:os';

/** A directory of providers, as `terraform providers mirror` makes one, that has hashicorp/aws. */
export interface Mirror {
  readonly directory: string;
  /** The versions of hashicorp/aws in it. */
  readonly versions: readonly string[];
}

const provider = 'registry.terraform.io/hashicorp/aws';

/** Looks where Terraform itself does, and in /opt. */
export function findMirror(): Mirror | undefined {
  const places = [
    `${homedir()}/.terraform.d/plugins`,
    '/usr/local/share/terraform/plugins',
    '/usr/share/terraform/plugins',
    ...globSync('/opt/*'),
  ];
  return places
    .map((directory) => ({
      directory,
      versions: globSync('*.*.*', { cwd: `${directory}/${provider}` }),
    }))
    .find(({ versions }) => versions.length > 0);
}

/** Whether it has no version that the files of a project name. */
export function isTooOld({ versions }: Mirror): boolean {
  return versions.every((version) => /^[0-5]\./.test(version));
}
