import type { Catalog } from '../catalog/catalog.ts';
import { listOf } from './check-option.ts';
import { nameFirst, type Option, options, runFlags } from './options.ts';

export const summary = 'Generate a project, or update the one in this directory.';

/** The rows of `--help`: every option and flag, and what it is for. */
export function helpRows(catalog: Catalog): (readonly [left: string, right: string])[] {
  return [
    ...nameFirst(options).map((option) => optionRow(option, catalog)),
    ...runFlags.map(
      ({ flag, short, help }) =>
        [short === undefined ? `--${flag}` : `-${short}, --${flag}`, help] as const,
    ),
  ];
}

/** The row of one option: its values, and its default. */
export function optionRow(
  option: Option,
  catalog: Catalog,
): readonly [left: string, right: string] {
  return [leftOf(option), rightOf(option, catalog)];
}

function leftOf({ flag, placeholder, isSwitch }: Option): string {
  if (isSwitch) return `--[no-]${flag}`;
  return flag === undefined ? `[${placeholder}]` : `--${flag} <${placeholder}>`;
}

function rightOf(option: Option, catalog: Catalog): string {
  if (option.isSwitch) return option.help;
  const lists = catalog.languages.map((language) => {
    const choices = option.choices?.({ catalog, values: { language: language.id } }) ?? [];
    return { id: language.id, list: listOf(choices) };
  });
  const isSameForAll = new Set(lists.map(({ list }) => list)).size === 1;
  if (!isSameForAll) {
    const perLanguage = lists.map(({ id, list }) => `${list} (${id})`);
    return `${option.help}: ${perLanguage.join('; ')}; the first is the default`;
  }
  const list = lists[0]!.list === '' ? '' : `: ${lists[0]!.list}`;
  return `${option.help}${list} (default: ${option.default({ catalog, values: {} })})`;
}
