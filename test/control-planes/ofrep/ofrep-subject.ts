/** The shop behind any server that speaks OFREP, for the conformance kit. */
import { shareOf, shopDefinition, withShare, type ShopDefinition } from '../../support/fakes/shop-definition.ts';
import { openWith } from '../conformance/open.ts';
import type { RunningSubject } from '../conformance/subject.ts';

/** What there has to be: an OFREP server that can be told what to evaluate. */
export interface OfrepServer {
  /** Without a slash at the end. */
  readonly url: string;
  readonly token: string;
  /** Takes a flagd definition into use. */
  define(definition: ShopDefinition): Promise<void> | void;
  close(): Promise<void>;
}

const hostileKeys = ['shop/fra:checkout.v2', '..dots..', 'a b%20?#'];

/** @example describeConformance({ definition: ofrep, start: async () => ofrepSubject(await startFakeOfrep(…)) }) */
export function ofrepSubject(server: OfrepServer): RunningSubject {
  const initial = shopDefinition(hostileKeys);
  let definition = initial;
  const take = async (next: ShopDefinition): Promise<void> => {
    definition = next;
    await server.define(next);
  };
  return {
    url: server.url,
    open: (options) => openWith({ kind: 'ofrep', context: { targetingKey: 'mia' } }, options),
    writer: server.token,
    reader: null,
    main: 'production',
    other: null,
    hostileKeys,
    reset: () => take(initial),
    truth: (key) => Promise.resolve({ share: shareOf(definition, key), rest: definition }),
    change: (key, share) => take(withShare(definition, key, share)),
    stop: () => server.close(),
    isWrite: () => false,
    answer: (status, errorDetails) => ({ status, body: { errorCode: 'GENERAL', errorDetails } }),
    parts: { evaluation: () => true },
  };
}
