/** What a case works with. */
import { expect } from 'vitest';
import {
  ControlPlaneError,
  type ControlPlane,
  type FlagWrite,
} from '../../../server/src/control-planes/control-plane.ts';
import type { Ability, ControlPlaneDefinition } from '../../../server/src/control-planes/definition.ts';
import type { Flag, Scope } from '../../../server/src/core/model.ts';
import { servingForShare } from '../../../server/src/core/state/serving.ts';
import type { FaultProxy, ProxiedRequest } from '../../support/fault-proxy.ts';
import { shopKeys, type OpenOptions, type RunningSubject, type ShopRole } from './subject.ts';

export interface Stage {
  readonly definition: ControlPlaneDefinition;
  readonly subject: RunningSubject;
  /** In front of the server; passes everything on until told otherwise. For a file there is none. */
  readonly proxy: FaultProxy;
  /** The adapter, talking through the proxy with the writer's token. */
  open(options?: Partial<OpenOptions>): ControlPlane;
  key(role: ShopRole): string;
  /** Everything the adapters said to the log. */
  readonly log: readonly string[];
  can(ability: Ability): boolean;
  isWrite(request: ProxiedRequest): boolean;
}

export interface Case {
  readonly title: string;
  /** The case is left out where the definition says that the control plane cannot do one of these, and says why. */
  readonly needs?: readonly Ability[];
  /** `http`: makes no sense for a file. */
  readonly reach?: 'http';
  /** Default 20 s. */
  readonly timeoutMs?: number;
  run(stage: Stage): Promise<void>;
}

export function keyOf(subject: RunningSubject, role: ShopRole): string {
  return subject.keys?.[role] ?? shopKeys[role];
}

/** The flag of a fresh reading. */
export async function read(controlPlane: ControlPlane, key: string): Promise<Flag> {
  const { flags } = await controlPlane.readFlags();
  return flags.find((flag) => flag.key === key) ?? expect.fail(`there is no flag ${key}`);
}

export function mainScope({ subject }: Stage): Scope {
  return { environment: subject.main, datacenter: null, server: null };
}

/** The change that gives the feature to `share` of everybody in `main`, based on the flag as it is. */
export function changeTo(stage: Stage, flag: Flag, share: number): FlagWrite {
  const wanted = servingForShare(flag, share);
  if (!wanted.ok) expect.fail(`${flag.key}: ${wanted.message}`);
  return {
    key: flag.key,
    scope: mainScope(stage),
    serving: wanted.serving,
    expectedRevision: flag.revision ?? expect.fail(`${flag.key} has no revision`),
    reason: 'conformance',
  };
}

/** What a promise fails with. */
export async function failure(promise: Promise<unknown>): Promise<ControlPlaneError> {
  const error: unknown = await promise.then(
    (value) => expect.fail(`expected an error, got ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ControlPlaneError);
  return error as ControlPlaneError;
}

/** Everything an error could tell somebody who logs it. */
export function everythingIn(error: unknown): string {
  let text = '';
  for (let current = error; current instanceof Error; current = current.cause)
    text += `${current.stack} ${JSON.stringify(current)} `;
  return text;
}
