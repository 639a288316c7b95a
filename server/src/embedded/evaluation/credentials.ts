/** Where requests carry their token and their scope: HTTP headers, gRPC metadata, the flagd selector. Pure. */
import type { Claim } from './caller.ts';

/** By lower-case name; several values of one name are joined with commas. */
export type Headers = (name: string) => string | undefined;

/** What a request carries. `token` null: none. `problem`: one sentence where it cannot be read. */
export interface Credentials {
  readonly token: string | null;
  readonly claims: readonly Claim[];
  readonly problem: string | null;
}

const selectorKeys = ['token', 'project', 'environment', 'datacenter', 'server', 'flagSetId'] as const;

/**
 * From `authorization`, `x-api-key`, the `x-sluice-...` headers, and `flagd-selector`: the official flagd providers can send
 * nothing of their own but a selector.
 * @param selector the deprecated field of the request; '' where there is none
 */
export function readCredentials(headers: Headers, selector = ''): Credentials {
  const authorization = headers('authorization');
  const bearer = authorization === undefined ? undefined : /^bearer +(\S+) *$/i.exec(authorization)?.[1];
  if (authorization !== undefined && bearer === undefined) {
    return problem('The authorization is not "Bearer <token>".');
  }
  const selected = readSelector(headers('flagd-selector') || selector);
  if (typeof selected === 'string') return problem(selected);
  const tokens = new Set([bearer, headers('x-api-key')?.trim(), selected.token].filter((token) => token !== undefined));
  if (tokens.size > 1) return problem('The request carries several tokens: send one.');
  const [token = null] = tokens;
  const header = (name: string): string | undefined => headers(`x-sluice-${name}`)?.trim();
  return {
    token,
    claims: [
      {
        source: 'the headers',
        project: header('project'),
        environment: header('environment'),
        datacenter: header('datacenter'),
        server: header('server'),
      },
      ...selected.claims,
    ],
    problem: null,
  };
}

/** `token=...,datacenter=fra,server=fra-1`; a sentence where it is something else. */
function readSelector(text: string): string | { readonly token?: string; readonly claims: readonly Claim[] } {
  const found = new Map<string, string>();
  for (const part of text.split(',').map((each) => each.trim())) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const name = at < 0 ? '' : part.slice(0, at).trim();
    if (!selectorKeys.some((known) => known === name) || found.has(name)) {
      // What else stands there is not repeated: it may be a token.
      return `The selector is not understood: it is made of ${selectorKeys.join('=, ')}=, each at most once, separated by commas.`;
    }
    found.set(name, part.slice(at + 1).trim());
  }
  const set = readFlagSetId(found.get('flagSetId'));
  if (set === null) return 'The flagSetId of the selector is <project>/<environment>, or leave it out.';
  return {
    token: found.get('token'),
    claims: [
      {
        source: 'the selector',
        project: found.get('project'),
        environment: found.get('environment'),
        datacenter: found.get('datacenter'),
        server: found.get('server'),
      },
      { source: 'the flagSetId of the selector', ...set },
    ],
  };
}

function readFlagSetId(text: string | undefined): { project?: string; environment?: string } | null {
  if (text === undefined) return {};
  const [project, environment, ...more] = text.split('/');
  if (more.length > 0) return null;
  // Just one name is an environment's.
  return environment === undefined ? { environment: project } : { project, environment };
}

function problem(message: string): Credentials {
  return { token: null, claims: [], problem: message };
}
