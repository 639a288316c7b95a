/** The adapter of OFREP, against flagd's evaluator behind an OFREP server of our own. */
import { describeConformance } from '../conformance/run.ts';
import { ofrep } from '../../../server/src/control-planes/ofrep/ofrep.ts';
import { startFakeOfrep } from '../../support/fakes/ofrep.ts';
import { shareOf, shopDefinition, withShare } from '../../support/fakes/shop-definition.ts';
import { openWith } from '../conformance/open.ts';
import type { RunningSubject } from '../conformance/subject.ts';

const token = 'ofrep-token';
const hostileKeys = ['shop/fra:checkout.v2', '..dots..', 'a b%20?#'];

async function start(): Promise<RunningSubject> {
  const initial = shopDefinition(hostileKeys);
  let definition = initial;
  const server = await startFakeOfrep({ definition, token });
  return {
    url: server.url,
    open: (options) => openWith({ kind: 'ofrep', context: { targetingKey: 'mia' } }, options),
    writer: token,
    reader: null,
    main: 'production',
    other: null,
    hostileKeys,
    reset() {
      definition = initial;
      server.define(definition);
      return Promise.resolve();
    },
    truth: (key) => Promise.resolve({ share: shareOf(definition, key), rest: definition }),
    change(key, share) {
      definition = withShare(definition, key, share);
      server.define(definition);
      return Promise.resolve();
    },
    stop: () => server.close(),
    isWrite: () => false,
    answer: (status, errorDetails) => ({ status, body: { errorCode: 'GENERAL', errorDetails } }),
    parts: { evaluation: () => true },
  };
}

describeConformance({ definition: ofrep, start });
