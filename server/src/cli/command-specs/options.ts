/** Options and arguments that several commands take. */
import type { OptionSpec } from '../command.ts';

export type Options = { readonly [name: string]: OptionSpec };

export const workspace: Options = {
  root: {
    kind: 'value',
    placeholder: 'DIR',
    summary: 'The workspace; default: the folder of sluice.config.json or of the repository',
  },
  config: {
    kind: 'value',
    short: 'c',
    placeholder: 'FILE',
    summary: 'Another configuration file than sluice.config.json',
  },
  'no-cache': { kind: 'switch', summary: 'Take nothing from earlier scans and keep nothing of this one' },
};

export const state: Options = {
  state: {
    kind: 'value',
    placeholder: 'FILE',
    summary: 'Take the state from a file: of `sluice snapshot`, or a flagd definition',
  },
  offline: { kind: 'switch', summary: 'Use the last known state and contact nobody' },
};

export const plane: Options = {
  'control-plane': {
    kind: 'value',
    placeholder: 'NAME',
    summary: 'One of several control planes, by its name in sluice.config.json',
  },
};

export const talk: Options = {
  quiet: { kind: 'switch', short: 'q', summary: 'Nothing on stderr but errors' },
  verbose: { kind: 'switch', short: 'v', summary: 'Say on stderr what is done, and how long it took' },
};

export const report = (formats: readonly string[]): Options => ({
  format: {
    kind: 'value',
    short: 'f',
    placeholder: 'FORMAT',
    values: formats,
    summary: `One of ${formats[0] ?? ''} (default), ${formats.slice(1).join(', ')}`,
  },
  output: {
    kind: 'value',
    short: 'o',
    placeholder: 'FILE',
    summary: 'Write the report to a file instead of stdout',
  },
});

export const scope: Options = {
  environment: { kind: 'value', short: 'e', placeholder: 'E', summary: 'The environment' },
  datacenter: { kind: 'value', short: 'd', placeholder: 'D', summary: 'Only this datacenter' },
  server: { kind: 'value', short: 's', placeholder: 'S', summary: 'Only this server of the datacenter' },
};

export const change: Options = {
  reason: { kind: 'value', short: 'r', placeholder: 'TEXT', summary: 'Why; it stands in the audit log' },
  yes: { kind: 'switch', short: 'y', summary: 'Do not ask, not even where real users are' },
};

export const anyPaths = { fewest: 0, most: Infinity, label: 'files and folders' };
export const noPositionals = { fewest: 0, most: 0, label: '' };
export const oneKey = { fewest: 1, most: 1, label: 'a flag key' };
