import { docker } from '../../lambda/docker/docker.ts';

// Not `cat`: the images have nothing but a shell.
const readChoice =
  'if [ -e /var/task/boot/chosen ]; then read -r line < /var/task/boot/chosen; echo "$line"; fi';

/** Which boot an image has, and why: see docs/beam-boot.md. Empty for a language that has no choice of boots. */
export function chosenBoot(image: string): Promise<string> {
  return docker('run', '--rm', '--entrypoint', '/bin/sh', image, '-c', readChoice);
}
