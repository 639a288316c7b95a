/** What checks the code, and what comes of it. */
import type { Command } from '../command.ts';
import { checkFormats } from '../formats.ts';
import { workspace, state, talk, report, anyPaths } from './options.ts';

export const checkCommands: readonly Command[] = [
  {
    name: 'check',
    group: 'Look',
    summary: 'Find what is wrong with the flags in the code',
    usage: '[PATH...] [options]',
    description: `Scans the code, joins every flag read with the live state of the control plane and
reports what is wrong. Without paths: the working directory. Without a control plane,
or when it does not answer, findings that need the state are left out: unknown is not
absent. The whole workspace is read in any case, because wrappers and constants may
be anywhere in it.`,
    positionals: anyPaths,
    options: {
      ...report(checkFormats),
      'fail-on': {
        kind: 'value',
        values: ['error', 'warning', 'info', 'hint', 'never'],
        summary: 'Exit with 1 from this severity on; default: warning',
      },
      ...state,
      'require-state': { kind: 'switch', summary: 'Exit with 2 where the state cannot be read completely' },
      ...workspace,
      ...talk,
    },
    examples: [
      { command: 'sluice check', summary: 'This folder, against the live state' },
      {
        command: 'sluice check --require-state --format sarif -o sluice.sarif',
        summary: 'In a build that must not pass unchecked',
      },
      { command: 'sluice check src --state flags.snapshot.json', summary: 'The same result every time' },
    ],
    load: () => import('../commands/check.ts'),
  },
];
