/** The JSON schema of `sluice.config.json`, for editors. */
import { z } from 'zod';
import { configSchema } from './schema.ts';

/** As much of JSON schema as the configuration's schema uses. */
export interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: { readonly [key: string]: JsonSchema };
  readonly additionalProperties?: JsonSchema | boolean;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly required?: readonly string[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly $ref?: string;
  readonly $defs?: { readonly [name: string]: JsonSchema };
}

/** What `sluice.schema.json` holds: the configuration as people write it, every default optional. */
export function configJsonSchema(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(configSchema, { io: 'input' });
  return {
    $schema: $schema ?? 'https://json-schema.org/draft/2020-12/schema',
    title: 'Sluice',
    description: 'Configuration of Sluice: which control plane to ask, which checks to run, which files to scan.',
    ...schema,
    // JSON schema has no word for "comments are fine"; this is the one editors understand.
    allowTrailingCommas: true,
  } as JsonSchema;
}

/** The same with every definition where it is used, for our own reading. */
export function inlineJsonSchema(): JsonSchema {
  const { $defs = {}, ...schema } = configJsonSchema();
  return inlined(schema, $defs) as JsonSchema;
}

function inlined(node: unknown, definitions: NonNullable<JsonSchema['$defs']>): unknown {
  if (Array.isArray(node)) return node.map((each) => inlined(each, definitions));
  if (typeof node !== 'object' || node === null) return node;
  const { $ref, ...own } = node as JsonSchema;
  const definition = $ref === undefined ? undefined : definitions[$ref.slice('#/$defs/'.length)];
  const entries = Object.entries({ ...definition, ...own });
  return Object.fromEntries(entries.map(([key, value]) => [key, inlined(value, definitions)]));
}
