import type { Rule } from '../rule.ts';

export const ignoredInstructions: Rule = {
  id: 'ignored-instructions',
  severity: 'remark',
  title: 'instructions have an effect on Lambda',
  why: 'Lambda takes ENTRYPOINT, CMD, WORKDIR and ENV, and ignores everything else: it has its own user, no volumes, no ports and no health checks.',
  *check({ image: { config } }) {
    const ignored = [
      config.user !== undefined && config.user !== '' && `USER ${config.user}`,
      config.volumes.length > 0 && `VOLUME ${config.volumes.join(' ')}`,
      config.exposedPorts.length > 0 && `EXPOSE ${config.exposedPorts.join(' ')}`,
      config.healthcheck !== undefined && 'HEALTHCHECK',
    ].filter((each) => each !== false);
    if (ignored.length === 0) return;
    yield {
      found: `Lambda ignores: ${ignored.join(', ')}.`,
      fix: 'Nothing, if they are for elsewhere.',
    };
  },
};
