/** Flags out of what LaunchDarkly's REST API answered, for whoever has it in a file. Pure. */
import type { Flag } from '../../core/model.ts';
import { plainText } from '../plain-text.ts';
import { readLaunchDarklyFlag, type LaunchDarklyFlag } from './launchdarkly-flag.ts';
import { merged, toFlag } from './launchdarkly-model.ts';

export interface LaunchDarklyExport {
  readonly flags: readonly Flag[];
  /** In the order in which they came. */
  readonly environments: readonly string[];
  /** What could not be read or is missing, each a few words with the flag's key where it is known; empty where that is all there is. */
  readonly problems: readonly string[];
}

/**
 * Reads an answer of `GET /api/v2/flags/{project}?env=…&summary=0`, of `GET /api/v2/flags/{project}/{flag}`, or a list of such
 * answers (pages, or one for each environment). Never throws; what is no such answer is a problem. The flags have no page.
 *
 * @example flagsFromLaunchDarkly(JSON.parse(await readFile('flags.json', 'utf8')))
 */
export function flagsFromLaunchDarkly(json: unknown): LaunchDarklyExport {
  const { items, total, isKnown } = itemsOf(json);
  if (!isKnown) return { flags: [], environments: [], problems: ['it is no answer of the LaunchDarkly REST API'] };
  const sources = new Map<string, LaunchDarklyFlag>();
  const problems: string[] = [];
  for (const [position, item] of items.entries()) {
    const read = readLaunchDarklyFlag(item);
    if (read.ok) sources.set(read.source.key, merged(sources.get(read.source.key), read.source));
    else problems.push(`${nameOf(item) ?? `number ${position + 1}`} (${read.problem})`);
  }
  const count = sources.size + problems.length;
  const all = [...sources.values()];
  const environments = [...new Set(all.flatMap((source) => Object.keys(source.environments)))];
  for (const { key, archived, environments: own } of all)
    if (!archived && Object.keys(own).length === 0)
      problems.push(`${plainText(key, 80)} (no environments; ask for them with env=… and summary=0)`);
  if (total > count) problems.push(`${total - count} of ${total} flags are on further pages`);
  const context = { environments, judged: [], statusOf: () => undefined, dashboard: null };
  return { flags: all.map((source) => toFlag(source, context)), environments, problems };
}

interface Items {
  readonly items: readonly unknown[];
  /** How many there are said to be. */
  readonly total: number;
  readonly isKnown: boolean;
}

function itemsOf(json: unknown): Items {
  if (Array.isArray(json)) {
    const parts = json.map(itemsOf);
    return {
      items: parts.flatMap(({ items }) => items),
      total: Math.max(0, ...parts.map(({ total }) => total)),
      isKnown: parts.every(({ isKnown }) => isKnown),
    };
  }
  if (typeof json !== 'object' || json === null) return { items: [], total: 0, isKnown: false };
  if ('items' in json && Array.isArray(json.items)) {
    const total = 'totalCount' in json && typeof json.totalCount === 'number' ? json.totalCount : 0;
    return { items: json.items, total, isKnown: true };
  }
  const isFlag = 'key' in json && 'variations' in json;
  return { items: isFlag ? [json] : [], total: 0, isKnown: isFlag };
}

function nameOf(item: unknown): string | null {
  const key = typeof item === 'object' && item !== null && 'key' in item ? item.key : null;
  return typeof key === 'string' && key !== '' ? plainText(key, 80) : null;
}
