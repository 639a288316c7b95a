/** The report of a shard, as `check --shard --format json` writes it. */
import { z } from 'zod';
import { mostShards } from './shard.ts';

const oneBased = z.int().min(1);

const place = z.object({
  file: z.string(),
  line: oneBased,
  column: oneBased,
  endLine: oneBased,
  endColumn: oneBased,
});

const state = z.object({
  kind: z.enum(['live', 'polled', 'cached', 'file', 'none', 'off']),
  controlPlane: z.string().nullable(),
  readAt: z.string().nullable(),
  complete: z.boolean(),
  flags: z.number(),
  problem: z.string().nullable(),
});

const finding = place.extend({
  check: z.string(),
  severity: z.enum(['error', 'warning', 'info', 'hint']),
  message: z.string(),
  key: z.string().nullable(),
  evidence: z.array(z.object({ label: z.string(), value: z.string(), since: z.string().nullable() })),
  suggestions: z.array(z.string()),
  related: z.array(place.extend({ what: z.string().optional() })).optional(),
  fixes: z.array(z.object({ title: z.string(), edits: z.array(z.object({ place, newText: z.string() })) })).optional(),
  fingerprint: z.string(),
  controlPlane: z.string().optional(),
  path: z.string(),
  sourceLine: z.string(),
});

const shard = z.object({
  index: oneBased.max(mostShards),
  count: oneBased.max(mostShards),
  sluice: z.string(),
  code: z.string(),
  settings: z.string(),
  folder: z.string(),
  states: z.array(z.object({ name: z.string(), revision: z.string().nullable() })),
  isStateGiven: z.boolean(),
  now: z.int(),
});

export const partSchema = z.object({
  version: z.literal(1),
  outcome: z.enum(['clean', 'findings', 'state-unavailable']),
  outcomeReason: z.string().nullable(),
  isStateRequired: z.boolean(),
  state,
  controlPlanes: z
    .array(
      z.object({
        name: z.string(),
        kind: z.string().nullable(),
        folder: z.string().nullable(),
        comparedWith: z.string().nullable(),
        state,
      }),
    )
    .optional(),
  shard,
  findings: z.array(finding),
  summary: z.object({
    files: z.number(),
    parsed: z.number(),
    skipped: z.object({ binary: z.number(), minified: z.number(), oversized: z.number(), unreadable: z.number() }),
  }),
  problems: z.array(z.object({ file: z.string(), message: z.string() })),
  assumptions: z.array(z.string()),
});

export type Part = z.output<typeof partSchema>;
export type PartFinding = Part['findings'][number];
export type PartState = Part['state'];
