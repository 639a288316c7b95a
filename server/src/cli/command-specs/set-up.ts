/** What a new workspace begins with. */
import type { Command } from '../command.ts';
import { workspace, talk, noPositionals, scope } from './options.ts';

/** The kinds of `control-planes/registry.ts`, which is too large to be read for every command line; a test compares them. */
export const controlPlaneChoices = [
  'sluice',
  'unleash',
  'launchdarkly',
  'flagd-file',
  'flagd-http',
  'ofrep',
  'posthog',
  'none',
] as const;

export const setUpCommands: readonly Command[] = [
  {
    name: 'init',
    group: 'Set up',
    summary: 'Look at the workspace and write sluice.config.json',
    usage: '[options]',
    description: `Looks for SDKs in package.json files and in the code, for flag definition files, and for
flag functions and flag objects of the workspace's own that its code does not show to be
ones. Says what it found and why, asks about each, and writes a configuration. Of several
control planes it proposes the one through which most flags are read. What it cannot know
is asked, or left as a comment that says what to fill in.`,
    positionals: noPositionals,
    options: {
      'control-plane': {
        kind: 'value',
        placeholder: 'KIND',
        values: controlPlaneChoices,
        summary: 'Its kind, instead of the one that was found; none: no control plane',
      },
      url: { kind: 'value', placeholder: 'URL', summary: 'Its address; without a kind: where `sluice serve` runs' },
      project: { kind: 'value', placeholder: 'KEY', summary: 'The project in it' },
      environment: { ...scope['environment']!, summary: 'What it stands for, where it has no environments of its own' },
      path: { kind: 'value', placeholder: 'FILE', summary: 'The definition file, for the kind flagd-file' },
      yes: { kind: 'switch', short: 'y', summary: 'Accept all it proposes, and write without asking' },
      force: { kind: 'switch', summary: 'Replace a configuration that is there' },
      root: workspace['root']!,
      ...talk,
    },
    examples: [
      { command: 'sluice init --url http://127.0.0.1:4650', summary: 'With the embedded control plane' },
      { command: 'sluice init --control-plane launchdarkly --project shop --yes', summary: 'Without questions' },
    ],
    load: () => import('../commands/init.ts'),
  },
];
