/** Call sites for people. */
import type { CallSite } from '../../core/model.ts';
import { formatShare } from '../../core/state/serving.ts';
import { plural, quoteKey, visible } from '../../core/text.ts';
import type { Style } from '../terminal/style.ts';
import type { UsagesReport } from '../flags/usages-report.ts';
import { scanLines } from './scan-lines.ts';

/** One line for each call site, grouped by file. */
export function usagesText({ callSites, summary, assumptions, cwd }: UsagesReport, style: Style): string {
  const lines: string[] = [];
  let file: string | null = null;
  for (const { callSite, place } of callSites) {
    if (place.file !== file) {
      if (file !== null) lines.push('');
      file = place.file;
      lines.push(style('underline', visible(file, 1_000)));
    }
    const position = `${place.line}:${place.column}`.padEnd(8);
    lines.push(`  ${position} ${keyText(callSite, style)}  ${style('dim', readText(callSite))}`);
  }
  if (callSites.length > 0) lines.push('');
  const files = new Set(callSites.map(({ place }) => place.file)).size;
  const total = `${plural(callSites.length, 'call site')} in ${plural(files, 'file')}`;
  lines.push(callSites.length === 0 ? 'No call sites' : style('bold', total), ...scanLines(summary, assumptions, cwd));
  return `${lines.join('\n')}\n`;
}

function keyText({ key, role, share }: CallSite, style: Style): string {
  if (role === 'home-made-valve' && key.kind === 'dynamic') {
    const words = share === null ? 'home-made valve' : `home-made valve, ${formatShare(share)}`;
    return `${style('yellow', words)}  ${visible(key.text, 80)}`;
  }
  switch (key.kind) {
    case 'literal':
      return style('cyan', quoteKey(key.value));
    case 'one-of':
      return `one of ${key.values.map((value) => style('cyan', quoteKey(value))).join(', ')}`;
    case 'dynamic':
      return `${style('yellow', 'dynamic')} ${visible(key.text, 80)}`;
  }
}

function readText({ sdk, method, via, role, inTest, key }: CallSite): string {
  return [
    `${visible(sdk, 80)} ${visible(method, 80)}`,
    ...(via.length > 0 ? [`via ${via.map((name) => visible(name, 80)).join(' > ')}`] : []),
    ...(role === 'evaluation' || role === 'home-made-valve' ? [] : [role]),
    ...(inTest ? ['in a test'] : []),
    ...(key.kind === 'dynamic' ? [visible(key.reason, 200)] : []),
  ].join(', ');
}
