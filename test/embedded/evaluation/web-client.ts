/**
 * The official web provider, in a process of its own because Node.js has EventSource only with --experimental-eventsource.
 * Arguments: address, token. Prints what `new-checkout` is at first and whenever the provider says that something changed.
 */
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature, ProviderEvents } from '@openfeature/web-sdk';

const [baseUrl = '', token = ''] = process.argv.slice(2);
const provider = new OFREPWebProvider({
  baseUrl,
  cacheMode: 'disabled',
  headers: [
    ['Authorization', `Bearer ${token}`],
    ['X-Sluice-Datacenter', 'fra'],
    ['X-Sluice-Server', 'fra-1'],
  ],
});
await OpenFeature.setContext({ targetingKey: 'user-1' });
await OpenFeature.setProviderAndWait(provider);
const client = OpenFeature.getClient();
const tell = (): void => console.log(JSON.stringify(client.getBooleanDetails('new-checkout', false)));
client.addHandler(ProviderEvents.ConfigurationChanged, tell);
tell();
