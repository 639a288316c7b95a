/** What a person has to say about a control plane of some kind: read from its schema, so that no list has to be kept beside it. */
import { z } from 'zod';
import { parseBaseUrl } from './http/target-url.ts';
import { definitions, type ControlPlaneConfig } from './registry.ts';

export type ControlPlaneKind = ControlPlaneConfig['kind'];

/** Those of a schema's keys that are asked for, in this order; all others have a default that fits nearly everybody. */
const askedFor = ['path', 'url', 'project', 'environment'] as const;
export type FieldName = (typeof askedFor)[number];

export interface KindField {
  readonly name: FieldName;
  /** A sentence on what it is; '' where its name says all. */
  readonly description: string;
  /** What counts where nothing is said; null where there is no default. */
  readonly fallback: string | null;
  /** Nothing works without it. An address may always be left to SLUICE_URL. */
  readonly isRequired: boolean;
}

export interface KindFacts {
  readonly kind: ControlPlaneKind;
  readonly title: string;
  readonly about: string;
  readonly token: string | null;
  readonly reach: 'http' | 'file';
  readonly fields: readonly KindField[];
}

/** All kinds, in the order of the documentation. */
export const kindFacts: readonly KindFacts[] = definitions.map(({ kind, title, about, token, reach, config }) => ({
  kind: kind as ControlPlaneKind,
  title,
  about,
  token,
  reach,
  fields: askedFor.flatMap((name) => {
    const schema = (config.shape as { readonly [key: string]: z.ZodType })[name];
    return schema === undefined ? [] : [fieldOf(name, schema)];
  }),
}));

/** The facts of a kind; undefined for what is none. */
export function factsOfKind(kind: string): KindFacts | undefined {
  return kindFacts.find((facts) => facts.kind === kind);
}

/** Why a text cannot be the value of a field, as a sentence that does not repeat it; null where it can. */
export function fieldProblem(kind: ControlPlaneKind, name: FieldName, text: string): string | null {
  if (name === 'url') {
    const base = parseBaseUrl(text);
    if (!base.ok) return `The address of the control plane cannot be used: ${base.reason}.`;
  }
  const definition = definitions.find((candidate) => candidate.kind === kind);
  const schema = (definition?.config.shape as { readonly [key: string]: z.ZodType } | undefined)?.[name];
  const parsed = schema?.safeParse(text);
  if (parsed === undefined) return `A control plane of the kind ${kind} has no ${name}.`;
  if (parsed.success) return null;
  const reason = text === '' ? 'it is empty' : (parsed.error.issues[0]?.message ?? 'it has another form');
  const what = schema?.meta()?.description ?? '';
  return `The ${name} cannot be used (${reason}).${what === '' ? '' : ` ${what}`}`;
}

function fieldOf(name: FieldName, schema: z.ZodType): KindField {
  const empty = schema.safeParse(undefined);
  return {
    name,
    description: descriptionOf(schema),
    fallback: empty.success && typeof empty.data === 'string' ? empty.data : null,
    isRequired: !empty.success,
  };
}

/** `optional` and `default` wrap the schema that was described. */
function descriptionOf(schema: z.ZodType): string {
  const own = schema.meta()?.description;
  if (own !== undefined) return own;
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault
    ? descriptionOf(schema.unwrap() as z.ZodType)
    : '';
}
