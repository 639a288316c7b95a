/** Files that are handed flags: they read them from a parameter, in words that need not tell. */
import type { Expression, FileFacts } from '../../facts.ts';
import { possibilities } from '../reads/accessors.ts';
import { isQuiet } from './carriers.ts';
import { flagsIn } from '../reads/flag-values.ts';
import type { Program } from '../program.ts';
import type { Telling } from './telling.ts';

/** The files of the functions and components that this file passes flags to: `applyRules(order, flags)`, `<Cart flags={flags} />`. */
export function handedFlags(program: Program, telling: Telling, file: FileFacts): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { expression } of file.sites) {
    const callee = calleeOf(expression);
    if (!callee || !passedIn(expression).some((passed) => isFlags(program, telling, file, passed))) continue;
    for (const option of possibilities(program, program.evaluate(file, callee)))
      if ((option.kind === 'function' || option.kind === 'class') && option.uri !== file.uri) found.add(option.uri);
  }
  return found;
}

function calleeOf(expression: Expression): Expression | null {
  if (expression.kind === 'call' || expression.kind === 'new') return expression.callee;
  return expression.kind === 'jsx' ? expression.component : null;
}

/** Arguments, attributes, and the properties of an object that is written there. */
function passedIn(expression: Expression): readonly Expression[] {
  if (expression.kind === 'jsx') return expression.attributes.map(({ value }) => value);
  if (expression.kind !== 'call' && expression.kind !== 'new') return [];
  return expression.arguments.flatMap((argument) =>
    argument.kind === 'object' ? argument.properties.map(({ value }) => value) : [argument],
  );
}

function isFlags(program: Program, telling: Telling, file: FileFacts, passed: Expression): boolean {
  if (passed.kind === 'function' || passed.kind === 'string' || !telling.isFlags(file, passed)) return false;
  const values = possibilities(program, program.evaluate(file, passed));
  return flagsIn(program, values, null).some(({ sdk, type }) => isQuiet(sdk, type));
}
