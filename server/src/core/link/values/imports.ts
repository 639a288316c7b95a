/** What an import brings in: an SDK's export, a workspace file's, or something unknown. */
import type { FileFacts, ImportFact } from '../../facts.ts';
import { isSdkSpecifier, sdkOfGenerated, sdkOfPackage } from '../../sdks/registry.ts';
import { own, type SdkDescriptor, type SdkEntity } from '../../sdks/sdk.ts';
import { baseName } from '../wrappers/telling.ts';
import { configuredExport } from '../configured.ts';
import type { Outline } from '../link.ts';
import type { Program } from '../program.ts';
import { either, textOfSdk, unknown, type Value } from './values.ts';

/** Names of configured wrappers win over everything, then SDKs, then the workspace. */
export function importValue(program: Program, file: FileFacts, { specifier, name }: ImportFact): Value {
  const configured = configuredExport(program, specifier, name);
  if (configured) return configured;
  const sdk = sdkOfPackage(specifier);
  if (sdk) {
    if (name === '*') return { kind: 'sdk', sdk };
    const entity = own(sdk.exports, name);
    if (entity) return exportOf(sdk, entity, name);
    // A default import of a CommonJS package is the module itself.
    return name === 'default' ? { kind: 'sdk', sdk } : unknown(`${name} of ${specifier} reads no flag`);
  }
  // A generated module may lie in the workspace and say less than its generator's descriptor.
  const generated = sdkOfGenerated(specifier);
  const made = generated && own(generated.exports, name);
  if (generated && made) return exportOf(generated, made, name);
  const uri = program.resolveModule(file.uri, specifier);
  if (generated && uri === null && name === '*') return { kind: 'sdk', sdk: generated };
  if (uri === null)
    return name === '*' && isConfiguredModule(program, specifier)
      ? configuredNamespace(specifier)
      : unknown(`${specifier} is outside the workspace`);
  if (name === '*') return moduleValue(program, uri);
  const around = program.sdkAround(uri);
  const published = around && own(around.exports, name);
  return around && published ? exportOf(around, published, name) : exportValue(program, uri, name);
}

/** `require('./client')`: the namespace of its exports, and whatever can be called or looked through of what it is as a whole. */
function moduleValue(program: Program, uri: string): Value {
  const namespace: Value = { kind: 'namespace', uri };
  const whole = wholeOf(program, uri);
  // More may be hung on a function or class afterwards: `module.exports.client = client`.
  if (whole?.kind === 'function' || whole?.kind === 'class') return either([whole, namespace]);
  return whole?.kind === 'object' ? whole : namespace;
}

/** What a module is by `module.exports = value`, unless it only lists exports. */
function wholeOf(program: Program, uri: string): Value | null {
  const file = program.files.get(uri);
  const fact = file?.exports.findLast((candidate) => candidate.kind === 'value' && candidate.isWhole);
  return file && fact?.kind === 'value' && fact.value.kind !== 'object' ? program.evaluate(file, fact.value) : null;
}

/** `object.name` where the object is a module. */
export function namespaceMember(program: Program, uri: string, name: string): Value {
  const value = exportValue(program, uri, name);
  const whole = value.kind === 'unknown' ? wholeOf(program, uri) : null;
  return whole ? program.member(whole, name) : value;
}

function exportOf(sdk: SdkDescriptor, entity: SdkEntity, name: string): Value {
  if (entity.kind === 'text') return textOfSdk(entity.text);
  return entity.kind === 'value' ? { kind: 'instance', sdk, type: entity.type } : { kind: 'entity', sdk, entity, name };
}

function isConfiguredModule({ configured }: Program, specifier: string): boolean {
  return [...configured.wrappers.values(), ...configured.objects.values()]
    .flat()
    .some(({ module }) => module === specifier);
}

function configuredNamespace(specifier: string): Value {
  return { kind: 'namespace', uri: `configured:${specifier}` };
}

/** The value a workspace file exports under a name, through re-exports. */
export function exportValue(program: Program, uri: string, name: string, seen: ReadonlySet<string> = new Set()): Value {
  if (uri.startsWith('configured:')) {
    return configuredExport(program, uri.slice('configured:'.length), name) ?? unknown(`${name} is not configured`);
  }
  const configured = configuredExport(program, uri, name);
  if (configured) return configured;
  const file = program.files.get(uri);
  if (!file) return unknown('its file is not loaded');
  if (seen.has(uri)) return unknown('re-exported in a circle');
  const path = new Set(seen).add(uri);
  for (const fact of file.exports) {
    if (fact.kind === 'value' && fact.name === name) return program.evaluate(file, fact.value);
    if (fact.kind === 'from' && fact.name === name)
      return program.import(file, { specifier: fact.specifier, name: fact.imported });
  }
  if (name !== 'default') {
    for (const fact of file.exports) {
      if (fact.kind !== 'star' || !mayPassOn(program, file, fact.specifier, name)) continue;
      const target = program.resolveModule(uri, fact.specifier);
      const value =
        target === null
          ? program.import(file, { specifier: fact.specifier, name })
          : exportValue(program, target, name, path);
      if (value.kind !== 'unknown') return value;
    }
  }
  return unknown(`${name} is not exported there`);
}

/** A file that re-exports more than this was generated, one module for each name. */
const manyStars = 100;

/** True where a re-exported module has to be asked for a name: of hundreds, only the one that is called like it; else those that may hold it. */
export function mayPassOn(program: Program, file: FileFacts, specifier: string, name: string): boolean {
  if (hasManyStars(file) && letters(baseName(specifier)) !== letters(name)) return false;
  return mayLead(program, file.uri, specifier, name, new Set());
}

/** Looks at texts only, so that of a tree of indexes those are loaded that lead to the name. */
function mayLead(program: Program, fromUri: string, specifier: string, name: string, seen: Set<string>): boolean {
  const uri = program.resolveModule(fromUri, specifier);
  if (uri === null) return isSdkSpecifier(specifier) || isConfiguredModule(program, specifier);
  if (seen.has(uri)) return false;
  seen.add(uri);
  const outline = program.files.outline(uri);
  if (!outline || outline.holds(name)) return true;
  return outline.stars.some((star) => mayLead(program, uri, star, name, seen));
}

/** What is known of a file that is loaded. */
export function outlineOf({ exports }: FileFacts): Outline {
  return {
    holds: (name) => exports.some((fact) => fact.kind !== 'star' && fact.name === name),
    stars: exports.flatMap((fact) => (fact.kind === 'star' ? [fact.specifier] : [])),
  };
}

/** By the list itself: an edit makes another one. */
const counted = new WeakMap<FileFacts['exports'], boolean>();

function hasManyStars({ exports }: FileFacts): boolean {
  let isIt = counted.get(exports);
  if (isIt === undefined)
    counted.set(exports, (isIt = exports.filter(({ kind }) => kind === 'star').length > manyStars));
  return isIt;
}

function letters(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}
