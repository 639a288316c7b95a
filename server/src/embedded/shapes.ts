/** What goes in and out over HTTP and in a seed, as zod schemas: the validation, the types and the OpenAPI document. */
import { z } from 'zod';
import type { JsonValue } from '../core/model.ts';

/** The limits of docs/control-plane-api.md. */
export const limits = {
  key: 200,
  description: 4000,
  reason: 500,
  bodyBytes: 256 * 1024,
  tags: 100,
  tag: 100,
  owner: 200,
  variants: 40,
  tokenName: 100,
  environments: 50,
  datacenters: 100,
  servers: 1000,
} as const;

/** Every named schema, for the OpenAPI document's `components.schemas`. */
export const components = z.registry<{ id: string }>();

/** Puts a schema into the document under a name. */
export function named<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  components.add(schema, { id });
  return schema;
}

/** Names that would change their meaning in a URL or as a property of an object. */
const reservedKeys = new Set(['.', '..', '__proto__']);

export const key = z
  .string()
  .min(1, 'a key has at least 1 character')
  .max(limits.key, `a key has at most ${limits.key} characters`)
  .regex(/^[A-Za-z0-9._\-/:]*$/, 'a key is made of A-Z a-z 0-9 . _ - / :')
  .refine((value) => !reservedKeys.has(value), 'this key is reserved: choose another one');

/** One line for people: no control, bidirectional or lone surrogate characters, which would forge what is shown elsewhere. */
export function line(max: number): z.ZodType<string, string> {
  return z
    .string()
    .min(1)
    .max(max)
    .refine((value) => isPlain(value, false), 'control characters are not allowed here');
}

const description = z
  .string()
  .max(limits.description)
  .refine((value) => isPlain(value, true), 'control characters other than tab and newline are not allowed here');

function isPlain(text: string, multiline: boolean): boolean {
  if (!text.isWellFormed()) return false;
  const rest = multiline ? text.replaceAll(/[\t\n\r]/g, '') : text;
  return !/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(rest);
}

/** Any ISO 8601 time with an offset; kept in UTC. */
const instant = z.iso.datetime({ offset: true, error: 'a time is ISO 8601, such as "2026-05-02T09:00:00Z"' });

/** `sdk` is for applications: they read what one environment serves, and nothing else. */
export const role = z.enum(['viewer', 'operator', 'admin', 'sdk']);
export type Role = z.infer<typeof role>;
/** What a token may do in one environment, where that differs from its role. */
export const environmentRole = z.enum(['viewer', 'operator', 'admin']);
export type EnvironmentRole = z.infer<typeof environmentRole>;

export const flagKind = z.enum(['switch', 'valve', 'variant']);
export const purpose = z.enum(['release', 'ops', 'kill-switch', 'permission', 'experiment', 'dark']);

const share = z
  .int('a share is a whole number of 1/100 %, from 0 to 10000')
  .min(0, 'a share is at least 0')
  .max(10000, 'a share is at most 10000 (100 %)');

/** The embedded control plane has no targeting rules, so its servings are three of the model's four kinds. */
export const serving = named(
  'Serving',
  z.discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('off') }),
      z.strictObject({ kind: z.literal('static'), variant: key }),
      z.strictObject({
        kind: z.literal('fractional'),
        shares: z
          .array(z.strictObject({ variant: key, share }))
          .min(1)
          .max(limits.variants),
      }),
    ],
    {
      error:
        'a serving is {"kind":"off"}, {"kind":"static","variant":...} or {"kind":"fractional","shares":[{"variant":...,"share":0..10000}]}; this control plane has no targeting rules',
    },
  ),
);

const json = z.custom<JsonValue>((value) => value !== undefined).meta({ description: 'Any JSON value.' });

export const variant = named('Variant', z.strictObject({ name: key, value: json }));
const variants = z.array(variant).min(1).max(limits.variants);
const tags = z.array(line(limits.tag)).max(limits.tags);

export const datacenter = named('Datacenter', z.strictObject({ key, servers: z.array(key).max(limits.servers) }));

export const environmentInput = named(
  'EnvironmentInput',
  z.strictObject({
    critical: z.boolean().default(false),
    datacenters: z.array(datacenter).max(limits.datacenters).default([]),
    approval: z
      .boolean()
      .optional()
      .meta({ description: 'Whether a change here needs a second person. Left out, it stays as it is.' }),
  }),
);
export type EnvironmentInput = z.infer<typeof environmentInput>;

export const flagInput = named(
  'FlagInput',
  z.strictObject({
    key,
    kind: flagKind,
    purpose: purpose.nullable().optional(),
    variants: variants.optional(),
    owner: line(limits.owner).nullable().optional(),
    description: description.nullable().optional(),
    tags: tags.optional(),
    expiresAt: instant.nullable().optional(),
    permanent: z.boolean().optional(),
    servings: z.record(key, serving).optional(),
  }),
);
export type FlagInput = z.infer<typeof flagInput>;

export const flagPatch = named(
  'FlagPatch',
  z
    .strictObject({
      owner: line(limits.owner).nullable().optional(),
      description: description.nullable().optional(),
      tags: tags.optional(),
      purpose: purpose.nullable().optional(),
      expiresAt: instant.nullable().optional(),
      permanent: z.boolean().optional(),
      archived: z.boolean().optional(),
    })
    .refine(
      (patch) => Object.keys(patch).length > 0,
      'nothing to change: name owner, description, tags, purpose, expiresAt, permanent or archived',
    ),
);
export type FlagPatch = z.infer<typeof flagPatch>;

const scope = {
  environment: key,
  datacenter: key.nullable().optional(),
  server: key.nullable().optional(),
};
const reason = line(limits.reason).nullable().optional();

const emergency = z
  .boolean()
  .optional()
  .meta({ description: 'An administrator acts without the second person that the environment asks for.' });

export const servingChange = named(
  'ServingChange',
  z.strictObject({ ...scope, serving: serving.nullable(), reason, emergency }),
);
export const rollbackInput = named('RollbackInput', z.strictObject({ ...scope, reason, emergency }));

export const changeRequestStatus = z.enum(['open', 'approved', 'rejected', 'withdrawn', 'outdated', 'expired']);
export const changeRequestAction = z.enum(['serving', 'rollback']);
export const changeRequestInput = named(
  'ChangeRequestInput',
  z.strictObject({
    flagKey: key,
    ...scope,
    action: changeRequestAction,
    serving: serving.nullable().optional(),
    reason: line(limits.reason),
  }),
);
export const changeRequestDecision = named(
  'ChangeRequestDecision',
  z.strictObject({ note: line(limits.reason).nullable().optional() }),
);
export const undoInput = named(
  'UndoInput',
  z
    .strictObject({
      actor: line(limits.tokenName),
      from: instant,
      to: instant,
      dryRun: z.boolean().default(false),
      emergency,
    })
    .refine(({ from, to }) => Date.parse(from) < Date.parse(to), 'the beginning has to be before the end'),
);

export const tokenInput = named(
  'TokenInput',
  z.strictObject({
    name: line(limits.tokenName),
    role,
    expiresAt: instant.nullable().optional(),
    project: key.nullable().optional(),
    environment: key.nullable().optional(),
    datacenter: key.nullable().optional(),
    server: key.nullable().optional(),
    environmentRoles: z.record(key, environmentRole).optional(),
  }),
);
export type TokenInput = z.infer<typeof tokenInput>;
export const rotationInput = named(
  'RotationInput',
  z.strictObject({
    graceSeconds: z
      .int()
      .min(0)
      .max(7 * 86_400)
      .default(0)
      .meta({ description: 'For how long the former secret works on; at most a week.' }),
  }),
);

/** Only pages of the dashboard, so that a link cannot be made to lead elsewhere. */
export const dashboardPath = z
  .string()
  .max(1000)
  .regex(/^\/(#\/[!-~]*)?$/, 'a path of the dashboard, such as "/#/flag/new-checkout"');

export const signInLinkInput = named('SignInLinkInput', z.strictObject({ path: dashboardPath.optional() }));
export const signInInput = named('SignInInput', z.strictObject({ code: z.string().min(1).max(200) }));
