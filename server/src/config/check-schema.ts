/** `checks` in `sluice.config.json`: made from the registry, so that every check has its own title and only its own options. */
import { z } from 'zod';
import { compilePattern } from '../core/key-pattern.ts';
import type { CheckMeta } from '../core/checks/check.ts';
import { checkMetas, checks } from '../core/checks/registry.ts';
import type { Purpose, Severity } from '../core/model.ts';
import { durationPattern } from './durations.ts';

export const duration = z
  .string()
  .regex(durationPattern, 'a duration such as "5m", "12h", "14d" or "6w"')
  .meta({ id: 'duration', description: 'Minutes, hours, days or weeks: "5m", "12h", "14d", "6w".' });

const severity = z.enum(['error', 'warning', 'info', 'hint', 'off']).meta({ id: 'severity' });
const purpose = z.enum(['release', 'ops', 'kill-switch', 'permission', 'experiment', 'dark']);

/** Longer ones are refused: a pattern from a repository runs on every key. */
const longestPattern = 200;

const options = {
  severity: severity.meta({ description: 'How severe its findings are; "off" turns it off.' }),
  environments: z.record(z.string().min(1), severity).meta({
    id: 'severityByEnvironment',
    description:
      'Another severity for findings about an environment: { "staging": "hint", "sandbox": "off" }. Of a finding about several, the worst counts.',
  }),
  purposes: z.partialRecord(purpose, severity).meta({
    id: 'severityByPurpose',
    description:
      'Another severity for findings about flags of a purpose: { "ops": "info", "experiment": "off" }. A flag without a purpose counts as a release flag.',
  }),
  after: z.partialRecord(purpose, duration.nullable()).meta({
    id: 'timeByPurpose',
    description: 'The allowed time for flags of each purpose: { "release": "14d", "ops": null }; null = forever.',
  }),
  lag: duration.meta({ description: 'For how long servers may differ from what they should apply: "5m".' }),
  pattern: z
    .string()
    .min(1)
    .max(longestPattern)
    .superRefine((text, context) => {
      const trouble = patternTrouble(text);
      if (trouble !== null) context.addIssue({ code: 'custom', message: trouble });
    })
    .meta({
      format: 'regex',
      description:
        'A regular expression, without slashes around it: "^[a-z]+(-[a-z]+)*$". Without lookaround and references to groups.',
    }),
  inTests: z.boolean().meta({ description: 'Also report in tests, stories and mocks.' }),
} as const;

/** Every option that some check has. */
export const optionsOfChecks: ReadonlySet<string> = new Set(Object.keys(options));

/** What a check is set to: a severity, or options. */
export type CheckConfig =
  | Severity
  | 'off'
  | {
      readonly severity?: Severity | 'off' | undefined;
      readonly environments?: { readonly [environment: string]: Severity | 'off' } | undefined;
      readonly purposes?: { readonly [purpose in Purpose]?: Severity | 'off' | undefined } | undefined;
      readonly after?: { readonly [purpose in Purpose]?: string | null | undefined } | undefined;
      readonly lag?: string | undefined;
      readonly pattern?: string | undefined;
      readonly inTests?: boolean | undefined;
    };

export type ChecksConfig = { readonly [checkId: string]: CheckConfig | undefined };

/** By check id. */
export const checksSchema: z.ZodType<ChecksConfig> = z.lazy(
  () =>
    z.strictObject(Object.fromEntries(checkMetas.map((meta) => [meta.id, schemaOf(meta).optional()]))).meta({
      id: 'checks',
      description: 'By check id: a severity, "off", or an object of options, which turns the check on.',
    }) as unknown as z.ZodType<ChecksConfig>,
);

/** `overrides`: other settings for some files. */
export const overridesSchema = z.lazy(() =>
  z.array(
    z.strictObject({
      files: z.array(z.string().min(1).max(1_000)).min(1).meta({
        description:
          'Globs or folders, relative to this file, as in "ignore": "legacy/**", "*.stories.tsx". One without a slash applies at any depth.',
      }),
      checks: checksSchema,
    }),
  ),
);

/** In the order of the documentation. */
function optionNames({ id, needsState, options: own = [] }: CheckMeta): readonly (keyof typeof options)[] {
  const isOfFiles = checks.some(({ meta }) => meta.id === id);
  return [
    'severity',
    ...(needsState ? (['environments', 'purposes'] as const) : []),
    ...(['after', 'lag', 'pattern'] as const).filter((name) => own.includes(name)),
    ...(isOfFiles ? (['inTests'] as const) : []),
  ];
}

function schemaOf(meta: CheckMeta) {
  const own = Object.fromEntries(optionNames(meta).map((name) => [name, options[name].optional()]));
  const isOff = meta.recommended === false;
  const standard = isOff ? `Off unless it is named here; then: ${meta.severity}.` : `By default: ${meta.severity}.`;
  return z.union([severity, z.strictObject(own)]).meta({
    title: meta.title,
    description: `${meta.title}. ${standard}\n\n${firstParagraph(meta)}`,
    default: isOff ? 'off' : meta.severity,
  });
}

/** Without its Markdown: editors show a description as it is. */
function firstParagraph({ description }: CheckMeta): string {
  const [paragraph = ''] = description.trim().split('\n\n');
  return paragraph.replaceAll('\n', ' ').replace(/[`*]/g, '');
}

function patternTrouble(text: string): string | null {
  try {
    compilePattern(text);
    return null;
  } catch (error) {
    return `it is no regular expression that can be used here (${error instanceof Error ? error.message : String(error)})`;
  }
}
