import { docker } from './docker.ts';

const readChoice = 'read -r line < /var/task/boot/chosen; echo "$line"';

/** Which boot an image has, and why: see docs/beam-boot.md. */
export const chosenBoot = (image: string): Promise<string> =>
  docker('run', '--rm', '--entrypoint', '/bin/sh', image, '-c', readChoice);
