/** The control plane of the person's own settings (`sluice.controlPlane.*`), checked by the schema that checks configurations. */
import { z } from 'zod';
import { didYouMean } from '../config/suggest.ts';
import { fieldProblem, kindFacts, type FieldName, type KindFacts } from '../control-planes/kind-fields.ts';
import { controlPlaneSchema, type ControlPlaneConfig } from '../control-planes/registry.ts';
import { visible } from '../core/text.ts';
import type { ControlPlaneKind, OwnControlPlane } from '../protocol.ts';

/** A setting that can be used. */
export interface OwnSetting {
  readonly config: ControlPlaneConfig;
  /** Said, not assumed. */
  readonly isKindGiven: boolean;
  readonly isProjectGiven: boolean;
}

export type OwnSettingResult =
  | { readonly ok: true; readonly setting: OwnSetting }
  /** Which setting is wrong and what it takes, for people. */
  | { readonly ok: false; readonly problem: string };

const text = z
  .string()
  .transform((value) => value.trim() || undefined)
  .optional()
  .catch(undefined);
const sentSchema = z.object({ kind: text, url: text, project: text, environment: text });

/** The kinds a setting may name: a file belongs to a workspace, and needs no signing in. */
export const settingKinds: readonly KindFacts[] = kindFacts.filter(({ reach }) => reach === 'http');

/** The same for the client: what to let the person choose from, and what to ask then. */
export const controlPlaneKinds: readonly ControlPlaneKind[] = settingKinds.map(
  ({ kind, title, about, token, fields }) => ({ kind, title, about, token, fields }),
);

/** null where nothing is set. Fields that the kind does not take are left from another one, and ignored. */
export function readOwnControlPlane(sent: unknown): OwnSettingResult | null {
  const parsed = sentSchema.safeParse(sent);
  if (!parsed.success) return null;
  const values: OwnControlPlane = parsed.data;
  if (values.url === undefined && values.kind === undefined) return null;
  const kind = values.kind ?? 'sluice';
  const facts = settingKinds.find((candidate) => candidate.kind === kind);
  if (facts === undefined) return { ok: false, problem: wrongKind(kind) };
  const taken: { [name in FieldName]?: string } = {};
  for (const { name, isRequired, description } of facts.fields) {
    const value = name === 'path' ? undefined : values[name];
    // Where a token goes is the person's word, never a default.
    if (value === undefined && (isRequired || name === 'url')) {
      const needs = `${facts.title} needs the setting sluice.controlPlane.${name}.`;
      return { ok: false, problem: `${needs}${description === '' ? '' : ` ${description}`}` };
    }
    const problem = value === undefined ? null : fieldProblem(facts.kind, name, value);
    if (problem !== null) return { ok: false, problem: `The setting sluice.controlPlane.${name}: ${problem}` };
    if (value !== undefined) taken[name] = value;
  }
  const config = controlPlaneSchema.safeParse({ kind, ...taken });
  if (!config.success)
    return { ok: false, problem: `The setting sluice.controlPlane: ${z.prettifyError(config.error)}` };
  const isProjectGiven = values.project !== undefined;
  return { ok: true, setting: { config: config.data, isKindGiven: values.kind !== undefined, isProjectGiven } };
}

/** Why a setting could not be used, before it is written; null where it can. */
export function ownControlPlaneProblem(sent: unknown): string | null {
  const result = readOwnControlPlane(sent);
  return result?.ok === false ? result.problem : null;
}

function wrongKind(kind: string): string {
  const setting = 'The setting sluice.controlPlane.kind';
  if (kindFacts.some((candidate) => candidate.kind === kind))
    return `${setting} cannot be "${kind}": a file belongs to one workspace. Name it in that workspace's sluice.config.json.`;
  const known = settingKinds.map((candidate) => candidate.kind);
  return `${setting} is "${visible(kind, 80)}"; it takes ${known.join(', ')}.${didYouMean(kind, known)}`;
}
