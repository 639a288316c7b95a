import type { CodeLens, Command } from 'vscode-languageserver';
import type { Flag, FlagUsage } from '../core/model.ts';
import { visible } from '../core/text.ts';
import type { Session } from '../session/session.ts';
import { lineIndexOf } from './key-at.ts';
import { rangeOf } from './range.ts';
import { stateLine } from './state-line.ts';

/** The commands behind the lenses: the client's own, or those the server handles. */
export interface LensCommands {
  readonly flipSwitch: string;
  readonly setValve: string;
  readonly openDashboard: string;
  /** False in a workspace that is not trusted: nothing is changed or opened from there. */
  readonly canAct: boolean;
  /** null: the state is shown, but nothing happens on a click. */
  readonly showReferences: string | null;
}

/** Above each line that reads a flag by a known key: its state, then what can be done. A flag is shown once per line. */
export function codeLens(session: Session, uri: string, commands: LensCommands): CodeLens[] {
  const usages = session
    .usages(uri)
    .filter(({ callSite }) => callSite.role === 'evaluation' && callSite.key.kind === 'literal');
  const index = usages.length === 0 ? null : lineIndexOf(session, uri);
  if (!index) return [];
  const seen = new Set<string>();
  return usages.flatMap((usage) => {
    const range = rangeOf(index, usage.callSite.keySpan);
    return flagsOf(usage).flatMap((flag) => {
      const place = `${range.start.line} ${flag.key}`;
      if (seen.has(place)) return [];
      seen.add(place);
      return lensCommands(session, flag, commands).map((command): CodeLens => ({ range, command }));
    });
  });
}

function flagsOf(usage: FlagUsage): readonly Flag[] {
  return usage.kind === 'found' ? usage.flags : [];
}

function lensCommands(session: Session, flag: Flag, commands: LensCommands): Command[] {
  const environments = session.state().snapshot?.environments ?? [];
  const change =
    flag.archivedAt !== null || flag.kind === 'variant'
      ? []
      : [
          flag.kind === 'switch'
            ? { title: 'Flip', command: commands.flipSwitch, arguments: [flag.key] }
            : { title: 'Set valve', command: commands.setValve, arguments: [flag.key] },
        ];
  const hasPage = flag.url !== null || session.state().snapshot?.controlPlane.url != null;
  return [
    {
      title: withoutIcons(`${visible(flag.key, 80)}: ${stateLine(flag, environments)}`),
      command: commands.showReferences ?? '',
      ...(commands.showReferences === null ? {} : { arguments: [flag.key] }),
    },
    ...(commands.canAct && isWritable(session) ? change : []),
    ...(commands.canAct && hasPage
      ? [{ title: 'Dashboard', command: commands.openDashboard, arguments: [flag.key] }]
      : []),
  ];
}

/** What is only remembered cannot be changed from here, nor what can only be read. */
function isWritable(session: Session): boolean {
  const { kind } = session.state().status;
  if (!session.canWrite()) return false;
  return kind === 'live' || kind === 'polled' || kind === 'file';
}

/** In the title of a lens `$(name)` is an icon. */
function withoutIcons(title: string): string {
  return title.replaceAll('$(', '$ (');
}
