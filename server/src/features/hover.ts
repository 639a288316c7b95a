import type { Hover } from 'vscode-languageserver';
import type { Position } from '../core/line-index.ts';
import type { Flag, FlagSnapshot, FlagUsage } from '../core/model.ts';
import { formatShare } from '../core/state/serving.ts';
import { verdictHead, verdictText } from '../core/state/verdict-text.ts';
import { listOf, plural, quoteKey, visible } from '../core/text.ts';
import type { Session } from '../session/session.ts';
import { renderCard, type Block } from './card.ts';
import { flagPage } from '../session/flag-page.ts';
import { flagBlocks } from './flag-blocks.ts';
import { flagKeys, keyAt, lineIndexOf, type KeyAt } from './key-at.ts';
import { disagreements, existsElsewhere } from './disagreements.ts';
import { flagArguments, stateAt } from './plane-at.ts';
import { rangeOf } from './range.ts';
import { freshnessText } from './state-freshness.ts';

export interface HoverOptions {
  readonly format: 'markdown' | 'plaintext';
  /** ms since the epoch. */
  readonly now: number;
  /** The client's command that opens the dashboard at a flag; null where it has none and a plain link must do. */
  readonly dashboardCommand: string | null;
}

/** Everything known about the flag whose key is at a position; null elsewhere. */
export function hover(session: Session, uri: string, position: Position, options: HoverOptions): Hover | null {
  const found = keyAt(session, uri, position);
  const index = lineIndexOf(session, uri);
  if (!found || !index) return null;
  const blocks = [...usageBlocks(session, found, options), stateBlock(session, found, options.now)];
  return { contents: renderCard(blocks, options.format), range: rangeOf(index, found.span) };
}

/** How far the state can be trusted, and, of several control planes, whose it is. */
function stateBlock(session: Session, { usage }: KeyAt, now: number): Block {
  const { uri } = usage.callSite;
  const plane = session.planeOf(uri);
  if (plane === null) {
    return { kind: 'sentence', text: 'No control plane decides for this file: none is configured for its folder.' };
  }
  const text = freshnessText(stateAt(session, uri).status, now);
  return { kind: 'sentence', text: session.isSinglePlane ? text : `${plane.name}: ${text}` };
}

function usageBlocks(session: Session, { usage }: KeyAt, options: HoverOptions): Block[] {
  switch (usage.kind) {
    case 'found':
      return usage.flags.flatMap((flag, index) => [...separator(index), ...knownFlag(session, usage, flag, options)]);
    case 'missing':
      return [
        ...usage.missingKeys.flatMap((key, index) => [...separator(index), ...missingFlag(session, usage, key)]),
        ...usage.flags.flatMap((flag) => [...separator(1), ...knownFlag(session, usage, flag, options)]),
      ];
    case 'not-loaded':
      return flagKeys(usage).flatMap((key) => [
        { kind: 'title', key, words: ['state unknown'] } as const,
        references(session, usage, key),
      ]);
    case 'dynamic':
      return [dynamicKey(usage)];
  }
}

function separator(index: number): Block[] {
  return index === 0 ? [] : [{ kind: 'rule' }];
}

function knownFlag(session: Session, usage: FlagUsage, flag: Flag, { now, dashboardCommand }: HoverOptions): Block[] {
  const { uri } = usage.callSite;
  const { snapshot } = stateAt(session, uri);
  return [
    ...flagBlocks(flag, snapshot, now),
    ...verdictBlocks(session, uri, flag),
    ...disagreements(session, session.planeOf(uri), flag.key).map((text) => ({ kind: 'sentence', text }) as const),
    references(session, usage, flag.key),
    ...wayToDashboard(
      flag,
      snapshot,
      dashboardCommand === null
        ? null
        : { command: dashboardCommand, arguments: flagArguments(session, uri, flag.key) },
    ),
  ];
}

/** Whether the flag can go: in the words of `sluice flags --stale`. */
function verdictBlocks(session: Session, uri: string, flag: Flag): Block[] {
  const plane = session.planeOf(uri);
  const verdict = plane && session.verdict(flag, plane);
  if (!verdict) return [];
  const { headline, rows, rest } = verdictText(verdict);
  return [
    { kind: 'sentence', text: headline },
    ...(rows.length === 0 ? [] : [{ kind: 'table', head: verdictHead, rows } as const]),
    ...(rest === null ? [] : [{ kind: 'sentence', text: rest } as const]),
  ];
}

function wayToDashboard(
  flag: Flag,
  snapshot: FlagSnapshot | null,
  command: { readonly command: string; readonly arguments: readonly string[] } | null,
): Block[] {
  const label = 'Open in the dashboard';
  const url = flagPage(flag, snapshot);
  if (url === null) return [];
  return [command === null ? { kind: 'link', label, url } : { kind: 'command', label, ...command }];
}

function missingFlag(session: Session, usage: FlagUsage, key: string): Block[] {
  const { callSite } = usage;
  const suggestions = session
    .findings(callSite.uri)
    .filter((finding) => finding.flagKey === key && finding.span.start === callSite.keySpan.start)
    .flatMap((finding) => finding.suggestions);
  const meant = [...new Set(suggestions)].slice(0, 3).map(quoteKey);
  const elsewhere = existsElsewhere(session, session.planeOf(callSite.uri), key);
  return [
    { kind: 'title', key, words: ['no such flag'] },
    ...(meant.length === 0 ? [] : [{ kind: 'sentence', text: `Did you mean ${listOf(meant, 'or')}?` } as const]),
    ...(elsewhere === null ? [] : [{ kind: 'sentence', text: elsewhere } as const]),
    references(session, usage, key),
  ];
}

function dynamicKey(usage: FlagUsage): Block {
  const { key, role, share } = usage.callSite;
  if (role === 'home-made-valve') {
    const load = share === null ? 'a share' : formatShare(share);
    const text = `Home-made valve: this condition holds for ${load} of the load, and no flag can change that.`;
    return { kind: 'sentence', text };
  }
  const why = key.kind === 'dynamic' ? visible(key.reason) : '';
  return { kind: 'sentence', text: `The flag key is computed at run time${why === '' ? '' : `: ${why}`}.` };
}

function references(session: Session, { callSite }: FlagUsage, key: string): Block {
  const callSites = session.references(key, session.planeOf(callSite.uri));
  const files = new Set(callSites.map((callSite) => callSite.uri)).size;
  const tests = callSites.filter((callSite) => callSite.inTest).length;
  const places = `${plural(callSites.length, 'place')} in ${plural(files, 'file')}`;
  return { kind: 'sentence', text: `Read in ${places}${tests === 0 ? '' : `, ${tests} of them in tests`}.` };
}
