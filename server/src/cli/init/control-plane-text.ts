/** The lines of a new configuration that name the control plane: a usable block, or a commented one that says what is missing. */
import type { KindField } from '../../control-planes/kind-fields.ts';
import type { ChosenControlPlane } from './choose-control-plane.ts';
import { inline, quoted } from './json-line.ts';
import { signs } from './signs.ts';

/** The names of fields without which nothing works, and which nobody has said. */
export function missingFields({ facts, values }: ChosenControlPlane): readonly string[] {
  return facts.fields.flatMap(({ name, isRequired }) => (isRequired && values[name] === undefined ? [name] : []));
}

/** Lines for the top of the configuration, indented. What cannot be used yet is a comment, so that the file is always valid. */
export function controlPlaneLines(controlPlane: ChosenControlPlane | null): readonly string[] {
  if (controlPlane === null) {
    return [
      '  // Where the state of flags comes from. Without it the code is scanned, but nothing is compared with the state.',
      '  // "controlPlane": { "kind": "sluice", "url": "http://127.0.0.1:4650", "project": "default" },',
      '  // Other kinds (unleash, launchdarkly, posthog, ofrep ...): docs/control-planes.md.',
    ];
  }
  const missing = missingFields(controlPlane);
  const block = blockLines(controlPlane);
  return [
    ...introduction(controlPlane),
    ...(missing.length === 0
      ? block.map((line) => `  ${line}`)
      : [
          `  // Fill in ${missing.map((name) => `"${name}"`).join(' and ')}, and take the slashes away:`,
          ...block.map((line) => `  // ${line}`),
        ]),
  ];
}

function introduction({ facts, values, others }: ChosenControlPlane): readonly string[] {
  const where =
    facts.reach === 'file'
      ? 'The state of flags is this definition file.'
      : values.url === undefined
        ? 'The address comes from SLUICE_URL, the token from SLUICE_TOKEN; neither is written here.'
        : 'The token comes from SLUICE_TOKEN or the editor, never from this file.';
  return [
    `  // ${where}`,
    ...(others.length === 0
      ? []
      : [
          `  // Also found: ${others.join(', ')}. For a migration, or for folders that differ, see "controlPlanes" in Sluice’s README.`,
        ]),
  ];
}

function blockLines({ facts, values }: ChosenControlPlane): readonly string[] {
  const { kind, fields } = facts;
  const isPlain = fields.every(({ name }) => values[name] !== undefined);
  if (isPlain) return [`"controlPlane": ${inline({ kind, ...values })},`];
  const lines = fields.flatMap((field) => fieldLines(kind, field, values[field.name]));
  return ['"controlPlane": {', `  "kind": ${quoted(kind)},`, ...lines.map((line) => `  ${line}`), '},'];
}

/** One that was not said is shown with what it is for. */
function fieldLines(
  kind: string,
  { name, description, isRequired }: KindField,
  value: string | undefined,
): readonly string[] {
  if (value !== undefined) return [`${quoted(name)}: ${quoted(value)},`];
  const about = description === '' ? [] : [`// ${description}`];
  const example = signs.find((sign) => sign.kind === kind)?.example ?? '';
  return isRequired ? [...about, `"${name}": "",`] : [...about, `// "${name}": ${quoted(example)},`];
}
