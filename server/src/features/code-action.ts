import { isDeepStrictEqual } from 'node:util';
import { CodeActionKind, type CodeAction, type Diagnostic, type Range, type TextEdit } from 'vscode-languageserver';
import { suppressionChecks } from '../core/checks/registry.ts';
import { commentPlace } from '../core/extract/comment-place.ts';
import { languageOf } from '../core/extract/languages.ts';
import { createLineIndex, type LineIndex } from '../core/line-index.ts';
import type { CallSite, Finding, Fix, Flag, Span } from '../core/model.ts';
import { quoteKey } from '../core/text.ts';
import type { Session } from '../session/session.ts';
import { diagnosticSource } from './diagnostics.ts';
import { keyAt } from './key-at.ts';
import { canChangeAt, flagArguments } from './plane-at.ts';
import { rangeOf } from './range.ts';
import { replaceKey, replaceString } from './replace-key.ts';

export interface CodeActionOptions {
  /** The client's filter: kinds it wants; null for all. */
  readonly only: readonly string[] | null;
  /** What the client shows at the range, so that it can tie actions to it. */
  readonly diagnostics: readonly Diagnostic[];
  readonly commands: {
    readonly flipSwitch: string;
    readonly setValve: string;
    readonly openDashboard: string;
    /** False in a workspace that is not trusted: nothing is changed or opened from there. */
    readonly canAct: boolean;
  };
}

const maxSuggestions = 3;

/** Did-you-mean, what checks offer, suppression with a reason, and the ways to change the flag or look at it. Derived anew from the findings in the range. */
export function codeAction(session: Session, uri: string, range: Range, options: CodeActionOptions): CodeAction[] {
  const text = session.text(uri);
  if (text === null) return [];
  const index = createLineIndex(text);
  const [start, end] = [index.offsetAt(range.start), index.offsetAt(range.end)];
  const all = session.findings(uri);
  const findings = all.filter(({ span }) => span.start <= end && start <= span.end);
  const fixes = findings.flatMap((finding) => {
    const shown = matching(finding, index, options.diagnostics);
    const actions = [
      ...(finding.suggestAt ? meantString(text, index, finding, finding.suggestAt) : replacements(session, finding)),
      ...fixesOf(index, finding),
      ...fixAll(index, finding, all),
      ...suppression(text, index, finding),
    ];
    return actions.map((action) => (shown.length === 0 ? action : { ...action, diagnostics: shown }));
  });
  // Where two findings meet, both offer to fix all.
  const different = fixes.filter(
    (action, at) =>
      fixes.findIndex(({ title, edit }) => title === action.title && isDeepStrictEqual(edit, action.edit)) === at,
  );
  const actions = [
    ...different.filter((action) => action.isPreferred),
    ...different.filter((action) => !action.isPreferred),
    ...flagActions(session, uri, range, options.commands),
  ];
  return actions.filter((action) => isWanted(action, options.only));
}

/** Kinds are hierarchical: a client that asks for `refactor` wants `refactor.rewrite` too. */
function isWanted(action: CodeAction, only: readonly string[] | null): boolean {
  const kind = action.kind ?? '';
  return only === null || only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));
}

function matching(finding: Finding, index: LineIndex, shown: readonly Diagnostic[]): Diagnostic[] {
  const start = index.positionAt(finding.span.start);
  return shown.filter(
    (diagnostic) =>
      diagnostic.source === diagnosticSource &&
      diagnostic.code === finding.check &&
      diagnostic.range.start.line === start.line &&
      diagnostic.range.start.character === start.character,
  );
}

function replacements(session: Session, finding: Finding): CodeAction[] {
  const callSite = callSiteOf(session, finding);
  if (!callSite) return [];
  return finding.suggestions.slice(0, maxSuggestions).flatMap((suggestion, position) => {
    const replacement = replaceKey(session, callSite, suggestion);
    const target = replacement ? session.text(replacement.location.uri) : null;
    if (!replacement || target === null) return [];
    const edit = { range: rangeOf(createLineIndex(target), replacement.location.span), newText: replacement.newText };
    const where = replacement.location.uri === finding.uri ? '' : ' where the key is defined';
    return [
      {
        title: `Change to ${quoteKey(suggestion)}${where}`,
        kind: CodeActionKind.QuickFix,
        isPreferred: position === 0,
        edit: { changes: { [replacement.location.uri]: [edit] } },
      },
    ];
  });
}

/** The one thing that was meant by a string that is no key. */
function meantString(text: string, index: LineIndex, { uri, suggestions }: Finding, span: Span): CodeAction[] {
  const [meant = ''] = suggestions;
  const newText = replaceString(text, span, meant);
  if (newText === null) return [];
  return [
    {
      title: `Change to ${quoteKey(meant)}`,
      kind: CodeActionKind.QuickFix,
      isPreferred: true,
      edit: { changes: { [uri]: [{ range: rangeOf(index, span), newText }] } },
    },
  ];
}

/** What the check itself offers. Of all ways to put a finding right only one is preferred. */
function fixesOf(index: LineIndex, { uri, fixes = [], suggestions }: Finding): CodeAction[] {
  return fixes.map(({ title, edits }, position) => ({
    title,
    kind: CodeActionKind.QuickFix,
    isPreferred: position === 0 && suggestions.length === 0,
    edit: { changes: { [uri]: textEdits(index, edits) } },
  }));
}

/** The first fix of each finding of the check in the file, as far as one does not change what another one does. */
function fixAll(index: LineIndex, { uri, check, fixes = [] }: Finding, all: readonly Finding[]): CodeAction[] {
  const [first] = fixes;
  if (!first) return [];
  const taken: Fix['edits'][number][] = [];
  let count = 0;
  for (const { check: other, fixes: [fix] = [] } of all) {
    if (other !== check || !fix) continue;
    const overlaps = fix.edits.some(({ span }) =>
      taken.some((edit) => span.start <= edit.span.end && edit.span.start <= span.end),
    );
    if (overlaps) continue;
    taken.push(...fix.edits);
    count++;
  }
  if (count < 2) return [];
  return [
    {
      title: `Fix all ${count} of ${check} in this file`,
      kind: CodeActionKind.QuickFix,
      edit: { changes: { [uri]: textEdits(index, taken) } },
    },
  ];
}

function textEdits(index: LineIndex, edits: Fix['edits']): TextEdit[] {
  return edits.map(({ span, newText }) => ({ range: rangeOf(index, span), newText }));
}

function callSiteOf(session: Session, finding: Finding): CallSite | undefined {
  return session
    .callSites(finding.uri)
    .find(({ keySpan }) => keySpan.start === finding.span.start && keySpan.end === finding.span.end);
}

function suppression(text: string, index: LineIndex, finding: Finding): CodeAction[] {
  if (suppressionChecks.some(({ id }) => id === finding.check)) return [];
  const { line } = index.positionAt(finding.span.start);
  const lineStart = index.offsetAt({ line, character: 0 });
  const language = languageOf(finding.uri);
  const place = language === null ? null : commentPlace(text, language, lineStart);
  if (place === null) return [];
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  const lineEnd = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const words = `sluice-ignore-next-line ${finding.check} -- `;
  const comment = place === 'jsx' ? `{/* ${words}*/}` : `// ${words}`;
  const start = { line, character: 0 };
  const edit: TextEdit = { range: { start, end: start }, newText: `${indent}${comment}${lineEnd}` };
  return [
    {
      title: `Suppress ${finding.check} here, with a reason`,
      kind: CodeActionKind.QuickFix,
      edit: { changes: { [finding.uri]: [edit] } },
    },
  ];
}

function flagActions(
  session: Session,
  uri: string,
  range: Range,
  commands: CodeActionOptions['commands'],
): CodeAction[] {
  if (!commands.canAct) return [];
  const usage = keyAt(session, uri, range.start)?.usage;
  if (!usage) return [];
  // A constant may be written in another control plane's folder than the code that reads the flag.
  const place = usage.callSite.uri;
  const flags = usage.kind === 'found' ? usage.flags : [];
  return flags.flatMap((flag) => {
    const about = flagArguments(session, place, flag.key);
    return [
      ...(canChangeAt(session, place) ? changeAction(flag, commands, about) : []),
      ...(flag.url === null
        ? []
        : [commandAction(`Open ${quoteKey(flag.key)} in the dashboard`, commands.openDashboard, about)]),
    ];
  });
}

function changeAction(flag: Flag, commands: CodeActionOptions['commands'], about: string[]): CodeAction[] {
  if (flag.archivedAt !== null || flag.kind === 'variant') return [];
  return flag.kind === 'switch'
    ? [commandAction(`Flip ${quoteKey(flag.key)}…`, commands.flipSwitch, about)]
    : [commandAction(`Set the valve ${quoteKey(flag.key)}…`, commands.setValve, about)];
}

function commandAction(title: string, command: string, about: string[]): CodeAction {
  return { title, kind: CodeActionKind.Empty, command: { title, command, arguments: about } };
}
