import type { Resource, Template } from './template.ts';

/** What belongs to no function, although all of them refer to it. */
const shared = /^AWS::(KMS|EC2|ElastiCache)::/;

/**
 * The function, by its logical id, that each resource belongs to: the one that it is connected to by references. Resources
 * of the whole stack belong to none.
 */
export function ownersIn({ Resources }: Template): Map<string, string> {
  const ids = Object.keys(Resources).filter((id) => !isShared(Resources[id]!));
  const neighbours = new Map(ids.map((id) => [id, new Set<string>()]));
  for (const id of ids) {
    for (const other of referencesIn(Resources[id]!.Properties)) {
      if (!neighbours.has(other)) continue;
      neighbours.get(id)!.add(other);
      neighbours.get(other)!.add(id);
    }
  }
  const owners = new Map<string, string>();
  for (const fn of ids.filter((id) => Resources[id]!.Type === 'AWS::Lambda::Function')) {
    const reached = [fn];
    for (const id of reached) {
      const taken = owners.get(id);
      if (taken !== undefined && taken !== fn) throw new Error(`${id} is of ${taken} and ${fn}`);
      owners.set(id, fn);
      reached.push(...[...neighbours.get(id)!].filter((each) => !reached.includes(each)));
    }
  }
  return owners;
}

/** A table that is made for one function has keys for its purpose. The topic of the alarms has its own key. */
export function isShared({ Type, Properties }: Pick<Resource, 'Type' | 'Properties'>): boolean {
  if (Type === 'AWS::SNS::Topic') {
    return referencesIn(Properties?.['KmsMasterKeyId']).some((id) => !id.startsWith('AWS::'));
  }
  return shared.test(Type) || JSON.stringify(Properties?.['KeySchema'] ?? []).includes('"pk"');
}

/** The logical ids that a value refers to. */
export function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, argument]) => {
    if (key === 'Ref') return [argument as string];
    if (key === 'Fn::GetAtt')
      return [Array.isArray(argument) ? argument[0] : argument.split('.')[0]];
    if (key !== 'Fn::Sub') return referencesIn(argument);
    const [text, values] = Array.isArray(argument) ? argument : [argument, {}];
    const names = [...(text as string).matchAll(/\$\{([\w:]+)/g)].map(([, name]) => name!);
    return [...names, ...referencesIn(values)];
  });
}
