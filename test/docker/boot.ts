import { docker } from '../../lambda/docker/docker.ts';

const readChoice = 'read -r line < /var/task/boot/chosen; echo "$line"';

/** Which boot an image has, and why: see docs/beam-boot.md. */
export function chosenBoot(image: string): Promise<string> {
  return docker('run', '--rm', '--entrypoint', '/bin/sh', image, '-c', readChoice);
}
