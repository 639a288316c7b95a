/** flagd sync, called as a provider in another language would: who is refused and how, what a message holds, slow readers. */
import {
  credentials,
  makeGenericClientConstructor,
  Metadata,
  status,
  type ClientReadableStream,
  type ServiceError,
} from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TestControlPlane } from '../../support/control-plane.ts';
import { call as http, off, on } from '../client.ts';
import { author, sdkToken, setServing, startShop, type Place } from './servers.ts';

/** As flagd publishes it. */
const { root } = protobuf.parse(`
  syntax = "proto3";
  package flagd.sync.v1;
  message SyncFlagsRequest { string provider_id = 1; string selector = 2; }
  message SyncFlagsResponse { string flag_configuration = 1; google.protobuf.Struct sync_context = 2; }
  message FetchAllFlagsResponse { string flag_configuration = 1; }
`);
root.addJSON(protobuf.common.get('google/protobuf/struct.proto')?.nested ?? {});

interface Message {
  readonly flags: { readonly [key: string]: { readonly defaultVariant: string } };
  readonly version: string;
  readonly syncContext: unknown;
}

function decode(name: string, bytes: Buffer): Message {
  const type = root.lookupType(`flagd.sync.v1.${name}`);
  const { flagConfiguration, syncContext } = type.toObject(type.decode(bytes)) as Record<string, unknown>;
  const { flags, metadata } = JSON.parse(String(flagConfiguration)) as {
    flags: Message['flags'];
    metadata: { version: string };
  };
  return { flags, version: metadata.version, syncContext };
}

const path = (name: string, responseStream: boolean) => ({
  path: `/flagd.sync.v1.FlagSyncService/${name}`,
  requestStream: false,
  responseStream,
  requestSerialize: (selector: string) => {
    const type = root.lookupType('flagd.sync.v1.SyncFlagsRequest');
    return Buffer.from(type.encode({ selector }).finish());
  },
  requestDeserialize: String,
  responseSerialize: () => Buffer.alloc(0),
  responseDeserialize: (bytes: Buffer) => bytes,
});

const SyncClient = makeGenericClientConstructor(
  { syncFlags: path('SyncFlags', true), fetchAllFlags: path('FetchAllFlags', false) },
  'FlagSyncService',
);

interface Calls {
  syncFlags(selector: string, metadata: Metadata): ClientReadableStream<Buffer>;
  fetchAllFlags(selector: string, metadata: Metadata, done: (error: ServiceError | null, bytes: Buffer) => void): void;
}

function connect(plane: TestControlPlane): Calls {
  const client = new SyncClient(`127.0.0.1:${plane.syncPort}`, credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
  });
  onTestFinished(() => client.close());
  return client as unknown as Calls;
}

function metadataOf(values: Readonly<Record<string, string>>): Metadata {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(values)) metadata.set(name, value);
  return metadata;
}

const errorOf = (stream: ClientReadableStream<Buffer>): Promise<ServiceError> =>
  new Promise((resolve) => {
    stream.on('error', resolve);
    stream.resume();
  });

describe('a call is refused', () => {
  it.each<[string, Place, Record<string, string>, string, number, string]>([
    ['without a token', {}, {}, '', 16, 'The token is missing or not known'],
    ['with a wrong token', {}, { authorization: 'Bearer sluice_s_wrong' }, '', 16, 'The token is missing or not known'],
    ['with two tokens', {}, { 'x-api-key': 'TOKEN' }, 'token=sluice_s_other', 3, 'The request carries several tokens'],
    [
      'with a selector that is none',
      {},
      { 'x-api-key': 'TOKEN' },
      'source=flags.json',
      3,
      'The selector is not understood',
    ],
    [
      'from another datacenter',
      { datacenter: 'fra' },
      {},
      'token=TOKEN,datacenter=iad',
      7,
      'The datacenter is "fra" in the token',
    ],
    [
      'for another environment',
      {},
      {},
      'token=TOKEN,flagSetId=shop/staging',
      7,
      'The environment is "production" in the token',
    ],
    ['with a server and no datacenter', {}, {}, 'token=TOKEN,server=fra-1', 3, 'Name the datacenter of the server'],
    [
      'with a name that is none',
      {},
      {},
      'token=TOKEN,datacenter=f r a',
      3,
      'The datacenter in the selector is not a name',
    ],
    [
      'with a long name',
      {},
      {},
      `token=TOKEN,datacenter=${'x'.repeat(201)}`,
      3,
      'The datacenter in the selector is not a name',
    ],
  ])('%s', async (_what, pinned, headers, selector, code, message) => {
    const plane = await startShop();
    const { token } = await sdkToken(plane, pinned);
    const filled = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('TOKEN', token)]),
    );
    const stream = connect(plane).syncFlags(selector.replace('TOKEN', token), metadataOf(filled));
    const error = await errorOf(stream);
    expect([error.code, error.details]).toEqual([code, expect.stringContaining(message)]);
    expect(error.details).not.toContain(token);
  });

  it('beyond the number of streams and servers that are allowed', async () => {
    const plane = await startShop({ evaluation: { maxStreams: 1, fleetLimits: { datacenters: 1, servers: 1 } } });
    const { token } = await sdkToken(plane);
    const client = connect(plane);
    const first = client.syncFlags(`token=${token},datacenter=fra,server=fra-1`, new Metadata());
    await new Promise((resolve) => first.once('data', resolve));
    const second = await errorOf(client.syncFlags(`token=${token}`, new Metadata()));
    expect([second.code, second.details]).toEqual([8, 'Too many streams are open on this control plane.']);
    const ended = errorOf(first);
    first.cancel();
    await ended;
    await expect.poll(() => plane.evaluation.streams().sync).toBe(0);
    const { promise, resolve } = Promise.withResolvers<ServiceError | null>();
    client.fetchAllFlags(`token=${token},datacenter=fra,server=fra-2`, new Metadata(), resolve);
    expect(await promise).toMatchObject({ code: 8, details: expect.stringContaining('1 servers that are in use') });
  });
});

describe('a stream', () => {
  it('gives one message for each change of its scope, with the place it is for', async () => {
    const plane = await startShop();
    const { token } = await sdkToken(plane, { datacenter: 'fra', server: 'fra-1' });
    const stream = connect(plane).syncFlags('', metadataOf({ authorization: `Bearer ${token}` }));
    const messages = stream[Symbol.asyncIterator]();
    const next = async () => decode('SyncFlagsResponse', (await messages.next()).value as Buffer);
    const first = await next();
    expect(first.flags['new-checkout']?.defaultVariant).toBe('on');
    expect(first.syncContext).toEqual({
      fields: {
        project: { stringValue: 'shop' },
        environment: { stringValue: 'production' },
        datacenter: { stringValue: 'fra' },
        server: { stringValue: 'fra-1' },
      },
    });
    await setServing(plane, 'new-checkout', off, { datacenter: 'iad' });
    await setServing(plane, 'new-checkout', off, { environment: 'staging' });
    await setServing(plane, 'new-checkout', off);
    const second = await next();
    expect([second.version, second.flags['new-checkout']?.defaultVariant]).toEqual(['16', 'off']);
    const ended = messages.next().catch((error: ServiceError) => error.code);
    await plane.close();
    expect(await ended).toBe(14);
  });

  it('keeps only the newest definition for a reader that does not read, and ends all the same', async () => {
    const plane = await startShop();
    const { id, token } = await sdkToken(plane);
    const description = { key: 'banner', kind: 'variant', variants: [{ name: 'a', value: 'x'.repeat(200_000) }] };
    await http(plane, '/api/v1/projects/shop/flags', { method: 'POST', body: description });
    const stream = connect(plane).syncFlags(`token=${token}`, new Metadata());
    await new Promise((resolve) => stream.once('metadata', resolve));
    stream.pause();
    for (let n = 0; n < 60; n++) await setServing(plane, 'new-checkout', n % 2 === 0 ? off : on);
    await setServing(plane, 'new-checkout', { kind: 'off' });
    const versions: string[] = [];
    stream.on('data', (bytes: Buffer) => versions.push(decode('SyncFlagsResponse', bytes).version));
    const ended = new Promise<ServiceError>((resolve) => stream.on('error', resolve));
    stream.resume();
    const newest = await plane.store.revision('shop');
    await expect.poll(() => versions.at(-1)).toBe(newest);
    // The client's own buffer takes some twenty before it holds the server back; far fewer than were made arrive.
    expect(versions.length).toBeLessThan(45);
    stream.pause();
    await setServing(plane, 'new-checkout', on);
    await setServing(plane, 'new-checkout', off);
    const started = performance.now();
    await plane.store.revokeToken(id, author);
    await expect.poll(() => plane.evaluation.streams().sync).toBe(0);
    expect(performance.now() - started).toBeLessThan(1000);
    stream.resume();
    await ended;
  });

  it('ends with the secret it was opened with, where its token is rotated', async () => {
    const plane = await startShop();
    const { id, token } = await sdkToken(plane);
    const stream = connect(plane).syncFlags(`token=${token}`, new Metadata());
    const ended = new Promise<ServiceError>((resolve) => stream.on('error', resolve));
    await new Promise((resolve) => stream.once('data', resolve));
    await plane.store.rotateToken(id, 0, author);
    expect((await ended).code).toBe(status.UNAUTHENTICATED);
    expect(plane.evaluation.streams().sync).toBe(0);
  });
});
