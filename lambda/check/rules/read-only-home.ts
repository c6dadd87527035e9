import type { Rule } from '../rule.ts';

/** Variables that name a directory to write to. */
const writable = new Set([
  'HOME',
  'TMPDIR',
  'TEMP',
  'TMP',
  'XDG_CACHE_HOME',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'XDG_STATE_HOME',
  'NPM_CONFIG_CACHE',
  'npm_config_cache',
  'YARN_CACHE_FOLDER',
  'PIP_CACHE_DIR',
  'PYTHONPYCACHEPREFIX',
  'NUMBA_CACHE_DIR',
  'MPLCONFIGDIR',
  'HF_HOME',
  'TRANSFORMERS_CACHE',
  'RELEASE_TMP',
  'FONTCONFIG_CACHE',
]);

export const readOnlyHome: Rule = {
  id: 'read-only-home',
  severity: 'warning',
  title: 'variables that name a cache or home directory point to /tmp',
  why: 'Only /tmp is writable on Lambda. Processes that write a cache elsewhere fail with EROFS: "read-only file system".',
  *check({ image: { config }, options: { env = {} } }) {
    for (const { name, value } of config.env) {
      if (!writable.has(name) || Object.hasOwn(env, name) || !value.startsWith('/')) continue;
      if (value === '/tmp' || value.startsWith('/tmp/') || value.startsWith('/dev/')) continue;
      yield {
        found: `Expected a directory in /tmp, found ${name}=${value}.`,
        where: `ENV ${name}`,
        fix: `ENV ${name}=/tmp`,
      };
    }
  },
};
