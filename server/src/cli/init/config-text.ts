/** The configuration that `sluice init` writes. */

export type ChosenControlPlane =
  | { readonly kind: 'sluice'; readonly url: string | null; readonly project: string }
  | { readonly kind: 'flagd-file'; readonly path: string };

export interface ConfigChoices {
  readonly controlPlane: ChosenControlPlane | null;
  readonly schema: string | null;
}

/** JSON with comments: what is set, and what else could be. */
export function configText({ controlPlane, schema }: ConfigChoices): string {
  const parts = [
    ...(schema === null ? [] : [`  "$schema": ${JSON.stringify(schema)},`]),
    ...controlPlaneLines(controlPlane),
    '',
    '  // How long a flag may sit at one value before it is called stale, by purpose; null = forever.',
    '  // "checks": { "stale-switch": { "after": { "release": "14d" } }, "dynamic-flag-key": "off" },',
    '',
    '  // Flag functions that Sluice does not recognize by itself.',
    '  // "wrappers": [{ "module": "@shop/flags", "name": "isOpen", "key": 0 }],',
    '',
    '  // Left out beside what git ignores.',
    '  "ignore": ["**/generated/**"]',
  ];
  return `{\n${parts.join('\n')}\n}\n`;
}

function controlPlaneLines(controlPlane: ChosenControlPlane | null): readonly string[] {
  if (controlPlane === null) {
    return [
      '  // Where the state of flags comes from. Without it the code is scanned, but nothing is compared with the state.',
      '  // "controlPlane": { "kind": "sluice", "url": "http://127.0.0.1:4650", "project": "default" },',
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

function inline(value: { readonly [key: string]: string }): string {
  const pairs = Object.entries(value).map(([key, text]) => `${JSON.stringify(key)}: ${JSON.stringify(text)}`);
  return `{ ${pairs.join(', ')} }`;
}
