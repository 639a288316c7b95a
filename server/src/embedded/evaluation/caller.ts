/** Who is calling and from where: a token, and what it, the request and its context say about the scope. Pure. */
import { key } from '../shapes.ts';
import type { ServedScope } from './compile.ts';

/** Whom a token stands for. What is not null is pinned: a request cannot be for another one. */
export interface SdkCaller {
  /** The token and the secret it was shown with, as one name; see `grantOf`. */
  readonly grant: string;
  /** The token's name, for logs. */
  readonly name: string;
  readonly project: string | null;
  readonly environment: string | null;
  readonly datacenter: string | null;
  readonly server: string | null;
  /** May this caller read the flags of this environment? */
  readonly mayRead: (project: string, environment: string) => boolean;
}

/** Where tokens are looked up. */
export interface SdkAccess {
  /** Null where there is no such token, or it was revoked or has expired. */
  find(secret: string): Promise<SdkCaller | null>;
  /** Which of these grants are still good. For streams that outlive the request that opened them. */
  active(grants: readonly string[]): Promise<ReadonlySet<string>>;
  /** Called when tokens were revoked or changed. The returned function stops it. */
  onChange(listener: () => void): () => void;
}

/** What one part of a request says about the scope. Undefined and null: nothing. */
export interface Claim {
  /** For messages: `the header`, `the selector`, `the context`. */
  readonly source: string;
  readonly project?: unknown;
  readonly environment?: unknown;
  readonly datacenter?: unknown;
  readonly server?: unknown;
}

/**
 * - `invalid`: what was said cannot be, or is not enough.
 * - `forbidden`: the token is for another scope.
 */
export interface Refusal {
  readonly kind: 'invalid' | 'forbidden';
  /** One sentence on what is wrong and what to do; never holds a token. */
  readonly message: string;
}

const parts = ['project', 'environment', 'datacenter', 'server'] as const;
type Part = (typeof parts)[number];

/** The scope that a caller is served. What the token pins wins, then the claims in their order; any two that disagree are refused. */
export function placeCaller(caller: SdkCaller, claims: readonly Claim[]): ServedScope | Refusal {
  const found: Partial<Record<Part, string>> = {};
  for (const part of parts) {
    const agreed = agree(part, caller[part], claims);
    if (typeof agreed === 'object' && agreed !== null) return agreed;
    if (agreed !== null) found[part] = agreed;
  }
  const { project, environment, datacenter = null, server = null } = found;
  if (project === undefined || environment === undefined) {
    const missing = project === undefined ? 'project' : 'environment';
    return invalid(`Say which ${missing} to read: this token is not bound to one.`);
  }
  if (server !== null && datacenter === null) return invalid('Name the datacenter of the server, too.');
  if (!caller.mayRead(project, environment)) {
    return {
      kind: 'forbidden',
      message: `The token may not read environment "${environment}" of project "${project}".`,
    };
  }
  return { project, environment, datacenter, server };
}

export function isRefusal(value: ServedScope | Refusal): value is Refusal {
  return 'kind' in value;
}

function agree(part: Part, pinned: string | null, claims: readonly Claim[]): string | Refusal | null {
  let agreed = pinned === null ? null : { value: pinned, source: 'the token' };
  for (const claim of claims) {
    const value = claim[part];
    if (value === undefined || value === null) continue;
    const name = key.safeParse(value);
    if (!name.success) {
      const why = typeof value === 'string' ? name.error.issues[0]?.message : 'it must be a string';
      return invalid(`The ${part} in ${claim.source} is not a name: ${why}.`);
    }
    if (agreed === null) agreed = { value: name.data, source: claim.source };
    if (agreed.value === name.data) continue;
    const message = `The ${part} is "${agreed.value}" in ${agreed.source}, but "${name.data}" in ${claim.source}.`;
    return { kind: pinned === null ? 'invalid' : 'forbidden', message };
  }
  return agreed?.value ?? null;
}

function invalid(message: string): Refusal {
  return { kind: 'invalid', message };
}
