/** What every reader of a foreign format gives, and every writer takes: our own neutral flags, and what could not be held. */
import type { JsonValue, Serving, Variant } from '../../core/model.ts';
import type { ExchangedFlag } from '../../embedded/exchange/shapes.ts';

/** What was read from a file; nothing is sent where there are `problems`. */
export interface Reading {
  readonly flags: readonly ExchangedFlag[];
  /** Flags that the embedded control plane cannot hold as they are; they are left out. */
  readonly leftOut: readonly Remark[];
  /** What of a flag that is taken is not kept. */
  readonly notes: readonly Remark[];
  /** Flags that cannot be read at all: somebody has to look at the file. */
  readonly problems: readonly Remark[];
}

/** A sentence about one flag. */
export interface Remark {
  readonly key: string;
  readonly text: string;
}

export interface ReadOptions {
  /** From an environment of the file to one of the control plane; null where it is not wanted. */
  environmentFor(foreign: string): string | null;
  /** Take flags with targeting rules too, without these: they serve what is served where no rule matches. */
  readonly withoutRules: boolean;
}

/** A file in another format. */
export interface Writing {
  readonly document: unknown;
  /** Flags that the format cannot hold as they are. */
  readonly leftOut: readonly Remark[];
  readonly notes: readonly Remark[];
}

/** What is served in an environment, without the `targeted` of the model. */
export type PlainServing = ExchangedFlag['environments'][string]['serving'];

/** The file is not in the format; the message completes "FILE: ". */
export class UnreadableFile extends Error {}

/** A flag that cannot be read; the message completes `flag "key": `. */
export class UnreadableFlag extends Error {}

/** Collects what readers and writers say. */
export function createRemarks() {
  const leftOut: Remark[] = [];
  const notes: Remark[] = [];
  const problems: Remark[] = [];
  return { leftOut, notes, problems };
}
export type Remarks = ReturnType<typeof createRemarks>;

/** Exactly one true and one false. */
export function isOnOff(variants: readonly Variant[]): boolean {
  return variants.length === 2 && variants.some(({ value }) => value === true) && hasFalse(variants);
}

function hasFalse(variants: readonly Variant[]): boolean {
  return variants.some(({ value }) => value === false);
}

/** The model's serving as this control plane holds it: rules are left out. */
export function withoutRules(serving: Serving): PlainServing {
  if (serving.kind === 'targeted') return withoutRules(serving.otherwise);
  return serving.kind === 'fractional'
    ? { kind: 'fractional', shares: serving.shares.map((share) => ({ ...share })) }
    : serving;
}

/** A name that the control plane accepts, unlike all in `taken`: "Blue button" becomes "Blue-button". */
export function variantName(wanted: unknown, value: JsonValue, taken: ReadonlySet<string>): string {
  const text = typeof wanted === 'string' && wanted.trim() !== '' ? wanted : nameOfValue(value);
  const base =
    text
      .normalize('NFKD')
      .replaceAll(/[^A-Za-z0-9._\-/:]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 100) || 'variant';
  const usable = base === '.' || base === '..' || base === '__proto__' ? 'variant' : base;
  let name = usable;
  for (let number = 2; taken.has(name); number++) name = `${usable}-${number}`;
  return name;
}

function nameOfValue(value: JsonValue): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : 'variant';
}

export type Fields = { readonly [name: string]: unknown };

/** An object's fields; none where it is no object. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** A list's items; none where it is no list. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** A text that says something; else null. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
