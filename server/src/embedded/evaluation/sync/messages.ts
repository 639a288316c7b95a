/** The messages of `flagd.sync.v1`, from a descriptor in code: what is shipped is one bundle, without .proto files. */
import protobuf from 'protobufjs/light.js';
import type { ServedScope } from '../compile.ts';

/** https://github.com/open-feature/flagd-schemas, protobuf/flagd/sync/v1/sync.proto, and google/protobuf/struct.proto. */
const descriptor = {
  nested: {
    google: {
      nested: {
        protobuf: {
          nested: {
            Struct: { fields: { fields: { keyType: 'string', type: 'Value', id: 1 } } },
            // Strings only: nothing else is ever in a context that is sent.
            Value: { oneofs: { kind: { oneof: ['stringValue'] } }, fields: { stringValue: { type: 'string', id: 3 } } },
          },
        },
      },
    },
    flagd: {
      nested: {
        SyncFlagsRequest: {
          fields: { providerId: { type: 'string', id: 1 }, selector: { type: 'string', id: 2 } },
        },
        SyncFlagsResponse: {
          fields: {
            flagConfiguration: { type: 'string', id: 1 },
            syncContext: { type: 'google.protobuf.Struct', id: 2 },
          },
        },
        FetchAllFlagsResponse: { fields: { flagConfiguration: { type: 'string', id: 1 } } },
        GetMetadataResponse: { fields: { metadata: { type: 'google.protobuf.Struct', id: 2 } } },
      },
    },
  },
};

const root = protobuf.Root.fromJSON(descriptor);
const type = (name: string): protobuf.Type => root.lookupType(`flagd.${name}`);

/** A message on the wire, without its frame. */
export type Encoded = Buffer;

/** `selector` is the deprecated place; '' where it is not used. */
export interface SyncRequest {
  readonly providerId: string;
  readonly selector: string;
}

/** FetchAllFlags and GetMetadata ask with the same fields, or none. */
export function decodeRequest(bytes: Buffer): SyncRequest {
  const { providerId, selector } = type('SyncFlagsRequest').decode(bytes) as unknown as Partial<SyncRequest>;
  return { providerId: providerId ?? '', selector: selector ?? '' };
}

/** The large part of a SyncFlags message, to be made once for all who get the same. */
export function encodeDefinition(text: string): Encoded {
  return encode('SyncFlagsResponse', { flagConfiguration: text });
}

/** The other part: parts of a message, one after the other, are the message. */
export function encodeSyncContext(scope: ServedScope): Encoded {
  return encode('SyncFlagsResponse', { syncContext: toStruct(pinnedContext(scope)) });
}

export function encodeAllFlags(text: string): Encoded {
  return encode('FetchAllFlagsResponse', { flagConfiguration: text });
}

export function encodeMetadata(scope: ServedScope): Encoded {
  return encode('GetMetadataResponse', { metadata: toStruct(pinnedContext(scope)) });
}

/** What the provider adds to every evaluation context; it wins over what the application says. */
function pinnedContext({ project, environment, datacenter, server }: ServedScope): Readonly<Record<string, string>> {
  return {
    project,
    environment,
    ...(datacenter === null ? {} : { datacenter }),
    ...(server === null ? {} : { server }),
  };
}

function toStruct(values: Readonly<Record<string, string>>): object {
  return { fields: Object.fromEntries(Object.entries(values).map(([name, stringValue]) => [name, { stringValue }])) };
}

function encode(name: string, content: object): Encoded {
  return Buffer.from(type(name).encode(type(name).fromObject(content)).finish());
}
