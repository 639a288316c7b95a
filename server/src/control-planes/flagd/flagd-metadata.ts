/** Hygiene metadata of a flagd flag. flagd allows strings, numbers and booleans; no names are standard, these are the usual ones. */
import type { FlagKind, Purpose } from '../../core/model.ts';
import { plainText } from '../plain-text.ts';

export interface FlagdMetadata {
  readonly kind: FlagKind | null;
  readonly purpose: Purpose | null;
  readonly owner: string | null;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly createdAt: string | null;
  readonly expiresAt: string | null;
  readonly changedAt: string | null;
  readonly constantSince: string | null;
  readonly permanent: boolean;
  readonly staleMark: string | null;
  readonly url: string | null;
}

const kinds = ['switch', 'valve', 'variant'] as const;
const purposes = ['release', 'ops', 'kill-switch', 'permission', 'experiment', 'dark'] as const;

/** What the metadata says. A value that is not understood counts as not said, and `note` is told. */
export function metadataOf(
  metadata: { readonly [name: string]: unknown },
  note: (sentence: string) => void,
): FlagdMetadata {
  const text = (...names: readonly string[]): string | null => {
    for (const name of names) {
      const value = metadata[name];
      if (typeof value === 'string' && value.trim() !== '') return value.trim();
      if (typeof value === 'number') return String(value);
    }
    return null;
  };

  const oneOf = <T extends string>(name: string, allowed: readonly T[]): T | null => {
    const value = text(name);
    const known = allowed.find((word) => word === value?.toLowerCase());
    if (value !== null && known === undefined)
      note(`metadata ${name} ${quoted(value)} is none of ${allowed.join(', ')}.`);
    return known ?? null;
  };

  const time = (...names: readonly string[]): string | null => {
    const name = names.find((candidate) => text(candidate) !== null);
    const value = name === undefined ? null : text(name);
    if (value === null) return null;
    const parsed = /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN;
    if (!Number.isNaN(parsed)) return new Date(parsed).toISOString();
    note(`metadata ${name} ${quoted(value)} is not a date such as "2026-12-01".`);
    return null;
  };

  const url = text('url');
  const parsedUrl = url !== null && URL.canParse(url) ? new URL(url) : null;
  return {
    kind: oneOf('kind', kinds),
    purpose: oneOf('purpose', purposes),
    owner: text('owner', 'team'),
    description: text('description'),
    tags: (text('tags') ?? '')
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
    createdAt: time('createdAt'),
    expiresAt: time('expiresAt', 'expires'),
    changedAt: time('changedAt'),
    constantSince: time('constantSince'),
    permanent:
      metadata['permanent'] === true || text('permanent') === 'true' || text('lifetime')?.toLowerCase() === 'permanent',
    staleMark: metadata['stale'] === true || text('stale') === 'true' ? 'stale' : null,
    url: parsedUrl?.protocol === 'https:' || parsedUrl?.protocol === 'http:' ? parsedUrl.href : null,
  };
}

function quoted(value: string): string {
  return JSON.stringify(plainText(value, 60));
}
