/** TypeScript's namespaces: objects that are written in several places. */
import { ts } from '@ts-morph/common';
import { exportLocal } from './modules.ts';
import { declare, inScope, spanOf, type Walk } from './walk.ts';

/** `declare module 'x'` and `declare global` speak of other files. */
export function isNamespace(node: ts.ModuleDeclaration): boolean {
  return ts.isIdentifier(node.name) && node.name.text !== 'global' && node.body !== undefined;
}

/** `namespace Flags { export const cart = ... }` is an object of what it exports; an enum of that name has these members too. */
export function visitNamespace(walk: Walk, node: ts.ModuleDeclaration, exported: boolean): void {
  const { name, body } = node;
  if (!ts.isIdentifier(name) || !body) return;
  const id = declare(walk, name.text, name);
  const first = walk.exports.length;
  // `namespace Shop.Flags { }` exports `Flags`.
  if (ts.isModuleDeclaration(body)) inScope(walk, false, () => visitNamespace(walk, body, true));
  else walk.statement(body);
  const properties = walk.exports
    .splice(first)
    .flatMap((fact) =>
      fact.kind === 'value' ? [{ name: fact.name, computed: null, nameSpan: fact.value.span, value: fact.value }] : [],
    );
  const values = walk.bindings[id]?.values ?? [];
  const index = values.findIndex(({ kind }) => kind === 'object');
  const merged = values[index];
  if (merged?.kind === 'object') values[index] = { ...merged, properties: [...merged.properties, ...properties] };
  else values.push({ kind: 'object', properties, span: spanOf(walk, node) });
  if (!exported) return;
  const enumeration = walk.exports.findIndex((fact) => fact.kind === 'value' && fact.value === merged);
  if (enumeration >= 0) walk.exports.splice(enumeration, 1);
  exportLocal(walk, name);
}
