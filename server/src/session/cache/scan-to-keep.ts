/** What a scan found out, as the cache keeps it. */
import type { FileFacts } from '../../core/facts.ts';
import type { CallSite } from '../../core/model.ts';
import type { ResolverDependencies } from '../modules/resolve-module.ts';
import type { Tally } from '../workspace/tally.ts';
import type { FileRecord, NewScan, ScanResult } from './facts-cache.ts';
import { dependenciesOf } from './scan-result.ts';

export interface ScanParts {
  /** null: its result is not kept, for a later scan would ask for something else. `readAt`: ms since the epoch. */
  readonly result: (Pick<ScanResult, 'asked' | 'summary' | 'commented'> & { readonly readAt: number }) | null;
  readonly callSites: ReadonlyMap<string, readonly CallSite[]>;
  readonly factsOf: (path: string) => FileFacts | undefined;
  /** What imports were resolved by. */
  readonly resolved: ResolverDependencies;
}

export function scanToKeep({ seen, others }: Tally, { result, callSites, factsOf, resolved }: ScanParts): NewScan {
  const records = new Map(seen.records());
  const dependencies = result && dependenciesOf(resolved, others, (path) => records.has(path), result.readAt);
  return {
    tested: seen.names(),
    result: result && dependencies && { ...result, ...dependencies, callSites: [...callSites] },
    files: (function* () {
      for (const [path, record] of records) {
        yield [path, record, () => seen.formerFacts(path) ?? factsText(factsOf(path), record)] as const;
      }
    })(),
  };
}

/** Facts as they are kept; null for what JSON would change. */
function factsText(facts: FileFacts | undefined, { hash }: FileRecord): Buffer | null {
  if (!facts || hash === null) return null;
  const text = JSON.stringify(facts);
  // A number that JSON cannot write becomes null.
  return text.includes('"kind":"number","value":null') ? null : Buffer.from(text, 'utf8');
}
