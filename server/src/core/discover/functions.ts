/** Calls that may read a flag, grouped by the function, method or component that is called. */
import type { CallExpression, Expression, FileFacts, PropertyFact, SiteFact } from '../facts.ts';
import { asMethod, ownerNames } from '../link/configured.ts';
import { baseName, calledName } from '../link/wrappers/telling.ts';
import type { KnownString } from '../link/values/values.ts';
import { known } from '../link/values/values.ts';
import { isAnswer, isDecision, keysOf, type Evidence } from './evidence.ts';
import {
  flagScore,
  holdsSettings,
  isChangingName,
  isCommandLinePackage,
  isReadingName,
  speaksOfOtherThings,
} from './words.ts';

/** What is called, as a configuration can name it. */
export type Target =
  | { readonly kind: 'declared'; readonly uri: string; readonly function: number | null; readonly name: string }
  | { readonly kind: 'package'; readonly specifier: string; readonly name: string }
  | {
      readonly kind: 'method';
      readonly name: string;
      readonly owners: ReadonlySet<string>;
      readonly uri: string | null;
    };

export interface CallFact {
  readonly uri: string;
  readonly inTest: boolean;
  readonly isAnswer: boolean;
  readonly isDecision: boolean;
  /** By place; null where the key is computed. */
  readonly keys: ReadonlyMap<number | string, readonly KnownString[] | null>;
  readonly isFound: boolean;
}

export interface Group {
  readonly target: Target;
  readonly calls: CallFact[];
}

type CallLike = CallExpression | Extract<Expression, { kind: 'jsx' }>;

const keyProperties =
  /^(?:key|name|id|flag|flags?Key|flags?Name|features?|featureKey|featureName|featureFlag|featureFlagKey|toggle|toggleName|(?:flag|feature|toggle)I[dD]|experiment|experimentKey|experimentId|requiredFlag|when|with|on|is)$/;
const maxArguments = 4;

export function groupCalls(evidence: Evidence): readonly Group[] {
  const groups = new Map<string, { target: Target; calls: CallFact[] }>();
  for (const file of evidence.files) {
    if (file.bindings.some((binding) => binding.import && isCommandLinePackage(binding.import.specifier))) continue;
    for (const site of file.sites) {
      const { expression } = site;
      if (expression.kind !== 'call' && expression.kind !== 'jsx') continue;
      const callee = expression.kind === 'jsx' ? expression.component : expression.callee;
      const name = calledName(file, callee);
      if (name === null || isChangingName(name) || !isWorthALook(evidence, file, expression, callee, name)) continue;
      const target = targetOf(evidence, file, callee, name);
      const keys = target && placesOf(evidence, file, expression);
      if (!target || !keys || keys.size === 0) continue;
      const id = idOf(target);
      const group = groups.get(id) ?? { target, calls: [] };
      groups.set(id, group);
      if (target.kind === 'method' && group.target.kind === 'method')
        group.target = { ...group.target, owners: new Set([...group.target.owners, ...target.owners]) };
      group.calls.push(callFact(evidence, file, site, keys));
    }
  }
  return mergeMethods([...groups.values()]);
}

/** Following every call would take long: a name has to speak of flags, or what is passed. */
function isWorthALook(
  { registries }: Evidence,
  file: FileFacts,
  expression: CallLike,
  callee: Expression,
  name: string,
): boolean {
  if (flagScore(name) > 0) return true;
  if (callee.kind === 'member' && isReadingName(name)) return true;
  const named = expression.kind === 'jsx' ? expression.attributes : propertiesOf(expression.arguments[0]);
  if (named.some((property) => property.name !== null && flagScore(property.name) === 3)) return true;
  if (registries.all.length === 0) return false;
  const passed = expression.kind === 'jsx' ? expression.attributes.map(({ value }) => value) : expression.arguments;
  return passed.some((argument) => speaksOfFlags(file, argument));
}

function propertiesOf(expression: Expression | undefined): readonly PropertyFact[] {
  return expression?.kind === 'object' ? expression.properties : [];
}

/** `FLAGS.newCart`, `Feature.NewCart`. */
function speaksOfFlags(file: FileFacts, expression: Expression): boolean {
  if (expression.kind === 'object')
    return expression.properties.some(({ value }) => value.kind !== 'object' && speaksOfFlags(file, value));
  if (expression.kind !== 'member') return false;
  const { object } = expression;
  if (object.kind === 'name') {
    const binding = file.bindings[object.binding];
    return flagScore(binding?.import?.name ?? '') > 0 || flagScore(binding?.name ?? '') > 0;
  }
  return object.kind === 'member' && (flagScore(object.name) > 0 || speaksOfFlags(file, object));
}

function placesOf(
  { program }: Evidence,
  file: FileFacts,
  expression: CallLike,
): ReadonlyMap<number | string, readonly KnownString[] | null> {
  const places = new Map<number | string, readonly KnownString[] | null>();
  const add = (place: number | string, value: Expression): void => {
    const keys = keysOf(program, file, value);
    if (keys === null || keys.length > 0) places.set(place, keys);
  };
  const addProperties = (properties: Extract<Expression, { kind: 'object' }>['properties']): void => {
    for (const { name, value } of properties) if (name !== null && keyProperties.test(name)) add(name, value);
  };
  // React keeps `key` for itself.
  if (expression.kind === 'jsx') addProperties(expression.attributes.filter(({ name }) => name !== 'key'));
  else {
    for (const [index, argument] of expression.arguments.slice(0, maxArguments).entries()) {
      if (argument.kind === 'object' && index === 0) addProperties(argument.properties);
      else add(index, argument);
    }
  }
  return places;
}

function callFact(evidence: Evidence, file: FileFacts, site: SiteFact, keys: CallFact['keys']): CallFact {
  return {
    uri: file.uri,
    inTest: evidence.isTest(file.uri),
    isAnswer: site.expression.kind === 'jsx' || isAnswer(site),
    isDecision: site.expression.kind === 'jsx' ? isGate(site.expression) : isDecision(site),
    keys,
    isFound: passedOf(site.expression).some(({ span }) => evidence.isFound(file.uri, span.start)),
  };
}

/** `<Feature name="new-cart" fallback={<Old />}>`: what a gate needs, and nothing that it would show. */
function isGate({ attributes }: Extract<Expression, { kind: 'jsx' }>): boolean {
  return attributes.every(({ name }) => name !== null && (keyProperties.test(name) || gateProperties.test(name)));
}

const gateProperties =
  /^(?:fallback|else|otherwise|children|render\w*|not|inverse|invert|negate|reverse|requireAll|match\w*|default\w*|value|organization|project|user|tenant)$/;

function passedOf(expression: Expression): readonly Expression[] {
  if (expression.kind === 'jsx') return expression.attributes.map(({ value }) => value);
  if (expression.kind !== 'call') return [];
  return expression.arguments.flatMap((argument) =>
    argument.kind === 'object' ? argument.properties.map(({ value }) => value) : [argument],
  );
}

function targetOf({ program }: Evidence, file: FileFacts, callee: Expression, name: string): Target | null {
  for (const value of known(program.evaluate(file, callee))) {
    if (value.kind === 'entity' || value.kind === 'sdk' || value.kind === 'instance') return null;
    if (value.kind === 'function') {
      const owner = program.files.get(value.uri);
      const fact = owner?.functions[value.function];
      if (!owner || !fact) continue;
      if (fact.class === null) {
        const declared = fact.name ?? baseName(value.uri);
        return { kind: 'declared', uri: value.uri, function: value.function, name: declared };
      }
      const fact_ = owner.classes[fact.class];
      const names = [
        fact_?.name ?? '',
        ...(fact_?.implements ?? []).flatMap((type) => (type.kind === 'name' ? [type.path.at(-1) ?? ''] : [])),
      ];
      const written = callee.kind === 'member' ? ownerNames(program, file, callee.object) : [];
      return { kind: 'method', name: fact.name ?? name, owners: telling([...names, ...written]), uri: value.uri };
    }
    if (value.kind === 'class') {
      const fact = program.files.get(value.uri)?.classes[value.class];
      if (fact?.name) return { kind: 'declared', uri: value.uri, function: null, name: fact.name };
    }
  }
  const method = asMethod(file, callee);
  if (method && (callee.kind === 'member' || flagScore(method.name) > 0 || isReadingName(method.name))) {
    const owners = telling([...ownerNames(program, file, method.object)]);
    const isOther = partsOf(file, method.object).some(speaksOfOtherThings);
    if (callee.kind === 'member' || owners.size > 0)
      return isOther ? null : { kind: 'method', name: method.name, owners, uri: null };
  }
  return callee.kind === 'name' ? importedOrLocal(program, file, callee.binding, name) : null;
}

/** `plan.features` speaks of what is paid for: plan and features. */
function partsOf(file: FileFacts, object: Expression): readonly string[] {
  if (object.kind === 'member') return [...partsOf(file, object.object), object.name];
  if (object.kind === 'name') return [file.bindings[object.binding]?.name ?? ''];
  return object.kind === 'global' ? [object.name] : [];
}

function importedOrLocal(program: Evidence['program'], file: FileFacts, id: number, name: string): Target | null {
  const binding = file.bindings[id];
  if (!binding || binding.parameter) return null;
  if (!binding.import) {
    // A function made by another, which cannot be seen through.
    const isMade = binding.values.length > 0 && binding.values.every(({ kind }) => kind === 'call');
    const isExported = file.exports.some(
      ({ kind, name: exported }: { kind: string; name?: string }) => kind === 'value' && exported === name,
    );
    return isMade && isExported ? { kind: 'declared', uri: file.uri, function: null, name } : null;
  }
  const { specifier, name: imported } = binding.import;
  if (imported === '*' || (imported === 'default' && specifier.startsWith('.'))) return null;
  const uri = program.resolveModule(file.uri, specifier);
  if (uri === null) {
    const isRelative = specifier.startsWith('.');
    return isRelative ? null : { kind: 'package', specifier, name: imported };
  }
  const owner = exporting(program, uri, imported);
  return owner === null ? null : { kind: 'declared', uri: owner.uri, function: null, name: owner.name };
}

/** Where an export is declared, through re-exports. */
function exporting(
  program: Evidence['program'],
  uri: string,
  name: string,
  depth = 0,
): { readonly uri: string; readonly name: string } | null {
  const file = program.files.get(uri);
  if (!file || depth > 8) return null;
  for (const fact of file.exports) {
    if (fact.kind === 'value' && fact.name === name) return { uri, name };
    if (fact.kind === 'value') continue;
    if (fact.kind === 'from' && fact.name !== name) continue;
    const target = program.resolveModule(uri, fact.specifier);
    const found =
      target === null ? null : exporting(program, target, fact.kind === 'from' ? fact.imported : name, depth + 1);
    if (found) return found;
  }
  return null;
}

/** Only names that speak of flags tell a method from its look-alikes. */
function telling(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.filter((name) => flagScore(name) > 0 || holdsSettings(name)));
}

function idOf(target: Target): string {
  if (target.kind === 'declared') return `declared ${target.name} ${target.uri}`;
  if (target.kind === 'package') return `package ${target.name} ${target.specifier}`;
  return `method ${target.name} ${[...target.owners].sort().join(' ')}`;
}

/** Methods of one name whose owners go by a common name are one. */
function mergeMethods(groups: readonly Group[]): readonly Group[] {
  const merged: { target: Target; calls: CallFact[] }[] = [];
  for (const group of groups) {
    const { target } = group;
    if (target.kind !== 'method' || target.owners.size === 0) {
      merged.push({ target, calls: [...group.calls] });
      continue;
    }
    const same = merged.filter(
      ({ target: other }) =>
        other.kind === 'method' &&
        other.name === target.name &&
        [...other.owners].some((owner) => target.owners.has(owner)),
    );
    const all = [...same, group];
    const owners = new Set(all.flatMap(({ target: other }) => (other.kind === 'method' ? [...other.owners] : [])));
    for (const old of same) merged.splice(merged.indexOf(old), 1);
    const uri = all
      .map(({ target: other }) => (other.kind === 'method' ? other.uri : null))
      .find((found) => found !== null);
    merged.push({ target: { ...target, owners, uri: uri ?? null }, calls: all.flatMap(({ calls }) => calls) });
  }
  return merged;
}
