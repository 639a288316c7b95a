/** Which parts of `sluice check` go together. */
import { parseDuration } from '../../config/durations.ts';
import { visible } from '../../core/text.ts';
import type { CommandInput } from '../command.ts';
import { maxFindings } from './limit-findings.ts';
import { parseShard, type Shard } from '../shards/shard.ts';
import { UsageError } from '../usage-error.ts';

export interface CheckOptions {
  readonly baseline: string | null;
  readonly newOnly: boolean;
  readonly prune: boolean;
  readonly writeBaseline: string | null;
  readonly allowIncomplete: boolean;
  readonly changedSince: string | null;
  readonly shard: Shard | null;
  /** Files with usages of other repositories. */
  readonly usages: readonly string[];
  readonly maxStateAgeMs: number | null;
  readonly maxFindings: number | null;
}

/** Throws UsageError for what does not go together. */
export function checkOptions(input: CommandInput): CheckOptions {
  const shard = input.value('shard');
  // Said before what else does not fit, for it would have to be mended in any case.
  const parsedShard = shard === null ? null : parseShard(shard);
  const age = input.value('max-state-age');
  if (shard !== null && input.value('format') !== 'json') {
    throw new UsageError(
      '--shard gives a part of a report: use --format json, and `sluice merge` for all parts.',
      'check',
    );
  }
  for (const [option, others, why] of conflicts) {
    const other = others.find((name) => input.has(name));
    if (input.has(option) && other !== undefined)
      throw new UsageError(`--${option} and --${other} do not go together: ${why}.`, 'check');
  }
  for (const [option, needed] of needs) {
    if (input.has(option) && !input.has(needed)) throw new UsageError(`--${option} needs --${needed}.`, 'check');
  }
  return {
    baseline: input.value('baseline'),
    newOnly: input.has('new-only'),
    prune: input.has('prune-baseline'),
    writeBaseline: input.value('write-baseline'),
    allowIncomplete: input.has('allow-incomplete'),
    changedSince: input.value('changed-since'),
    shard: parsedShard,
    usages: input.values('usages'),
    maxStateAgeMs: age === null ? null : durationOf(age),
    maxFindings: maxFindings(input),
  };
}

const conflicts: readonly (readonly [string, readonly string[], string])[] = [
  ['write-baseline', ['baseline', 'changed-since', 'shard'], 'a baseline holds all findings of a whole run'],
  ['allow-incomplete', ['require-state'], 'one takes what the other refuses'],
  ['shard', ['changed-since'], 'what a change breaks is told by the whole'],
  ['shard', ['max-findings'], 'give the number to `sluice merge`'],
  ['shard', ['baseline'], 'give the baseline to `sluice merge`'],
  ['shard', ['max-findings'], 'give the limit to `sluice merge`'],
];

const needs: readonly (readonly [string, string])[] = [
  ['new-only', 'baseline'],
  ['prune-baseline', 'baseline'],
  ['allow-incomplete', 'write-baseline'],
];

function durationOf(text: string): number {
  const ms = parseDuration(text);
  if (ms !== null) return ms;
  throw new UsageError(`--max-state-age takes a time such as 12h, 7d or 4w, not "${visible(text)}".`, 'check');
}
