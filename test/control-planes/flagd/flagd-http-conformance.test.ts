/** The adapter of a flagd definition behind a URL, against a web server that has one. */
import { flagdHttp } from '../../../server/src/control-planes/flagd/flagd-http.ts';
import { startDefinitionServer } from '../../support/fakes/definition-server.ts';
import { shareOf, shopDefinition, withShare } from '../../support/fakes/shop-definition.ts';
import { openWith } from '../conformance/open.ts';
import { describeConformance } from '../conformance/run.ts';
import type { RunningSubject } from '../conformance/subject.ts';

const token = 'secret-of-the-definition';
const hostileKeys = ['shop/fra:checkout.v2', '..dots..', 'a b%20?#', '__proto__'];

async function start(): Promise<RunningSubject> {
  const initial = shopDefinition(hostileKeys);
  let definition = initial;
  const server = await startDefinitionServer({ text: JSON.stringify(initial), authorization: `Bearer ${token}` });
  return {
    url: server.url,
    open: ({ url, ...options }) => openWith({ kind: 'flagd-http' }, { ...options, url: `${url}/flags.json` }),
    writer: token,
    reader: null,
    main: 'production',
    other: null,
    hostileKeys,
    reset() {
      definition = initial;
      server.publish(JSON.stringify(definition));
      return Promise.resolve();
    },
    truth: (key) => Promise.resolve({ share: shareOf(definition, key), rest: definition }),
    change(key, share) {
      definition = withShare(definition, key, share);
      server.publish(JSON.stringify(definition));
      return Promise.resolve();
    },
    stop: () => server.close(),
    // Any web server may be there: a page is all that is certain.
    answer: (status, message) => ({ status, headers: { 'content-type': 'text/html' }, body: `<h1>${message}</h1>` }),
    parts: { definition: () => true },
  };
}

describeConformance({ definition: flagdHttp, start });
