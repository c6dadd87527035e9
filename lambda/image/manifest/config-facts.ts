import type { ConfigFacts } from '../image-facts.ts';
import { maxInstructionLength } from '../limits.ts';
import type { ConfigDocument } from './documents.ts';

export function configFacts({
  os,
  architecture,
  variant,
  created,
  config,
  history,
}: ConfigDocument): ConfigFacts {
  return {
    os,
    architecture,
    variant: variant === '' ? undefined : variant,
    // Builders write an empty list or null for unset fields.
    entrypoint: unlessEmpty(config?.Entrypoint),
    cmd: unlessEmpty(config?.Cmd),
    workingDir: unlessEmpty(config?.WorkingDir),
    env: (config?.Env ?? []).map(variable),
    user: unlessEmpty(config?.User),
    volumes: Object.keys(config?.Volumes ?? {}),
    exposedPorts: Object.keys(config?.ExposedPorts ?? {}),
    healthcheck: healthcheck(config?.Healthcheck?.Test),
    stopSignal: unlessEmpty(config?.StopSignal),
    labels: config?.Labels ?? {},
    shell: unlessEmpty(config?.Shell),
    created: created ?? undefined,
    history: (history ?? []).map(({ created_by: createdBy = '', empty_layer: isEmpty }) => ({
      createdBy: createdBy.slice(0, maxInstructionLength),
      isEmptyLayer: isEmpty === true,
    })),
  };
}

function unlessEmpty<Value extends string | string[]>(
  value: Value | null | undefined,
): Value | undefined {
  return value === null || value === undefined || value.length === 0 ? undefined : value;
}

function variable(text: string): { name: string; value: string } {
  const equals = text.indexOf('=');
  if (equals === -1) return { name: text, value: '' };
  return { name: text.slice(0, equals), value: text.slice(equals + 1) };
}

/** An empty list inherits the health check, which has no meaning in a finished image; NONE disables it. */
function healthcheck(test: string[] | null | undefined): string[] | undefined {
  return test?.[0] === 'NONE' ? undefined : unlessEmpty(test);
}
