/** The configuration that `sluice init` writes. */
import type { Proposal } from '../../core/discover/discover.ts';
import type { ConfiguredObject, ConfiguredWrapper } from '../../core/link/link.ts';

export type ChosenControlPlane =
  | { readonly kind: 'sluice'; readonly url: string | null; readonly project: string }
  | { readonly kind: 'flagd-file'; readonly path: string };

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

function controlPlaneLines(controlPlane: ChosenControlPlane | null): readonly string[] {
  if (controlPlane === null) {
    return [
      '  // Where the state of flags comes from. Without it the code is scanned, but nothing is compared with the state.',
      '  // "controlPlane": { "kind": "sluice", "url": "http://127.0.0.1:4650", "project": "default" },',
      '  // Other kinds (unleash, launchdarkly, posthog, ofrep ...): docs/control-planes.md.',
    ];
  }
  if (controlPlane.kind === 'flagd-file') {
    return [
      '  // The state of flags is this definition file.',
      `  "controlPlane": ${inline({ kind: 'flagd-file', path: controlPlane.path })},`,
    ];
  }
  const { url, project } = controlPlane;
  return [
    url === null
      ? '  // The address comes from SLUICE_URL, the token from SLUICE_TOKEN; neither is written here.'
      : '  // The token comes from SLUICE_TOKEN or the editor, never from this file.',
    `  "controlPlane": ${inline({ kind: 'sluice', ...(url === null ? {} : { url }), project })},`,
  ];
}

type Entry = string | number | readonly string[];

function inline(value: { readonly [key: string]: Entry }): string {
  const text = (entry: Entry): string =>
    typeof entry === 'object'
      ? `[${entry.map(quoted).join(', ')}]`
      : typeof entry === 'string'
        ? quoted(entry)
        : String(entry);
  return `{ ${Object.entries(value)
    .map(([key, entry]) => `${JSON.stringify(key)}: ${text(entry)}`)
    .join(', ')} }`;
}

/** JSON that hides nothing: names of files may hold anything, and this is shown on a terminal. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\p{C}\u2028\u2029]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
