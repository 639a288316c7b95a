/** The example shop as a session sees it, and what a person says must be found in it (`fixtures/shop.expected`). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../server/src/config/load.ts';
import { ControlPlaneError, type ControlPlane } from '../../server/src/control-planes/control-plane.ts';
import { createLineIndex } from '../../server/src/core/line-index.ts';
import type { CallSite, Finding, FlagSnapshot, Span } from '../../server/src/core/model.ts';
import { applySeed } from '../../server/src/embedded/seed.ts';
import { openStore } from '../../server/src/embedded/store/open-store.ts';

import { createSession } from '../../server/src/session/create-session.ts';
import { loadedExtractor } from '../../server/src/session/workspace/loaded-extractor.ts';
import { uriOfPath } from '../../server/src/session/uri.ts';

export const shopRoot = join(import.meta.dirname, '..', 'fixtures', 'shop');
const expectedRoot = join(import.meta.dirname, '..', 'fixtures', 'shop.expected');

/** Seeding and linting happen at this moment, so that ages do not depend on the day of the test. */
const now = new Date('2026-11-23T12:00:00Z');

export interface ExpectedCallSite {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The key expression as written. */
  readonly text: string;
  /** null: only known at run time. */
  readonly key: string | null;
  readonly sdk: string;
  readonly method: string;
  readonly role: string;
  readonly via: readonly string[];
  /** What the engine must be able to do to see it. */
  readonly needs?: string;
  /** Why it may be reported or not. */
  readonly optional?: string;
}

interface ExpectedFinding {
  readonly check: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly key: string | null;
  readonly why: string;
}

interface ExpectedFindings {
  readonly findings: readonly ExpectedFinding[];
  readonly suppressed: readonly Omit<ExpectedFinding, 'column'>[];
  /** Flags that a check must leave alone. */
  readonly quiet: readonly { readonly check: string; readonly key: string; readonly why: string }[];
}

interface LookAlike {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly why: string;
}

/** What stands in a file of `fixtures/shop.expected`. */
export function expected(name: 'usages.json'): { readonly callSites: readonly ExpectedCallSite[] };
export function expected(name: 'findings.json'): ExpectedFindings;
export function expected(name: 'look-alikes.json'): { readonly silent: readonly LookAlike[] };
export function expected(name: string): unknown {
  return JSON.parse(readFileSync(join(expectedRoot, name), 'utf8'));
}

/** A thing the engine reported, with its place as people write it. */
export interface Placed<Item> {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly item: Item;
}

export interface Shop {
  readonly callSites: readonly Placed<CallSite>[];
  readonly findings: readonly Placed<Finding>[];
  /** The line of a file, 1-based, without its line break. */
  lineOf(file: string, line: number): string;
}

/** Scans the shop. `state`: what the control plane answers; `live` is all its flags, `incomplete` all but it says that some may be missing. */
export async function openShop(state: 'live' | 'incomplete' | 'none'): Promise<Shop> {
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: fail };
  const session = createSession({
    extractor: loadedExtractor,
    loaded: loadConfig(shopRoot, { env: {} }),
    controlPlane:
      state === 'none'
        ? null
        : answering({ ...(await seededSnapshot()), ...(state === 'incomplete' ? missingPage : {}) }),
    logger: silent,
    now: () => now.getTime(),
  });
  try {
    await session.scan();
    await session.refreshState();
    const uris = session.uris();
    const place = <Item>(uri: string, span: Span, item: Item): Placed<Item> => {
      const index = createLineIndex(session.text(uri) ?? '');
      const [start, end] = [index.positionAt(span.start), index.positionAt(span.end)];
      return {
        file: uri.slice(uriOfPath(shopRoot).length + 1),
        line: start.line + 1,
        column: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
        item,
      };
    };
    const texts = new Map<string, readonly string[]>();
    return {
      callSites: uris.flatMap((uri) => session.callSites(uri).map((site) => place(uri, site.keySpan, site))),
      findings: uris.flatMap((uri) => session.findings(uri).map((finding) => place(uri, finding.span, finding))),
      lineOf(file, line) {
        const lines =
          texts.get(file) ??
          readFileSync(join(shopRoot, file), 'utf8')
            .replace(/^\uFEFF/, '')
            .split(/\r?\n/);
        texts.set(file, lines);
        return lines[line - 1] ?? '';
      },
    };
  } finally {
    session.dispose();
  }
}

const missingPage = { complete: false, incompleteReason: 'The second page did not arrive.' } as const;

/** The shop's flags as the embedded control plane holds them after seeding. */
export async function seededSnapshot(): Promise<FlagSnapshot> {
  const store = await openStore({ dataDir: ':memory:', now: () => now });
  try {
    await applySeed(store, 'lantern-books', JSON.parse(readFileSync(join(shopRoot, 'seed.json'), 'utf8')));
    const { environments, flags, revision } = await store.snapshot('lantern-books');
    return {
      controlPlane: { kind: 'sluice', name: 'sluice in this test', url: null },
      environments,
      flags,
      complete: true,
      incompleteReason: null,
      readAt: now.toISOString(),
      revision,
    };
  } finally {
    await store.close();
  }
}

function answering(snapshot: FlagSnapshot): ControlPlane {
  const name = snapshot.controlPlane.name;
  const refuse = () => Promise.reject(new ControlPlaneError(name, 'unsupported', `${name} only answers reads.`));
  return {
    kind: 'sluice',
    name,
    capabilities: {
      write: false,
      rollback: false,
      subscribe: false,
      narrowestScope: 'server',
      shareStep: 1,
      lostUpdates: 'refused',
    },
    readFlags: () => Promise.resolve(snapshot),
    subscribe: () => ({ close: () => {} }),
    write: refuse,
    rollback: refuse,
    dashboardUrl: () => Promise.resolve(null),
  };
}

function fail(message: string): void {
  throw new Error(message);
}
