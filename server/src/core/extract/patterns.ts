/** Binding patterns: `const { a, b: { c }, ...rest } = value`, in declarations and in parameters. */
import { ts } from '@ts-morph/common';
import type { Expression } from '../facts.ts';
import { plainUse } from './use.ts';
import { addBinding, declare, type PatternSource, spanOf, type Walk } from './walk.ts';

/** Gives every name of a declared pattern its value, type and parameter. */
export function bindPattern(walk: Walk, name: ts.BindingName, source: PatternSource): void {
  if (ts.isIdentifier(name)) {
    const binding = walk.bindings[declareFor(walk, name)];
    if (!binding) return;
    if (source.value) binding.values.push(source.value);
    binding.type ??= source.type;
    binding.parameter ??= source.parameter;
    return;
  }

  const whole = wholeValue(walk, name, source);
  name.elements.forEach((element, index) => {
    if (ts.isOmittedExpression(element)) return;
    const fallback = element.initializer ? walk.expression(element.initializer) : null;
    if (ts.isArrayBindingPattern(name)) {
      const at: Expression = { kind: 'number', value: index, span: spanOf(walk, element) };
      const value: Expression = element.dotDotDotToken
        ? whole
        : { kind: 'index', object: whole, index: at, span: spanOf(walk, element) };
      bindElement(walk, element, value, fallback, null);
      return;
    }
    const key = element.propertyName ?? element.name;
    const keyName = propertyName(key);
    if (element.dotDotDotToken || keyName === null) {
      bindElement(walk, element, element.dotDotDotToken ? whole : other(walk, element), fallback, source.parameter);
      return;
    }
    const nameSpan = spanOf(walk, key);
    const value: Expression = { kind: 'member', object: whole, name: keyName, nameSpan, span: nameSpan };
    walk.sites.push({
      expression: value,
      use: plainUse('assigned', false, false, ts.isIdentifier(element.name) ? element.name.text : null),
      function: walk.function,
    });
    const parameter = source.parameter && { ...source.parameter, path: [...source.parameter.path, keyName] };
    bindElement(walk, element, value, fallback, parameter);
  });
}

function bindElement(
  walk: Walk,
  element: ts.BindingElement,
  value: Expression,
  fallback: Expression | null,
  parameter: PatternSource['parameter'],
): void {
  const options = fallback ? [value, fallback] : [value];
  const first: Expression = options.length === 1 ? value : { kind: 'either', options, span: spanOf(walk, element) };
  bindPattern(walk, element.name, { value: first, type: null, parameter });
}

/** The value a pattern takes apart, as something that can be referred to many times without being copied. */
function wholeValue(walk: Walk, pattern: ts.BindingPattern, source: PatternSource): Expression {
  const span = spanOf(walk, pattern);
  if (source.value?.kind === 'name' && !source.type) return source.value;
  const id = addBinding(walk, '', span);
  const binding = walk.bindings[id];
  if (binding) {
    if (source.value) binding.values.push(source.value);
    binding.type = source.type;
    binding.parameter = source.parameter;
  }
  return { kind: 'name', binding: id, span };
}

function declareFor(walk: Walk, name: ts.Identifier): number {
  for (let scope: Walk['scope'] | null = walk.scope; scope; scope = scope.parent) {
    const id = scope.names.get(name.text);
    if (id !== undefined) return id;
    if (scope.isFunction) break;
  }
  return declare(walk, name.text, name);
}

/** The static name of a property, or null for a computed one. */
export function propertyName(node: ts.PropertyName | ts.BindingName): string | null {
  if (ts.isIdentifier(node) || ts.isStringLiteral(node) || ts.isNumericLiteral(node) || ts.isPrivateIdentifier(node))
    return node.text;
  if (ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isComputedPropertyName(node) && ts.isStringLiteralLike(node.expression)) return node.expression.text;
  return null;
}

function other(walk: Walk, node: ts.Node): Expression {
  return { kind: 'other', span: spanOf(walk, node) };
}
