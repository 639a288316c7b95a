import type { Finding } from '../../server/src/core/model.ts';

/** The code after a fix of the finding, the first where no other is meant. */
export function applyFix(code: string, finding: Finding | undefined, which = 0): string {
  const fix = finding?.fixes?.[which];
  if (fix === undefined) throw new Error('The finding has no such fix');
  return [...fix.edits]
    .sort((left, right) => right.span.start - left.span.start)
    .reduce((text, { span, newText }) => text.slice(0, span.start) + newText + text.slice(span.end), code);
}
