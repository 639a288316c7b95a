/** What a file hands on: flags, sets of flags and clients that other files use in words that do not tell. */
import type { FileFacts } from '../../facts.ts';
import { isSdkSpecifier, sdkOfGenerated, sdkOfPackage } from '../../sdks/registry.ts';
import { isEveryday } from '../../sdks/vocabulary.ts';
import type { SdkDescriptor } from '../../sdks/sdk.ts';
import { flagsIn } from '../reads/flag-values.ts';
import type { Program } from '../program.ts';
import { known, type Value } from '../values/values.ts';

export interface Carriers {
  /** Functions: who calls them reads a flag, or gets something that does. */
  readonly called: readonly string[];
  /** Values: who mentions them may read a flag. */
  readonly mentioned: readonly string[];
}

/** Names that many modules export: they would lead to nearly every file. */
const commonNames = new Set(
  'api app client config context data default features flag flags init instance load options provider sdk service setup store user'.split(
    ' ',
  ),
);

/** Looks at what a file exports, if it imports an SDK of that kind. Names that nobody else's text would tell apart are left out. */
export function carriersOf(program: Program, file: FileFacts): Carriers {
  const called = new Set<string>();
  const mentioned = new Set<string>();
  if (!importsQuietSdk(file)) return { called: [], mentioned: [] };
  for (const fact of file.exports) {
    if (fact.kind !== 'value') continue;
    for (const option of known(program.evaluate(file, fact.value))) {
      const made = option.kind === 'function' ? resultOf(program, file, fact.value) : [option];
      const name = fact.name === 'default' && option.kind === 'function' ? functionName(program, option) : fact.name;
      if (commonNames.has(name)) continue;
      const all = [...made, ...made.flatMap((value) => partsOf(program, value))];
      for (const value of flagsIn(program, all, null)) {
        if (!isQuiet(value.sdk, value.type)) continue;
        const isCalled = option.kind === 'function' || value.sdk.types[value.type]?.callReads;
        (isCalled ? called : mentioned).add(name);
      }
    }
  }
  return { called: [...called].sort(), mentioned: [...mentioned].sort() };
}

/** What is handed on under a name of its own: `{ flags, isReady }`, a context of that. What other files put into a context is theirs to tell. */
function partsOf(program: Program, value: Value, isPart = false): readonly Value[] {
  const owner = 'uri' in value ? program.files.get(value.uri) : undefined;
  if (!owner) return value.kind === 'box' && isPart ? known(value.inner) : [];
  const parts = (found: Value): readonly Value[] => [found, ...partsOf(program, found, true)];
  if (value.kind === 'context') {
    const held = value.call.holds && program.ofType(owner, value.call.holds);
    return held ? known(held).flatMap((option) => [option, ...partsOf(program, option)]) : [];
  }
  if (isPart) return [];
  if (value.kind === 'object')
    return value.expression.properties.flatMap(({ name, value: part }) =>
      name === null ? [] : known(program.evaluate(owner, part)).flatMap(parts),
    );
  if (value.kind === 'typed' && value.type.kind === 'object')
    return value.type.members.flatMap(({ name }) => known(program.member(value, name)).flatMap(parts));
  return [];
}

/** Does the file use an SDK itself? */
export function importsSdk(file: FileFacts): boolean {
  return file.bindings.some(({ import: from }) => from && isSdkSpecifier(from.specifier));
}

/** Does it use one with types from which flags can be read in any words? */
export function importsQuietSdk(file: FileFacts): boolean {
  return file.bindings.some(({ import: from }) => {
    const sdk = from && (sdkOfPackage(from.specifier) ?? sdkOfGenerated(from.specifier));
    return sdk ? hasQuietTypes(sdk) : false;
  });
}

const quietSdks = new WeakMap<SdkDescriptor, boolean>();

function hasQuietTypes(sdk: SdkDescriptor): boolean {
  let isIt = quietSdks.get(sdk);
  if (isIt === undefined) quietSdks.set(sdk, (isIt = Object.keys(sdk.types).some((name) => isQuiet(sdk, name))));
  return isIt;
}

function resultOf(program: Program, file: FileFacts, callee: Parameters<Program['evaluate']>[1]): readonly Value[] {
  return known(program.evaluate(file, { kind: 'call', callee, arguments: [], span: callee.span }));
}

function functionName(program: Program, { uri, function: id }: Extract<Value, { kind: 'function' }>): string {
  return program.files.get(uri)?.functions[id]?.name ?? 'default';
}

/** A flag can be read from a value of this type without a word that the prefilter knows. */
export function isQuiet(sdk: SdkDescriptor, name: string, seen: ReadonlySet<string> = new Set()): boolean {
  const type = sdk.types[name];
  if (!type || seen.has(name)) return false;
  if (type.callReads || type.flags) return true;
  const path = new Set(seen).add(name);
  return Object.entries(type.members ?? {}).some(([member, entity]) => {
    if (entity.kind === 'read') return isEveryday(member) && (entity.read.role ?? 'evaluation') === 'evaluation';
    return (entity.kind === 'returns' || entity.kind === 'value') && isQuiet(sdk, entity.type, path);
  });
}
