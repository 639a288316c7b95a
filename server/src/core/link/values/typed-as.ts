/** Types that code gives to an SDK's values: `useLaunchDarkly() as ShopFlags` makes everything of type `ShopFlags` flags. */
import type { Expression, FileFacts, TypeExpression } from '../../facts.ts';
import { isSdkSpecifier } from '../../sdks/registry.ts';
import { importsSdk } from '../wrappers/carriers.ts';
import type { Index } from '../index-by-file.ts';
import type { Program } from '../program.ts';
import { sameType } from './subclasses.ts';
import { known, type TypeIdentity, type Value } from './values.ts';

/** The one key of `TypedValues`: a type may be another name of what was asked for, which is found out later. */
export const typedKey = 'typed';

/** Values and the types they are given: candidates, not yet followed. */
export type TypedValues = Index<{
  readonly file: FileFacts;
  readonly type: TypeExpression;
  readonly value: Expression;
}>;

/** Adds what a file that uses an SDK itself gives a type of the workspace to. */
export function indexTyped(index: TypedValues, file: FileFacts): void {
  if (!importsSdk(file)) return;
  const add = (type: TypeExpression | null, value: Expression): void => {
    if (value.kind === 'typed') add(value.type, value.value);
    if (type && isOfWorkspace(file, type) && mayHoldFlags(value)) index.add(file.uri, typedKey, { file, type, value });
  };
  for (const { type, values } of file.bindings) for (const value of values) add(type, value);
  for (const { returnType, returns } of file.functions) for (const value of returns) add(returnType, value);
}

/** An SDK's own type says by itself what it is. */
function isOfWorkspace(file: FileFacts, type: TypeExpression): boolean {
  if (type.kind === 'union') return type.options.some((option) => isOfWorkspace(file, option));
  if (type.kind !== 'name') return type.kind === 'part' && isOfWorkspace(file, type.object);
  if (type.binding === null) return type.arguments.some((argument) => isOfWorkspace(file, argument));
  const from = file.bindings[type.binding]?.import;
  return !from || !isSdkSpecifier(from.specifier);
}

function mayHoldFlags({ kind }: Expression): boolean {
  return kind === 'call' || kind === 'name' || kind === 'member' || kind === 'object' || kind === 'new';
}

/** The SDK's values, and copies of them, that are given the type declared there. */
export function typedAs(program: Program, index: TypedValues, identity: TypeIdentity): readonly Value[] {
  return index.of(typedKey).flatMap(({ file, type, value }) => {
    const isIt = known(program.ofType(file, type) ?? { kind: 'unknown', reason: '' }).some((declared) =>
      sameType(declared, identity),
    );
    return isIt
      ? known(program.evaluate(file, value)).filter(({ kind }) => kind === 'instance' || kind === 'object')
      : [];
  });
}
