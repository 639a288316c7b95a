/** Imports and exports of ES modules and TypeScript's `import x = require()`. */
import { ts } from '@ts-morph/common';
import type { Expression } from '../facts.ts';
import { declare, setImport, spanOf, type Walk } from './walk.ts';

/** Declares what an import brings in. Safe to call twice (hoisting, then walking). */
export function convertImport(walk: Walk, node: ts.ImportDeclaration | ts.ImportEqualsDeclaration): void {
  if (ts.isImportEqualsDeclaration(node)) {
    const reference = node.moduleReference;
    if (ts.isExternalModuleReference(reference) && ts.isStringLiteral(reference.expression)) {
      setImport(walk, node.name, { specifier: reference.expression.text, name: '*' });
    } else if (!ts.isExternalModuleReference(reference)) {
      declare(walk, node.name.text, node.name);
    }
    return;
  }
  if (!ts.isStringLiteral(node.moduleSpecifier) || !node.importClause) return;
  const specifier = node.moduleSpecifier.text;
  const { name, namedBindings } = node.importClause;
  if (name) setImport(walk, name, { specifier, name: 'default' });
  if (!namedBindings) return;
  if (ts.isNamespaceImport(namedBindings)) return setImport(walk, namedBindings.name, { specifier, name: '*' });
  for (const element of namedBindings.elements)
    setImport(walk, element.name, { specifier, name: (element.propertyName ?? element.name).text });
}

/** `import Keys = Shop.Flags.Keys`: another name for what is in a namespace. */
export function visitImportAlias(walk: Walk, node: ts.ImportEqualsDeclaration, exported: boolean): void {
  if (!ts.isExternalModuleReference(node.moduleReference)) {
    const value = entityValue(walk, node.moduleReference);
    walk.bindings[declare(walk, node.name.text, node.name)]?.values.push(value);
  }
  if (exported) exportLocal(walk, node.name);
}

function entityValue(walk: Walk, name: ts.EntityName): Expression {
  if (ts.isIdentifier(name)) return walk.expression(name);
  const object = entityValue(walk, name.left);
  return {
    kind: 'member',
    object,
    name: name.right.text,
    nameSpan: spanOf(walk, name.right),
    span: spanOf(walk, name),
  };
}

/** `export { a }`, `export { a } from 'x'`, `export * from 'x'`, `export default a`, `export = a`. */
export function convertModuleExport(walk: Walk, node: ts.ExportDeclaration | ts.ExportAssignment): void {
  if (ts.isExportAssignment(node)) {
    const value = walk.expression(node.expression);
    walk.exports.push({ kind: 'value', name: 'default', value, ...(node.isExportEquals ? { isWhole: true } : {}) });
    return;
  }
  const specifier = node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : null;
  if (!node.exportClause) {
    if (specifier !== null) walk.exports.push({ kind: 'star', specifier });
    return;
  }
  if (ts.isNamespaceExport(node.exportClause)) {
    if (specifier !== null)
      walk.exports.push({ kind: 'from', name: node.exportClause.name.text, specifier, imported: '*' });
    return;
  }
  for (const element of node.exportClause.elements) {
    const local = element.propertyName ?? element.name;
    if (specifier !== null)
      walk.exports.push({ kind: 'from', name: element.name.text, specifier, imported: local.text });
    else if (ts.isIdentifier(local)) exportLocal(walk, local, element.name.text);
  }
}

/** Exports the binding that `local` names. */
export function exportLocal(walk: Walk, local: ts.Identifier, name: string = local.text): void {
  walk.exports.push({
    kind: 'value',
    name,
    value: { kind: 'name', binding: declare(walk, local.text, local), span: spanOf(walk, local) },
  });
}
