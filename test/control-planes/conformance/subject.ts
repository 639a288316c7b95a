/** What the test of an adapter hands to the conformance kit: a server (or a file) with the shop's flags, and a look behind the adapter's back. */
import type { ControlPlane } from '../../../server/src/control-planes/control-plane.ts';
import type { ControlPlaneDefinition } from '../../../server/src/control-planes/definition.ts';
import type { Log } from '../../../server/src/control-planes/log.ts';
import type { Answer } from '../../support/fault-server.ts';
import type { ProxiedRequest } from '../../support/fault-proxy.ts';

/**
 * The flags every subject sets up, each under this key (or the nearest the control plane allows: see `RunningSubject.keys`).
 * `main` is the environment with real users.
 *
 * | role | in `main` | in the other environment |
 * |---|---|---|
 * | `switch` | on for everybody; owner, tag `checkout`, purpose release | off |
 * | `killSwitch` | off; purpose kill-switch | |
 * | `valve` | open to 25 % | closed |
 * | `dark` | a valve that was never opened: closed, in the state its control plane leaves a new flag in | |
 * | `variants` | everybody gets `blue` of `blue`, `green` | |
 * | `targeted` | rules decide for some; asks for `stale` | |
 * | `stale` | carries the control plane's own stale mark | |
 * | `archived` | archived | |
 */
export const shopKeys = {
  switch: 'new-checkout',
  killSwitch: 'stop-payments',
  valve: 'recommendations',
  dark: 'express-delivery',
  variants: 'button-color',
  targeted: 'beta-search',
  stale: 'legacy-banner',
  archived: 'old-search',
} as const;

export type ShopRole = keyof typeof shopKeys;

/** What the control plane itself says a flag serves, read without the adapter. */
export interface Truth {
  /** 0..10000 of the load in `main` that gets the feature; null where rules or variants decide. */
  readonly share: number | null;
  /** Everything about the flag that a change could destroy (its rules above all), comparable with `toEqual`. */
  readonly rest: unknown;
}

export interface OpenOptions {
  readonly url: string;
  /** Null: nobody is signed in. */
  readonly token: string | null;
  readonly log: Log;
  readonly now?: () => number;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

export interface RunningSubject {
  /** The server's address without a slash at the end; for a file anything. */
  readonly url: string;
  /** The adapter at this address, made by the definition's `create` (see `openWith` in open.ts). */
  open(options: OpenOptions): ControlPlane;
  /** One that may change flags and one that may only read; null: there are none. */
  readonly writer: string | null;
  readonly reader: string | null;
  readonly main: string;
  readonly other: string | null;
  /** Where a key of `shopKeys` is not possible. */
  readonly keys?: { readonly [role in ShopRole]?: string };
  /** Switches that are off, under keys as nasty as the control plane lets them be (`/ : % . ?` and spaces). At least one, where it allows any. */
  readonly hostileKeys: readonly string[];
  /** What the address of a flag's page holds of it; default its key. */
  pageHolds?(key: string): string;
  /** As the adapter is to report them; default `team-checkout`. */
  readonly owner?: string;

  /** The shop as described above, whatever was done to it. Runs before each case. */
  reset(): Promise<void>;
  truth(key: string): Promise<Truth>;
  /** Somebody else sets the share of `valve`, or turns another flag on (10000) or off (0), in `main`. */
  change(key: string, share: number): Promise<void>;
  stop(): Promise<void>;

  /** Which requests change something; default: all but GET. */
  isWrite?(request: ProxiedRequest): boolean;
  /** A refusal as this control plane words it. */
  answer(status: number, message: string): Answer;
  /** How it says that a change needs an approval; wanted unless the definition cannot `approval`. */
  readonly approval?: Answer;
  /** Requests of one reading without which the picture is not complete, each by a name. */
  readonly parts: { readonly [name: string]: (request: ProxiedRequest) => boolean };
  /** Wanted unless the definition cannot `pages`. */
  readonly pages?: {
    /** Adds flags until a reading takes several pages; says how many there are then that are not archived. */
    fill(): Promise<number>;
    /** The requests of the list that comes in pages. */
    readonly matches: (request: ProxiedRequest) => boolean;
    /** Answers that contradict themselves: the same page again and again, a total that is not reached, a next page elsewhere ... */
    readonly lies: { readonly [name: string]: (body: unknown, request: ProxiedRequest) => unknown };
  };
  /** An application reads the flag; wanted unless the definition cannot `evaluated`. */
  evaluate?(key: string): Promise<void>;
}

export interface Subject {
  readonly definition: ControlPlaneDefinition;
  /** Why it cannot be run here; null: it can. With SLUICE_REQUIRE_SERVERS set, a reason is a failure. */
  readonly missing?: string | null;
  /** Once for all cases. */
  start(): Promise<RunningSubject>;
}
