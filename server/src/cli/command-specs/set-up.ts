/** What a new workspace begins with. */
import type { Command } from '../command.ts';
import { workspace, talk, noPositionals } from './options.ts';

export const setUpCommands: readonly Command[] = [
  {
    name: 'init',
    group: 'Set up',
    summary: 'Look at the workspace and write sluice.config.json',
    usage: '[options]',
    description: `Looks for SDKs in package.json files, for flag definition files, and for flag functions
and flag objects of the workspace's own that its code does not show to be ones. Says
what it found and why, asks about each, and writes a configuration.`,
    positionals: noPositionals,
    options: {
      url: { kind: 'value', placeholder: 'URL', summary: 'The control plane: where `sluice serve` runs' },
      project: { kind: 'value', placeholder: 'KEY', summary: 'The project in it' },
      yes: { kind: 'switch', short: 'y', summary: 'Accept all it proposes, and write without asking' },
      force: { kind: 'switch', summary: 'Replace a configuration that is there' },
      root: workspace['root']!,
      ...talk,
    },
    examples: [{ command: 'sluice init --url http://127.0.0.1:4650', summary: 'With the embedded control plane' }],
    load: () => import('../commands/init.ts'),
  },
];
