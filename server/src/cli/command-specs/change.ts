/** What changes flags. */
import type { Command } from '../command.ts';
import { listFormats } from '../formats.ts';
import { workspace, plane, talk, scope, change, oneKey } from './options.ts';

export const changeCommands: readonly Command[] = [
  {
    name: 'flip',
    group: 'Change',
    summary: 'Turn a switch on or off, open or close a valve',
    usage: 'KEY (--on | --off | --to PERCENT) --environment E [options]',
    description: `Shows what will change, from what to what, and changes it. Where real users are, the
key has to be typed, or --yes given. The change is refused when somebody else changed
the flag meanwhile; nothing is ever sent twice.`,
    positionals: oneKey,
    options: {
      on: { kind: 'switch', summary: 'Everybody gets the feature' },
      off: { kind: 'switch', summary: 'Nobody gets it' },
      to: {
        kind: 'value',
        short: 't',
        placeholder: 'PERCENT',
        summary: 'This share of the load gets it: 0 to 100, in steps of 0.01',
      },
      ...scope,
      ...change,
      ...plane,
      ...workspace,
      ...talk,
    },
    examples: [
      { command: 'sluice flip new-checkout --on -e staging', summary: 'A switch' },
      {
        command: 'sluice flip new-search --to 5 -e production -d fra -r "first customers"',
        summary: 'A valve in one datacenter',
      },
    ],
    load: () => import('../commands/flip.ts'),
  },
  {
    name: 'rollback',
    group: 'Change',
    summary: 'Undo the last change of a flag in a scope',
    usage: 'KEY --environment E [options]',
    description: `Restores what exactly this scope served before its last change. Rolling back twice
brings the change back.`,
    positionals: oneKey,
    options: { ...scope, ...change, ...plane, ...workspace, ...talk },
    examples: [{ command: 'sluice rollback new-checkout -e production -r "error rate"', summary: 'Back, now' }],
    load: () => import('../commands/rollback.ts'),
  },
  {
    name: 'import',
    group: 'Change',
    summary: 'Take flags of another system into the embedded control plane',
    usage: 'FILE [options]',
    description: `Reads a flagd definition, an Unleash export, LaunchDarkly flags or an export of Sluice, and
takes all its flags in or none. Flags that exist and differ refuse the import, unless
--update. Flags with rules that the control plane cannot hold are left out and listed,
unless --without-rules. A second import changes nothing. Needs an administrator's token.`,
    positionals: { fewest: 1, most: 1, label: 'a file' },
    options: {
      from: {
        kind: 'value',
        placeholder: 'FORMAT',
        values: ['auto', 'flagd', 'unleash', 'launchdarkly', 'sluice'],
        summary: 'The format of the file: flagd, unleash, launchdarkly or sluice; default: auto',
      },
      environment: {
        kind: 'value',
        short: 'e',
        placeholder: 'E',
        summary: 'The environment that a flagd definition is for; else: take only this one of the file',
      },
      map: {
        kind: 'value',
        placeholder: 'A=B,...',
        summary: 'Take these environments of the file, under these names',
      },
      update: { kind: 'switch', summary: 'Change flags that exist; only what differs' },
      'without-rules': {
        kind: 'switch',
        summary: 'Take flags with rules too: they serve what is served where no rule matches',
      },
      'dry-run': { kind: 'switch', summary: 'Tell what would be done, and do nothing' },
      format: { kind: 'value', short: 'f', values: listFormats, summary: 'How it tells what it did' },
      ...plane,
      root: workspace['root']!,
      config: workspace['config']!,
      ...talk,
    },
    examples: [
      { command: 'sluice import flags.flagd.json -e production --dry-run', summary: 'What would come in' },
      {
        command: 'sluice import launchdarkly.json --map prod=production,test=staging',
        summary: 'Two environments with other names here',
      },
    ],
    load: () => import('../commands/import.ts'),
  },
];
