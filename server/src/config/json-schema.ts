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
  readonly minItems?: number;
  readonly description?: string;
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
