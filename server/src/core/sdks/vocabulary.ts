/** The words of all SDKs: what can be seen of a flag read before anything is followed. */
import { once } from '../once.ts';
import { generatedNames, globalNames, packageNames, sdks } from './registry.ts';
import type { SdkEntity } from './sdk.ts';

/** All names that read a flag where they are called, constructed or rendered. */
export function readNames(): ReadonlySet<string> {
  const names = new Set<string>();
  for (const sdk of sdks) {
    const groups = [sdk.exports, ...Object.values(sdk.types).map((type) => type.members ?? {})];
    for (const [name, entity] of groups.flatMap((group) => Object.entries(group))) {
      if (entity.kind === 'class') for (const member of Object.keys(entity.members ?? {})) names.add(member);
      if (entity.kind === 'read' || entity.kind === 'component' || entity.kind === 'class') names.add(name);
    }
    for (const type of Object.values(sdk.types)) {
      for (const given of Object.keys(type.injects ?? {})) names.add(given);
    }
  }
  // Of another module, that is any default import; of an SDK, the module tells.
  names.delete('default');
  return names;
}

/** Names of properties that name flags in what is assigned to them. */
export const assignedNames = once(
  (): ReadonlySet<string> =>
    new Set(
      sdks.flatMap(({ types }) =>
        Object.values(types).flatMap(({ members }) =>
          Object.entries(members ?? {}).flatMap(([name, entity]) => (entity.kind === 'assigned' ? [name] : [])),
        ),
      ),
    ),
);

/** Words that code uses for everything: alone they would let nearly every file through. The package's name tells then. */
const everydayNames = new Set(
  'Feature TestWrapper activate agent agents all batch boolean config decide default evaluate exposure extract feature fetch flag get getAll getBoolean getConfig getFeature getFeatures getFlags getNumber getString getValue has identify includes indexOf is isActive on once only read root subscribe useConfig useFeature value variable variant watch write'.split(
    ' ',
  ),
);

/** True for a name that says nothing about flags where it stands alone. */
export function isEveryday(name: string): boolean {
  return everydayNames.has(name);
}

/** Names of members that are, or give, something whose members are flags: `client.allVariables()`, `config.booleans`. */
export const flagHolders = once(
  (): ReadonlySet<string> =>
    new Set(
      sdks.flatMap(({ types }) =>
        Object.values(types).flatMap(({ members }) =>
          Object.entries(members ?? {}).flatMap(([name, entity]) => {
            const given = entity.kind === 'read' ? entity.returns : 'type' in entity ? entity.type : undefined;
            return given !== undefined && types[given]?.flags && !isEveryday(name) ? [name] : [];
          }),
        ),
      ),
    ),
);

/** Names of overrides are words such as `flag`. */
function isTelling(entity: SdkEntity): boolean {
  return entity.kind === 'read' && (entity.read.role ?? 'evaluation') === 'evaluation';
}

/** What can be seen in the text of a file that reads flags, for the prefilter. */
export function vocabulary(): {
  readonly packages: readonly string[];
  readonly generated: readonly string[];
  readonly called: readonly string[];
  readonly rendered: readonly string[];
  readonly globals: readonly string[];
} {
  const called = new Set<string>();
  const rendered = new Set<string>();
  for (const sdk of sdks) {
    const groups = [sdk.exports, ...Object.values(sdk.types).map((type) => type.members ?? {})];
    for (const [name, entity] of groups.flatMap((group) => Object.entries(group))) {
      if (isEveryday(name)) continue;
      if (entity.kind === 'component') rendered.add(name);
      if (isTelling(entity) || (entity.kind === 'returns' && sdk.types[entity.type]?.flags)) called.add(name);
    }
  }
  return {
    packages: packageNames,
    generated: generatedNames,
    called: [...called].sort(),
    rendered: [...rendered].sort(),
    globals: globalNames,
  };
}
