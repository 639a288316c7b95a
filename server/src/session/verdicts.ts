/** Whether flags can go: the one judgement, on the state and the code as they are now. */
import type { Flag } from '../core/model.ts';
import type { ConfiguredTimes } from '../core/state/allowance.ts';
import { criticalEnvironments } from '../core/state/environments.ts';
import { judgeFlag, type CodeView, type FlagVerdict } from '../core/state/verdict.ts';
import type { Planes } from './planes.ts';
import type { References } from './references.ts';
import type { SessionPlane } from './session.ts';

export interface VerdictsOptions {
  readonly planes: Pick<Planes, 'named'>;
  readonly references: References;
  readonly workspace: { readonly isWhole: boolean };
  /** `after` of a check, as configured for all files. */
  readonly after: (checkId: string) => ConfiguredTimes;
  /** ms since the epoch. */
  readonly now: () => number;
}

/** Judges a flag of a control plane; null where nothing is known of its flags. */
export function createVerdicts({
  planes,
  references,
  workspace,
  after,
  now,
}: VerdictsOptions): (flag: Flag, plane: SessionPlane) => FlagVerdict | null {
  /** A part of the code cannot show how often a flag is read. */
  const codeView = (flag: Flag, { name, comparedWith }: SessionPlane): CodeView | null => {
    if (!workspace.isWhole) return null;
    const decider = { name: comparedWith ?? name };
    return {
      callSites: references.sorted(flag.key, decider),
      dynamicReads: references.dynamic(decider).filter(({ role }) => role === 'evaluation').length,
    };
  };

  return (flag, { name }) => {
    const plane = planes.named(name);
    const { snapshot = null } = plane?.state() ?? {};
    if (plane === null || snapshot === null) return null;
    return judgeFlag(flag, {
      snapshot,
      isFresh: plane.usableIndex() !== null,
      criticalEnvironments: criticalEnvironments(snapshot, plane.critical),
      now: now(),
      staleAfter: after('stale-switch'),
      stuckAfter: after('stuck-valve'),
      code: codeView(flag, plane),
    });
  };
}
