import type { Rule } from '../rule.ts';

export const ignoredInstructions: Rule = {
  id: 'ignored-instructions',
  severity: 'remark',
  title: 'all Dockerfile instructions have an effect on Lambda',
  why: 'Lambda uses ENTRYPOINT, CMD, WORKDIR and ENV and ignores everything else: it runs functions as its own user and has no volumes, ports or health checks.',
  *check({ image: { config } }) {
    const ignored = [
      config.user !== undefined && config.user !== '' && `USER ${config.user}`,
      config.volumes.length > 0 && `VOLUME ${config.volumes.join(' ')}`,
      config.exposedPorts.length > 0 && `EXPOSE ${config.exposedPorts.join(' ')}`,
      config.healthcheck !== undefined && 'HEALTHCHECK',
    ].filter((each) => each !== false);
    if (ignored.length === 0) return;
    yield {
      found: `Expected only instructions that Lambda uses, found ${ignored.join(', ')}.`,
      fix: 'Remove them, unless the image also runs outside Lambda.',
    };
  },
};
