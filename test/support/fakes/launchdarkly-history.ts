/** The audit log of the FAKE LaunchDarkly: the list holds summaries, each entry has a version of the flag before and after. */
import { project, queryOf } from './launchdarkly-answers.ts';
import { FakeRefusal, type FakeFlag } from './launchdarkly-flags.ts';

interface Entry {
  readonly summary: {
    readonly _id: string;
    readonly date: number;
    readonly kind: 'flag';
    readonly name: string;
    readonly accesses: readonly { readonly action: string; readonly resource: string }[];
    readonly comment: string;
  };
  readonly previousVersion: FakeFlag | null;
  readonly currentVersion: FakeFlag;
}

export interface FakeChange {
  readonly comment: string;
  readonly date: number;
  readonly before: FakeFlag | null;
  readonly after: FakeFlag;
}

export interface FakeHistory {
  /** `environment`: `*` for all. */
  add(environment: string, actions: readonly string[], change: FakeChange): void;
  /** The answer to `GET /api/v2/auditlog`, newest first. */
  list(url: URL): unknown;
  entry(id: string): unknown;
}

export function createHistory(): FakeHistory {
  const entries: Entry[] = [];
  return {
    add(environment, actions, { comment, date, before, after }) {
      const resource = `proj/${project}:env/${environment}:flag/${after.key}`;
      const accesses = actions.map((action) => ({ action, resource }));
      const summary = {
        _id: `entry-${entries.length}`,
        date,
        kind: 'flag' as const,
        name: after.name,
        accesses,
        comment,
      };
      entries.unshift({ summary, previousVersion: structuredClone(before), currentVersion: structuredClone(after) });
    },

    list(url) {
      const { spec = '', limit = '10' } = queryOf(url, ['spec', 'limit', 'before', 'after', 'q']);
      if (!(Number(limit) >= 1 && Number(limit) <= 20)) throw new FakeRefusal(400, 'limit must be between 1 and 20');
      const [, inProject, environment, key] = /^proj\/([^:]+):env\/([^:]+):flag\/([^:]+)$/.exec(spec) ?? [];
      if (inProject !== project) throw new FakeRefusal(400, `Invalid resource specifier "${spec}"`);
      const isMeant = ({ resource }: { readonly resource: string }): boolean =>
        resource === `proj/${project}:env/${environment}:flag/${key}` ||
        resource === `proj/${project}:env/*:flag/${key}`;
      const found = entries.filter(({ summary }) => summary.accesses.some(isMeant)).slice(0, Number(limit));
      return { _links: {}, items: found.map(({ summary }) => summary) };
    },

    entry(id) {
      const found = entries.find(({ summary }) => summary._id === id);
      if (found === undefined) throw new FakeRefusal(404, 'Unknown audit log entry');
      const { summary, ...versions } = found;
      return { ...summary, ...versions };
    },
  };
}
