/**
 * The adapter of whatever speaks OFREP (flagd, GO Feature Flag, the embedded control plane ...): which values one context gets.
 * The protocol: open-feature/protocol, `service/openapi.yaml` 0.3.0, bulk evaluation.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Flag, FlagSnapshot, JsonValue, Serving, Variant } from '../../core/model.ts';
import { valueTypeOf } from '../../core/state/serving.ts';
import type { ControlPlane } from '../control-plane.ts';
import { addressSchema, type ControlPlaneOptions, type HttpDefinition } from '../definition.ts';
import { incompleteReason } from '../flag-schema.ts';
import { metadataOf } from '../flagd/flagd-metadata.ts';
import { createHttpClient } from '../http/http-client.ts';
import { silentLog } from '../log.ts';
import { plainText } from '../plain-text.ts';
import { readOnlyCapabilities, readOnlyReasons, refusingVerbs } from '../read-only.ts';

const config = z.strictObject({
  kind: z.literal('ofrep'),
  url: addressSchema('Where OFREP is spoken: the address before /ofrep/v1.').optional(),
  environment: z.string().min(1).default('production').meta({ description: 'The environment it stands for.' }),
  context: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .default({ targetingKey: 'sluice' })
    .meta({ description: 'The evaluation context to ask for, such as {"targetingKey": "sluice", "plan": "free"}.' }),
  auth: z
    .enum(['bearer', 'api-key'])
    .default('bearer')
    .meta({ description: 'The header of the token: Authorization or X-API-Key.' }),
});

export const ofrep: HttpDefinition<typeof config> = {
  kind: 'ofrep',
  title: 'OFREP',
  about: 'Whatever evaluates flags with OFREP (flagd, GO Feature Flag ...); can only be read',
  token: 'the token of the OFREP server, where it wants one',
  reach: 'http',
  config,
  capabilities: readOnlyCapabilities,
  cannot: {
    ...readOnlyReasons,
    all: 'it tells what one context gets, not which flags there are',
    environments: 'an address is one environment',
    share: 'it tells what one context gets',
    variants: 'it tells the one variant that the context gets',
    prerequisites: 'it tells what one context gets',
    archived: 'it tells what is evaluated',
    changed: 'it tells what is now',
  },
  testedAgainst: "flagd's evaluator behind an OFREP server of our own",
  project: ({ context }) => JSON.stringify(context),
  create: ({ environment, context, auth }, baseUrl, options) =>
    createOfrep({ ...options, baseUrl, environment, context, auth }),
};

interface OfrepOptions extends Omit<ControlPlaneOptions, 'configFile'> {
  readonly baseUrl: URL;
  readonly environment: string;
  readonly context: { readonly [name: string]: string | number | boolean };
  readonly auth: 'bearer' | 'api-key';
}

const metadata = z.record(z.string(), z.unknown()).optional().catch(undefined);
const bulk = z.object({ flags: z.array(z.unknown()), metadata });
const failure = z.object({ key: z.string().optional(), errorCode: z.string(), errorDetails: z.string().optional() });
const success = z.object({
  key: z.string().min(1),
  /** Left out: the default in the code counts (ADR-0006). */
  value: z.custom<JsonValue>().optional(),
  variant: z.string().optional(),
  reason: z.string().optional(),
  metadata,
});

function createOfrep(options: OfrepOptions): ControlPlane {
  const { baseUrl, environment, context, log = silentLog, now = Date.now } = options;
  const address = baseUrl.href.replace(/\/$/, '');
  const name = `OFREP at ${address}`;
  const who = JSON.stringify(context['targetingKey'] ?? null);
  let former: { readonly etag: string; readonly snapshot: FlagSnapshot } | null = null;

  const client = createHttpClient({
    controlPlane: name,
    baseUrl,
    credentials: options.credentials,
    timeoutMs: options.timeoutMs,
    maxBytes: options.maxBytes,
    now,
    ...(options.auth === 'api-key' ? { tokenHeader: { name: 'x-api-key', scheme: null } } : {}),
    explain(body) {
      const said = failure.partial().safeParse(body).data;
      const words = [said?.errorCode, said?.errorDetails].filter((word) => word !== undefined);
      return words.length === 0 ? null : { message: words.join(': ') };
    },
  });

  /** A snapshot of OFREP is never complete: a disabled flag, or one for other contexts only, may be left out. */
  const snapshotOf = (what: string, body: unknown): FlagSnapshot => {
    const read = bulk.safeParse(body).data;
    if (read === undefined)
      throw client.problem(
        what,
        'format',
        'what answers there does not evaluate flags as OFREP says. Is the URL right?',
      );
    const flags: Flag[] = [];
    const problems: string[] = [];
    const untyped: string[] = [];
    for (const [index, item] of read.flags.entries()) {
      const failed = failure.safeParse(item).data;
      const evaluated = success.safeParse(item).data;
      const shown = plainText(failed?.key ?? evaluated?.key ?? '', 80) || `number ${index + 1}`;
      if (failed !== undefined) problems.push(`${shown} (${plainText(failed.errorCode, 60)})`);
      else if (evaluated === undefined) problems.push(`${shown} (not as OFREP has it)`);
      else if (evaluated.value === undefined || evaluated.value === null) untyped.push(shown);
      else flags.push(toFlag({ ...evaluated, value: evaluated.value }, { ...read.metadata, ...evaluated.metadata }));
    }
    const reasons = [
      `OFREP tells what one context gets (targetingKey ${plainText(who, 80)}), not which flags there are.`,
      untyped.length === 0
        ? null
        : `Left to the default in the code, and of unknown type: ${untyped.slice(0, 3).join(', ')}.`,
      incompleteReason(problems),
    ];
    return {
      controlPlane: { kind: 'ofrep', name, url: address },
      environments: [{ key: environment, critical: true, datacenters: [] }],
      flags,
      complete: false,
      incompleteReason: reasons.filter((reason) => reason !== null).join(' '),
      readAt: new Date(now()).toISOString(),
      revision: null,
    };
  };

  const toFlag = (
    { key, value, variant, reason }: z.output<typeof success> & { readonly value: NonNullable<JsonValue> },
    said: { readonly [name: string]: unknown },
  ): Flag => {
    const { kind, changedAt, constantSince, ...rest } = metadataOf(said, (note) =>
      log.warn(`${name}: ${plainText(key, 80)}: ${note}`),
    );
    const named =
      variant ?? (typeof value === 'boolean' ? (value ? 'on' : 'off') : plainText(JSON.stringify(value), 40));
    const serving = servingOf(named, reason);
    return {
      key,
      kind: kind ?? (typeof value === 'boolean' ? 'switch' : 'variant'),
      ...rest,
      valueType: valueTypeOf(value) ?? 'object',
      variants: variantsOf(named, value),
      archivedAt: null,
      prerequisites: null,
      revision: createHash('sha256')
        .update(JSON.stringify([variant, value, reason, said]))
        .digest('hex'),
      environments: {
        [environment]: {
          serving,
          constantSince: serving.kind === 'targeted' ? null : constantSince,
          changedAt,
          changedBy: null,
          lastEvaluatedAt: null,
          scopes: [],
          observed: [],
        },
      },
    };
  };

  return {
    kind: 'ofrep',
    name,
    ...refusingVerbs(client, 'OFREP only tells values; change the flag in the control plane behind it'),

    async readFlags(call = {}) {
      const what = 'read the flags';
      const known = former;
      const answer = await client.request({
        what,
        method: 'POST',
        isRead: true,
        path: ['ofrep', 'v1', 'evaluate', 'flags'],
        headers: known === null ? {} : { 'if-none-match': known.etag },
        body: { context },
        signal: call.signal,
      });
      if (answer.status === 304 && known !== null) return { ...known.snapshot, readAt: new Date(now()).toISOString() };
      const snapshot = snapshotOf(what, answer.body);
      const etag = answer.headers.get('etag');
      former = etag === null ? null : { etag, snapshot };
      return snapshot;
    },
  };
}

/** STATIC is for everybody. Any other reason depends on the context: then rules decide, and only what this one gets is known. */
function servingOf(variant: string, reason: string | undefined): Serving {
  if (reason === 'DISABLED') return { kind: 'off' };
  const serving = { kind: 'static', variant } as const;
  return reason === 'STATIC' ? serving : { kind: 'targeted', rules: 1, otherwise: serving };
}

/** The variant that was told. A boolean flag can be the other one as well, whose name is not told. */
function variantsOf(name: string, value: JsonValue): readonly Variant[] {
  const told = { name, value };
  if (typeof value !== 'boolean') return [told];
  const names: { readonly [name: string]: string } = { on: 'off', off: 'on', true: 'false', false: 'true' };
  const other = names[name] ?? (value ? 'off' : 'on');
  return [told, { name: other === name ? `(${other})` : other, value: !value }];
}
