/** Servers of the web shop that read flags with the official OpenFeature providers, as an application would. */
import { FlagdProvider } from '@openfeature/flagd-provider';
import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature, type Client, type Provider, type ProviderEvents } from '@openfeature/server-sdk';
import { onTestFinished } from 'vitest';
import type { Serving } from '../../../server/src/core/model.ts';
import { anyRevision } from '../../../server/src/embedded/store/unit-of-work.ts';
import {
  shopSeed,
  startTestControlPlane,
  type TestControlPlane,
  type TestControlPlaneOptions,
} from '../../support/control-plane.ts';

export const author = { name: 'mia', tokenId: null };

/** A control plane with the shop's flags; stopped when the test is over. */
export async function startShop(options: TestControlPlaneOptions = {}): Promise<TestControlPlane> {
  const plane = await startTestControlPlane({ seed: shopSeed, ...options });
  onTestFinished(() => plane.close());
  return plane;
}

export interface Place {
  readonly environment?: string;
  readonly datacenter?: string;
  readonly server?: string;
}

/** A token for applications; of the environment production where no other is named. */
export async function sdkToken(plane: TestControlPlane, pinned: Place = {}): Promise<{ id: string; token: string }> {
  const { environment = 'production', ...rest } = pinned;
  const name = `sdk ${Object.values(rest).join(' ')}`.trim();
  return plane.store.createToken({ name, role: 'sdk', project: 'shop', environment, ...rest }, author);
}

export async function setServing(
  plane: TestControlPlane,
  key: string,
  serving: Serving | null,
  at: Place = {},
): Promise<void> {
  const { environment = 'production', datacenter = null, server = null } = at;
  const scope = { environment, datacenter, server };
  await plane.store.changeServing('shop', key, { scope, serving, reason: null }, anyRevision, author);
}

let domains = 0;

/** An OpenFeature client on a provider; both gone when the test is over. */
export async function clientOn(provider: Provider): Promise<Client> {
  const domain = `server-${++domains}`;
  await OpenFeature.setProviderAndWait(domain, provider);
  onTestFinished(() => provider.onClose?.());
  return OpenFeature.getClient(domain);
}

/** The in-process provider: reads through flagd sync, evaluates by itself. Its token and place go into the selector. */
export function flagdProvider(plane: TestControlPlane, token: string, place: Place = {}): FlagdProvider {
  const { datacenter, server } = place;
  const parts = [
    `token=${token}`,
    ...(datacenter ? [`datacenter=${datacenter}`] : []),
    ...(server ? [`server=${server}`] : []),
  ];
  return new FlagdProvider({
    host: '127.0.0.1',
    port: plane.syncPort ?? 0,
    resolverType: 'in-process',
    selector: parts.join(','),
    deadlineMs: 5000,
    retryBackoffMaxMs: 50,
  });
}

export function ofrepProvider(plane: TestControlPlane, token: string, place: Place = {}): OFREPProvider {
  const { datacenter, server } = place;
  return new OFREPProvider({
    baseUrl: plane.url,
    headers: [
      ['Authorization', `Bearer ${token}`],
      ...(datacenter ? [['X-Sluice-Datacenter', datacenter] as [string, string]] : []),
      ...(server ? [['X-Sluice-Server', server] as [string, string]] : []),
    ],
  });
}

/** Resolves when the provider of a client says this. Ask before what leads to it. */
export function nextEvent(client: Client, event: ProviderEvents): Promise<void> {
  return new Promise((resolve) => {
    const handler = (): void => {
      client.removeHandler(event, handler);
      resolve();
    };
    client.addHandler(event, handler);
  });
}
