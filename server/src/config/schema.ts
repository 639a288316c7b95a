/** `sluice.config.json`: one schema is the types, the validation, the JSON schema and the editor's completion. */
import { z } from 'zod';
import { presets } from '../core/checks/settings.ts';
import { controlPlaneSchema } from '../control-planes/registry.ts';
import { checksSchema, duration, overridesSchema } from './check-schema.ts';
import { controlPlanesSchema } from './control-planes.ts';

const module = z.string().min(1).optional().meta({
  description:
    'The package that exports it, as written in imports, or the file that declares it: "./src/flags.ts". Without it, anything of this name.',
});
const owner = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .optional()
  .meta({
    description:
      'What it is a member of: the name of a class, interface or object, or what that is called where it is used; any of several. Without it, any.',
  });

const wrapper = z.strictObject({
  module,
  owner,
  name: z.string().min(1),
  key: z
    .union([z.number().int().min(0), z.string().min(1)])
    .default(0)
    .meta({
      description:
        'Where the key is: an argument index, or the property of an object argument ("key") or JSX attribute.',
    }),
  default: z.number().int().min(0).optional(),
  value: z.enum(['boolean', 'string', 'number', 'object']).optional(),
});

const flagObject = z.strictObject({
  module,
  owner,
  name: z
    .string()
    .min(1)
    .meta({ description: 'A variable, property or type, or a function that gives the object out.' }),
});

export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  controlPlane: controlPlaneSchema.optional(),
  controlPlanes: controlPlanesSchema.optional().meta({
    description:
      'Several control planes in place of "controlPlane": for folders of a monorepo, or to compare two during a migration.',
  }),
  preset: z.enum(presets).optional().meta({
    description:
      'Which checks are on before "checks" says more: those that are quiet on healthy code ("recommended", the default), "all", or "none".',
  }),
  checks: checksSchema.optional(),
  overrides: overridesSchema.optional().meta({
    description:
      'Other settings of checks for some files, on top of "checks" and option by option; of several that match, the later one counts.',
  }),
  wrappers: z.array(wrapper).optional().meta({ description: 'Flag functions that the code does not show to be ones.' }),
  flagObjects: z.array(flagObject).optional().meta({
    description: 'Objects whose members are flags: "config.features.newCheckout", "useFeatures().newCheckout".',
  }),
  include: z
    .array(z.string())
    .optional()
    .meta({ description: 'Globs or folders to scan, relative to this file. Default: everything.' }),
  ignore: z.array(z.string()).optional().meta({ description: 'Globs to leave out, beside what git ignores.' }),
  maxStateAge: duration
    .optional()
    .meta({ description: 'A snapshot older than this is too old to show that a flag does not exist. Default: "24h".' }),
});

/** The file as written, validated. */
export type Config = z.infer<typeof configSchema>;
export type WrapperConfig = z.infer<typeof wrapper>;
