import type { CodeLens, Command } from 'vscode-languageserver';
import type { Flag, FlagUsage } from '../core/model.ts';
import { listOf, visible } from '../core/text.ts';
import type { Session } from '../session/session.ts';
import { lineIndexOf } from './key-at.ts';
import { disagreeing } from './disagreements.ts';
import { canChangeAt, flagArguments, stateAt } from './plane-at.ts';
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
      return lensCommands(session, uri, flag, commands).map((command): CodeLens => ({ range, command }));
    });
  });
}

function flagsOf(usage: FlagUsage): readonly Flag[] {
  return usage.kind === 'found' ? usage.flags : [];
}

function lensCommands(session: Session, uri: string, flag: Flag, commands: LensCommands): Command[] {
  const { snapshot } = stateAt(session, uri);
  const environments = snapshot?.environments ?? [];
  const about = flagArguments(session, uri, flag.key);
  const differing = disagreeing(session, session.planeOf(uri), flag.key);
  const differs = differing.length === 0 ? '' : ` · differs in ${listOf(differing)}`;
  const change =
    flag.archivedAt !== null || flag.kind === 'variant'
      ? []
      : [
          flag.kind === 'switch'
            ? { title: 'Flip', command: commands.flipSwitch, arguments: about }
            : { title: 'Set valve', command: commands.setValve, arguments: about },
        ];
  const hasPage = flag.url !== null || snapshot?.controlPlane.url != null;
  return [
    {
      title: withoutIcons(`${visible(flag.key, 80)}: ${stateLine(flag, environments)}${differs}`),
      command: commands.showReferences ?? '',
      ...(commands.showReferences === null ? {} : { arguments: about }),
    },
    ...(commands.canAct && canChangeAt(session, uri) ? change : []),
    ...(commands.canAct && hasPage ? [{ title: 'Dashboard', command: commands.openDashboard, arguments: about }] : []),
  ];
}

/** In the title of a lens `$(name)` is an icon. */
function withoutIcons(title: string): string {
  return title.replaceAll('$(', '$ (');
}
