/** A part of the files of a workspace, so that several machines share the work. */
import { createHash } from 'node:crypto';
import { visible } from '../../core/text.ts';
import { UsageError } from '../usage-error.ts';

export interface Shard {
  /** 1-based. */
  readonly index: number;
  readonly count: number;
}

/** A shard as its report names it, with what has to be the same in all of them. */
export interface ReportShard extends Shard {
  /** The version of Sluice. */
  readonly sluice: string;
  /** Of all files with call sites, whichever shard they are in. */
  readonly code: string;
  /** Of how checks are set, and of what was told of other repositories. */
  readonly settings: string;
  /** The working directory in the workspace: what paths in the report begin at. */
  readonly folder: string;
  readonly states: readonly { readonly name: string; readonly revision: string | null }[];
  readonly isStateGiven: boolean;
  /** ms since the epoch: ages are told as of then. */
  readonly now: number;
}

export const mostShards = 1_000;

/** "2/5". Throws UsageError. */
export function parseShard(text: string): Shard {
  const match = /^(\d{1,4})\/(\d{1,4})$/.exec(text);
  const index = Number(match?.[1]);
  const count = Number(match?.[2]);
  if (match && index >= 1 && index <= count && count <= mostShards) return { index, count };
  throw new UsageError(
    `--shard takes which part of how many, from 1/1 to ${mostShards}/${mostShards}, such as 2/5; not "${visible(text)}".`,
    'check',
  );
}

/** The shard a file belongs to: the same on every machine, and whatever other files there are. */
export function shardOf(path: string, count: number): number {
  return (createHash('sha256').update(path).digest().readUInt32BE(0) % count) + 1;
}
