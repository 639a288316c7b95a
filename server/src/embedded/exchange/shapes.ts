/** Flags as they go in and out in one piece: our own neutral form, in which the other formats are translated. */
import { z } from 'zod';
import { flagInput, key, limits, line, named, serving } from '../shapes.ts';

export const importLimits = { flags: 5_000, bodyBytes: 16 * 1024 * 1024 } as const;

const override = named(
  'ExchangedOverride',
  z.strictObject({ datacenter: key, server: key.nullable().default(null), serving }),
);

/** A flag with all it serves. An environment that is left out gets (or keeps) what it has. */
export const exchangedFlag = named(
  'ExchangedFlag',
  flagInput.omit({ servings: true }).extend({
    archived: z.boolean().default(false),
    environments: z
      .record(
        key,
        z.strictObject({
          serving,
          overrides: z
            .array(override)
            .max(limits.datacenters * 100)
            .default([]),
        }),
      )
      .default({}),
  }),
);
export type ExchangedFlag = z.infer<typeof exchangedFlag>;

export const importInput = named(
  'ImportInput',
  z.strictObject({
    source: line(200).meta({ description: 'Where the flags come from, for the audit log.' }),
    flags: z.array(exchangedFlag).max(importLimits.flags, `an import has at most ${importLimits.flags} flags`),
    update: z.boolean().default(false).meta({ description: 'Change flags that exist; else they refuse the import.' }),
    dryRun: z.boolean().default(false).meta({ description: 'Tell what would be done, and do nothing.' }),
  }),
);
export type ImportInput = z.infer<typeof importInput>;

const keys = z.array(z.string());
export const importReport = named(
  'ImportReport',
  z.strictObject({ created: keys, updated: keys, unchanged: keys, dryRun: z.boolean(), revision: z.string() }),
);
export type ImportReport = z.infer<typeof importReport>;

export const exportAnswer = named(
  'Export',
  z.strictObject({
    product: z.literal('sluice'),
    version: z.literal(1),
    project: z.string(),
    revision: z.string(),
    flags: z.array(exchangedFlag),
  }),
);
