/** What the file of an adapter exports: everything the rest of Sluice has to know about one kind of control plane. */
import { z } from 'zod';
import type { Capabilities, ControlPlane } from './control-plane.ts';
import type { Credentials } from './credentials.ts';
import type { Timers } from './http/backoff.ts';
import type { Log } from './log.ts';

/**
 * What a control plane may be good for, in the words of the table in README.md. A definition says under `cannot` what its
 * control plane does not do; everything else is shown to work by the conformance tests.
 */
export const abilities = {
  all: 'Says that these are all flags',
  environments: 'Several environments',
  share: 'Shares of valves',
  variants: 'Variants beyond on and off',
  targeting: 'Says where rules decide',
  owner: 'Owner',
  tags: 'Tags',
  purpose: 'Purpose',
  created: 'When it was created',
  changed: 'When it was changed last',
  evaluated: 'When it was evaluated last',
  'stale-mark': 'Its own stale mark',
  prerequisites: 'Flags that ask for other flags',
  archived: 'Archived flags',
  page: 'A page for each flag',
  live: 'Tells of changes at once',
  switch: 'Turn on and off',
  valve: 'Set a share',
  datacenters: 'Datacenters and servers',
  rollback: 'Roll back',
  approval: 'Says where a change needs an approval',
  roles: 'Says what a token may only read',
  pages: 'Reads lists of more than one page',
} as const;

export type Ability = keyof typeof abilities;

interface Facts {
  /** `controlPlane.kind` in the configuration, and the name of the adapter's file. */
  readonly kind: string;
  /** What people call it: "Unleash". */
  readonly title: string;
  /** What it is, in one line for a list to choose from. */
  readonly about: string;
  /** Which token it takes and where to get one, in a few words; null where it takes none. */
  readonly token: string | null;
  /** The same object as `ControlPlane.capabilities`, as far as it does not depend on the token. */
  readonly capabilities: Capabilities;
  /** Why not, in a few words that complete "… : "; goes into docs/control-planes.md. */
  readonly cannot: { readonly [ability in Ability]?: string };
  /** What the conformance tests run against: 'the real server' or 'a stateful fake', and of which version. */
  readonly testedAgainst: string;
}

export interface ControlPlaneOptions {
  /** Absolute path of `sluice.config.json`, there or not: relative paths start from its folder. */
  readonly configFile: string;
  readonly credentials: Credentials;
  readonly log?: Log;
  /** ms since the epoch. */
  readonly now?: () => number;
  /** Of each request; default 10 s. */
  readonly timeoutMs?: number;
  /** Of each answer; default 32 MiB. */
  readonly maxBytes?: number;
  readonly timers?: Timers;
  /** In [0, 1). */
  readonly random?: () => number;
}

/** A control plane that is reached over HTTP. Its configuration has a `url` (`addressSchema`, optional or with a default). */
export interface HttpDefinition<Schema extends z.ZodObject = z.ZodObject> extends Facts {
  readonly reach: 'http';
  /** A strict object with `kind: z.literal(…)`. */
  readonly config: Schema;
  /** What tells its flags from others at the same address (the project); names the cached snapshot. */
  project(config: z.output<Schema>): string;
  /** Contacts nobody. `baseUrl` is the parsed address: http(s), its path ends with "/". Throws ConfigurationError. */
  create(config: z.output<Schema>, baseUrl: URL, options: ControlPlaneOptions): ControlPlane;
}

/** A control plane that is a file of the workspace: no network, no token, no cached snapshot. */
export interface FileDefinition<Schema extends z.ZodObject = z.ZodObject> extends Facts {
  readonly reach: 'file';
  readonly config: Schema;
  /** Reads nothing yet. Throws ConfigurationError. */
  create(config: z.output<Schema>, options: ControlPlaneOptions): ControlPlane;
}

export type ControlPlaneDefinition = HttpDefinition | FileDefinition;

/** The `url` of a configuration. `description` says what runs there. */
export function addressSchema(description: string): z.ZodURL {
  return z
    .url({ protocol: /^https?$/, error: 'an http(s) URL such as "https://flags.example.com"' })
    .meta({ description });
}

/** The `environments` of a configuration. */
export const environmentsSchema = z.strictObject({
  critical: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .meta({ description: 'Environments with real users. Default: those the control plane marks as critical.' }),
});
