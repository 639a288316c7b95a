/** Expressions as a reader would recognize them, for dynamic keys. */
import type { Expression, FileFacts } from '../../facts.ts';

/** One line, at most about 80 characters; parts that are not known are `...`. */
export function printExpression(file: FileFacts, expression: Expression): string {
  const text = print(file, expression, 4);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function print(file: FileFacts, expression: Expression, depth: number): string {
  if (depth === 0) return '...';
  const inner = (part: Expression): string => print(file, part, depth - 1);
  switch (expression.kind) {
    case 'string':
      return JSON.stringify(expression.value);
    case 'number':
    case 'boolean':
      return String(expression.value);
    case 'null':
    case 'undefined':
      return expression.kind;
    case 'name':
      return file.bindings[expression.binding]?.name || '...';
    case 'global':
      return expression.name;
    case 'this':
      return 'this';
    case 'member':
      return `${inner(expression.object)}.${expression.name}`;
    case 'index':
      return `${inner(expression.object)}[${inner(expression.index)}]`;
    case 'call':
      return `${inner(expression.callee)}(${expression.arguments.length > 0 ? '...' : ''})`;
    case 'new':
      return `new ${inner(expression.callee)}(...)`;
    case 'template':
      return `\`${expression.texts.map((text, index) => (index === 0 ? '' : `\${${hole(file, expression.holes[index - 1], depth)}}`) + text).join('')}\``;
    case 'either':
      return expression.options.map(inner).join(' | ');
    case 'typed':
      return inner(expression.value);
    default:
      return '...';
  }
}

function hole(file: FileFacts, expression: Expression | undefined, depth: number): string {
  return expression ? print(file, expression, depth - 1) : '...';
}
