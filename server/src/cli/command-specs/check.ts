/** What checks the code, and what comes of it. */
import type { Command } from '../command.ts';
import { checkFormats } from '../formats.ts';
import { anyPaths, report, state, talk, workspace, type Options } from './options.ts';

const failOn: Options = {
  'fail-on': {
    kind: 'value',
    values: ['error', 'warning', 'info', 'hint', 'never'],
    summary: 'Exit with 1 from this severity on; default: warning',
  },
};

const maxFindings: Options = {
  'max-findings': {
    kind: 'value',
    placeholder: 'N',
    summary: 'Show the N most severe findings and count the rest; all decide the exit code',
  },
};

const alsoReport: Options = {
  report: {
    kind: 'value',
    placeholder: 'FORMAT=FILE',
    summary: 'Write a report of the same run to a file as well; repeatable',
  },
};

const baseline: Options = {
  baseline: { kind: 'value', placeholder: 'FILE', summary: 'Tell the findings in this file from new ones' },
  'new-only': { kind: 'switch', summary: 'Report new findings only, and fail on those only' },
};

/** What findings are compared with. */
const comparison: Options = {
  'changed-since': {
    kind: 'value',
    placeholder: 'REF',
    summary: 'Only what the changes since then touch, and what they break elsewhere',
  },
  ...baseline,
  'prune-baseline': { kind: 'switch', summary: 'Take out of the baseline what is gone' },
  'write-baseline': {
    kind: 'value',
    placeholder: 'FILE',
    summary: 'Accept all findings for now: write them to a baseline',
  },
  'allow-incomplete': {
    kind: 'switch',
    summary: 'Write the baseline although findings that need the state are missing',
  },
};

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
      ...alsoReport,
      ...failOn,
      ...maxFindings,
      ...comparison,
      ...state,
      'require-state': { kind: 'switch', summary: 'Exit with 2 where the state cannot be read completely' },
      'max-state-age': {
        kind: 'value',
        placeholder: 'AGE',
        summary: 'Exit with 2 where the state was read longer ago: 12h, 7d, 4w',
      },
      usages: {
        kind: 'value',
        placeholder: 'FILE',
        summary: 'Report of `sluice usages --format json` in another repository; repeatable',
      },
      shard: {
        kind: 'value',
        placeholder: 'I/N',
        summary: 'Only the findings of part I of N, as JSON for `sluice merge`',
      },
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
      {
        command: 'sluice check --changed-since origin/main --format markdown',
        summary: 'For a comment on a pull request',
      },
      {
        command: 'sluice check --baseline sluice.baseline.json --new-only',
        summary: 'Fail only on what was not there before',
      },
    ],
    load: () => import('../commands/check.ts'),
  },
  {
    name: 'merge',
    group: 'Look',
    summary: 'Put the reports of all shards of a check together',
    usage: 'REPORT... [options]',
    description: `Takes what \`sluice check --shard 1/N --format json\` wrote, one file for each of the N parts, and
writes the report that a single run would have given. A part that is missing, there twice, of
other code, of another state or of another version of Sluice is an error.`,
    positionals: { fewest: 1, most: Infinity, label: 'reports' },
    options: {
      ...report(checkFormats),
      ...alsoReport,
      ...failOn,
      ...maxFindings,
      ...baseline,
      root: workspace['root']!,
      ...talk,
    },
    examples: [
      { command: 'sluice merge part-*.json --format sarif -o sluice.sarif', summary: 'After the parts have run' },
    ],
    load: () => import('../commands/merge.ts'),
  },
];
