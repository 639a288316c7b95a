/** How a site's value is used, and what becomes of the variables that receive it. */
import type { Expression, FileFacts, SiteFact } from '../../facts.ts';
import type { CallSiteUse, Span, ValueUse, VariableUse } from '../../model.ts';

/** Methods that call a function for each element. */
const eachElement =
  /^(?:map|flatMap|forEach|filter|reduce|reduceRight|some|every|find|findIndex|findLast|findLastIndex)$/;

/** How many variables to go on: `const details = await ...; const on = details.value; const isNew = on;`. */
const maxHops = 4;

/** What `site` says of itself, and what the rest of the file says of it. */
export function useAt(file: FileFacts, site: SiteFact): CallSiteUse {
  return {
    ...site.use,
    variableUses: variableUses(file, site),
    inLoop: isInLoop(file, site),
    atModuleLevel: site.function === null && !isInstanceMember(file, site.expression.span),
    within: site.function === null ? null : (file.functions[site.function]?.span ?? null),
  };
}

function variableUses(file: FileFacts, site: SiteFact): readonly VariableUse[] {
  if (site.use.kind !== 'assigned' && site.use.kind !== 'compared' && site.use.kind !== 'other') return [];
  const holders = new Set<number>();
  file.bindings.forEach(({ name, values }, id) => {
    const isHolder = (value: Expression): boolean =>
      isValueOf(value, site.expression) || (name === site.use.variable && isOutcomeOf(value, site.expression));
    if (values.some(isHolder)) holders.add(id);
  });
  if (holders.size === 0) return [];
  for (let hop = 0; hop < maxHops; hop++) {
    const before = holders.size;
    file.bindings.forEach(({ values }, id) => {
      if (values.some((value) => isPartOf(value, holders))) holders.add(id);
    });
    if (holders.size === before) break;
  }
  return [...holders]
    .flatMap((id) => file.bindings[id]?.tests ?? [])
    .map(({ span, use }): VariableUse => ({ span, member: null, use }))
    .concat(file.sites.flatMap((other) => usesBy(other, holders)))
    .concat(returned(file, holders))
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** True where a binding's value is what stands at the site, or a part of it. `await` and brackets around it belong to the value. */
function isValueOf(value: Expression, site: Expression): boolean {
  switch (value.kind) {
    case 'either':
      return value.options.some((option) => isValueOf(option, site));
    case 'typed':
      return isValueOf(value.value, site);
    case 'call':
    case 'new':
      return (site.kind === 'call' || site.kind === 'new') && isSame(value.callee.span, site.callee.span);
    case 'member':
      return (site.kind === 'member' && isSame(value.nameSpan, site.nameSpan)) || isValueOf(value.object, site);
    case 'index':
      return (site.kind === 'index' && isSame(value.index.span, site.index.span)) || isValueOf(value.object, site);
    default:
      return false;
  }
}

/** `!read`, `read === 'a'`: the value as the use of the site says. */
function isOutcomeOf(value: Expression, site: Expression): boolean {
  return value.kind === 'other' && isWithin(site.span, value.span);
}

/** True where a value is what a variable holds, or a part of it. */
function isPartOf(value: Expression, holders: ReadonlySet<number>): boolean {
  switch (value.kind) {
    case 'name':
      return holders.has(value.binding);
    case 'member':
    case 'index':
      return isPartOf(value.object, holders);
    case 'either':
      return value.options.some((option) => isPartOf(option, holders));
    case 'typed':
      return isPartOf(value.value, holders);
    default:
      return false;
  }
}

/** `details.value` that decides something, `pay(isNew)`, `<Cart isNew={isNew} />`. */
function usesBy({ expression, use }: SiteFact, holders: ReadonlySet<number>): readonly VariableUse[] {
  const isHeld = (value: Expression): boolean => value.kind === 'name' && holders.has(value.binding);
  switch (expression.kind) {
    case 'member': {
      const isTest = use.branch !== null || use.comparison !== null;
      return isTest && isHeld(expression.object) ? [{ span: expression.span, member: expression.name, use }] : [];
    }
    case 'call':
    case 'new':
      return expression.arguments.filter(isHeld).map(({ span }) => handedOn(span, 'argument'));
    case 'jsx':
      return expression.attributes
        .filter(({ value }) => isHeld(value))
        .map(({ value }) => handedOn(value.span, 'argument'));
    default:
      return [];
  }
}

function returned(file: FileFacts, holders: ReadonlySet<number>): readonly VariableUse[] {
  return file.functions.flatMap(({ returns }) =>
    returns.flatMap((value) =>
      value.kind === 'name' && holders.has(value.binding) ? [handedOn(value.span, 'returned')] : [],
    ),
  );
}

function handedOn(span: Span, kind: ValueUse['kind']): VariableUse {
  return {
    span,
    member: null,
    use: { kind, negated: false, awaited: false, variable: null, branch: null, comparison: null },
  };
}

function isInLoop(file: FileFacts, site: SiteFact): boolean {
  const { span } = site.expression;
  if (file.loops.some((loop) => loop.function === site.function && isWithin(span, loop.span))) return true;
  if (site.function === null) return false;
  return file.sites.some(
    ({ expression }) =>
      expression.kind === 'call' &&
      isWithin(span, expression.span) &&
      isEach(expression.callee) &&
      expression.arguments.some((argument) => argument.kind === 'function' && argument.function === site.function),
  );
}

function isEach(callee: Expression): boolean {
  return callee.kind === 'member' && eachElement.test(callee.name);
}

/** What a class gives to each of its instances is worked out when one is made. */
function isInstanceMember(file: FileFacts, span: Span): boolean {
  return file.classes.some(({ members }) =>
    members.some((member) => !member.static && member.value !== null && isWithin(span, member.value.span)),
  );
}

function isSame(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

function isWithin(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
