/** The configuration that `sluice init` writes. */
import type { Proposal } from '../../core/discover/discover.ts';
import type { ConfiguredObject, ConfiguredWrapper } from '../../core/link/link.ts';
import type { ChosenControlPlane } from './choose-control-plane.ts';
import { controlPlaneLines } from './control-plane-text.ts';
import { inline, type Entry } from './json-line.ts';

export interface ConfigChoices {
  readonly controlPlane: ChosenControlPlane | null;
  readonly schema: string | null;
  /** Flag functions and flag objects that were found. */
  readonly reads: readonly Proposal[];
}

/** JSON with comments: what is set, and what else could be. */
export function configText({ controlPlane, schema, reads }: ConfigChoices): string {
  const parts = [
    ...(schema === null ? [] : [`  "$schema": ${JSON.stringify(schema)},`]),
    ...controlPlaneLines(controlPlane),
    '',
    '  // How long a flag may sit at one value before it is called stale, by purpose; null = forever.',
    '  // "checks": { "stale-switch": { "after": { "release": "14d" } }, "dynamic-flag-key": "off" },',
    '',
    ...wrapperLines(reads),
    ...objectLines(reads),
    '',
    '  // Left out beside what git ignores, such as "**/vendored/**". Generated clients are better left in: they explain the code that calls them.',
    '  "ignore": []',
  ];
  return `{\n${parts.join('\n')}\n}\n`;
}

function wrapperLines(reads: readonly Proposal[]): readonly string[] {
  const entries = reads.flatMap((read) =>
    read.kind === 'wrapper' ? [`    ${inline(wrapperEntry(read.wrapper))}`] : [],
  );
  return [
    '  // Flag functions that Sluice does not recognize by itself.',
    ...(entries.length === 0
      ? ['  // "wrappers": [{ "module": "@shop/flags", "name": "isOpen", "key": 0 }],']
      : ['  "wrappers": [', entries.join(',\n'), '  ],']),
  ];
}

function objectLines(reads: readonly Proposal[]): readonly string[] {
  const entries = reads.flatMap((read) =>
    read.kind === 'object'
      ? read.objects.map((object) => `    ${inline({ ...placeEntry(object), name: object.name })}`)
      : [],
  );
  if (entries.length === 0) return [];
  return ['', '  // Objects whose members are flags.', '  "flagObjects": [', entries.join(',\n'), '  ],'];
}

function wrapperEntry(wrapper: ConfiguredWrapper): { readonly [key: string]: Entry } {
  return { ...placeEntry(wrapper), name: wrapper.name, key: wrapper.key };
}

function placeEntry({ module, owner }: ConfiguredObject): { readonly [key: string]: Entry } {
  return { ...(module === null ? {} : { module }), ...(owner === undefined ? {} : { owner }) };
}
