/** What shows code and state, and changes nothing. */
import type { Command } from '../command.ts';
import { listFormats, reportFormats } from '../formats.ts';
import { workspace, state, plane, talk, report, anyPaths, noPositionals } from './options.ts';

export const lookCommands: readonly Command[] = [
  {
    name: 'usages',
    group: 'Look',
    summary: 'List every place where code reads a flag',
    usage: '[PATH...] [options]',
    description: `Lists call sites with their keys. Contacts no control plane. Positions are 1-based,
columns count UTF-16 code units, ends are exclusive; the span is the key expression.`,
    positionals: anyPaths,
    options: { ...report(listFormats), ...workspace, ...talk },
    examples: [
      { command: 'sluice usages', summary: 'All call sites of this folder' },
      { command: 'sluice usages --format json packages/web', summary: 'For another program' },
    ],
    load: () => import('../commands/usages.ts'),
  },
  {
    name: 'flags',
    group: 'Look',
    summary: 'List flags with state, age, owner and references; say which can go',
    usage: '[KEY] [options]',
    description: `One line for each flag of the control plane: what it serves in each environment, for
how long it has served just that, who owns it, and how often the code reads it. With
--stale only those that can go, safely or with caution: what was looked at, since when it
is so, and which value survives. With a key, everything that was looked at.`,
    positionals: { fewest: 0, most: 1, label: 'one flag key' },
    options: {
      ...report(listFormats),
      stale: { kind: 'switch', summary: 'Only flags that are safe to remove, or to be removed with caution, and why' },
      ...plane,
      ...state,
      ...workspace,
      ...talk,
    },
    examples: [
      { command: 'sluice flags', summary: 'What is there' },
      { command: 'sluice flags --stale', summary: 'What can go, and why' },
      { command: 'sluice flags new-checkout', summary: 'Why this one stays, or does not' },
    ],
    load: () => import('../commands/flags.ts'),
  },
  {
    name: 'report',
    group: 'Look',
    summary: 'Write a page about flag debt: health, age, owners, trend, what can go',
    usage: '[options]',
    description: `Writes one HTML page that needs nothing else and loads nothing, or the same as JSON: flags by
health, age, owner, kind and purpose, what is safe to remove now with the value that
survives and the places in code, and, compared with an earlier report, what was added,
removed, newly stale and resolved. Each report keeps the totals of those before it.
Without a state, the page says so and judges nothing.`,
    positionals: noPositionals,
    options: {
      format: {
        kind: 'value',
        short: 'f',
        placeholder: 'FORMAT',
        values: reportFormats,
        summary: `One of ${reportFormats.join(', ')}; default: ${reportFormats[0]}`,
      },
      output: {
        kind: 'value',
        short: 'o',
        placeholder: 'FILE',
        summary: 'The file; default: sluice-report.html, or sluice-report.json',
      },
      'compare-with': {
        kind: 'value',
        placeholder: 'FILE',
        summary: 'An earlier report, as JSON or as a page: show what changed since',
      },
      ...state,
      'require-state': { kind: 'switch', summary: 'Exit with 2 where the state cannot be read completely' },
      ...workspace,
      ...talk,
    },
    examples: [
      { command: 'sluice report', summary: 'A page for the team' },
      {
        command: 'sluice report --format json --compare-with sluice-report.json',
        summary: 'Every night: the history grows by an entry',
      },
    ],
    load: () => import('../commands/report.ts'),
  },
  {
    name: 'status',
    group: 'Look',
    summary: 'Show switches and valves per environment, datacenter and server',
    usage: '[KEY] [options]',
    description: `Desired is what the control plane says, observed what the server itself reported. A
server that has reported nothing is shown as "not reported", not as in agreement.
With several control planes: the state of each, what each says, and where those for the
same folder disagree (a migration). What cannot be known is never a disagreement.`,
    positionals: { fewest: 0, most: 1, label: 'one flag key' },
    options: {
      ...report(listFormats),
      compare: { kind: 'switch', summary: 'Only where control planes disagree' },
      'fail-on-difference': {
        kind: 'switch',
        summary: 'Exit with 1 where they disagree, with 2 where that cannot be told',
      },
      ...plane,
      ...state,
      ...workspace,
      ...talk,
    },
    examples: [
      { command: 'sluice status new-checkout', summary: 'How far is it open, and where' },
      { command: 'sluice status --compare --fail-on-difference', summary: 'In the build of a migration' },
    ],
    load: () => import('../commands/status.ts'),
  },
];
