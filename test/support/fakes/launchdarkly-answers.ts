/** The form of what the FAKE LaunchDarkly answers: pages, flags with more or less of their environments, statuses. */
import { FakeRefusal, type FakeFlag } from './launchdarkly-flags.ts';

/** The only project there is. */
export const project = 'shop';

export interface FakeEnvironment {
  readonly key: string;
  readonly critical?: boolean;
  readonly confirmChanges?: boolean;
  readonly requireComments?: boolean;
}

export interface FakeStatus {
  readonly name: 'new' | 'active' | 'inactive' | 'launched';
  readonly lastRequested?: string;
}

/** For places where only an expression fits. */
export function refuse(status: number, message: string): never {
  throw new FakeRefusal(status, message);
}

/** An unknown one is refused. */
export function queryOf(url: URL, known: readonly string[]): { readonly [name: string]: string } {
  const query = Object.fromEntries(url.searchParams);
  const unknown = Object.keys(query).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new FakeRefusal(400, `The fake knows no query "${unknown}"`);
  return query;
}

/** A page of a list, with the links LaunchDarkly gives it: there is no `next` on the last one. */
export function page(url: URL, all: readonly unknown[], range: { readonly [name: string]: string }): unknown {
  const [limit, offset] = [Number(range['limit'] ?? 20), Number(range['offset'] ?? 0)];
  if (!(limit >= 1 && limit <= 100 && offset >= 0)) throw new FakeRefusal(400, 'Invalid limit or offset');
  const link = (at: number): object => {
    const there = new URL(url);
    there.searchParams.set('limit', String(limit));
    there.searchParams.set('offset', String(at));
    return { href: there.pathname + there.search, type: 'application/json' };
  };
  const next = offset + limit < all.length ? { next: link(offset + limit) } : {};
  return { _links: { self: link(offset), ...next }, totalCount: all.length, items: all.slice(offset, offset + limit) };
}

/** A flag with these environments; without details, its rules are only counted. */
export function shown(flag: FakeFlag, environments: readonly string[], hasDetails: boolean): unknown {
  const copy = structuredClone(flag);
  const configs = environments.map((environment) => {
    const { rules, targets, contextTargets, prerequisites, ...config } =
      copy.environments[environment] ?? refuse(404, 'Unknown environment key');
    const perVariant = copy.variations.map((_, position) => ({
      rules: rules.filter(({ variation }) => variation === position).length,
      nullRules: 0,
      targets: targets.filter(({ variation }) => variation === position).flatMap(({ values }) => values).length,
      contextTargets: contextTargets.filter(({ variation }) => variation === position).flatMap(({ values }) => values)
        .length,
    }));
    const _summary = { prerequisites: prerequisites.length, variations: Object.fromEntries(perVariant.entries()) };
    return [
      environment,
      { ...config, ...(hasDetails ? { rules, targets, contextTargets, prerequisites } : {}), _summary },
    ];
  });
  const { environments: _, ...rest } = copy;
  return {
    ...rest,
    _links: { self: { href: `/api/v2/flags/${project}/${flag.key}` } },
    ...(configs.length > 0 ? { environments: Object.fromEntries(configs) } : {}),
  };
}

/** With the keys of the SDKs, which a reader of it must not keep. */
export function environmentOf({
  key,
  critical = false,
  confirmChanges = false,
  requireComments = false,
}: FakeEnvironment): unknown {
  const secrets = { apiKey: `sdk-${key}-secret`, mobileKey: `mob-${key}-secret` };
  return {
    _id: `id-of-${key}`,
    key,
    name: key,
    color: 'F5A623',
    defaultTtl: 0,
    secureMode: false,
    ...secrets,
    critical,
    confirmChanges,
    requireComments,
    tags: [],
    _links: {},
  };
}

/** A status names its flag in links alone. */
export function statusList(
  environment: string,
  list: readonly { readonly key: string; readonly status: FakeStatus | undefined }[],
): unknown {
  const link = (path: string): object => ({ href: `/api/v2/${path}`, type: 'application/json' });
  const items = list.map(({ key, status = { name: 'active' } }) => ({
    ...status,
    default: false,
    _links: {
      parent: link(`flags/${project}/${encodeURIComponent(key)}`),
      self: link(`flag-statuses/${project}/${environment}/${encodeURIComponent(key)}`),
    },
  }));
  return { _links: { self: link(`flag-statuses/${project}/${environment}`) }, items };
}
