/** What the tooltip says over each part of the matrix. */
import { readHistory } from '../api.ts';
import { buildCell } from '../model/cell.ts';
import type { Column } from '../model/columns.ts';
import type { FleetIndex } from '../model/fleet.ts';
import { healthReason } from '../model/health.ts';
import { lastReason } from '../model/history.ts';
import { requestReaching } from '../model/requests.ts';
import { rowFacts, type Assessed } from '../model/rows.ts';
import { cellTip, serverTip, type Tip } from '../model/tips.ts';
import type { ChangeRequest } from '../model/wire.ts';
import { columnOf, factColumns } from './matrix-row.ts';
import type { TipSource } from './tooltip.ts';

export interface MatrixTipsView {
  readonly project: string | null;
  readonly rows: ReadonlyMap<string, Assessed>;
  readonly columns: readonly Column[];
  readonly fleet: FleetIndex | null;
  readonly asked: ReadonlyMap<string, readonly ChangeRequest[]>;
  readonly factsIn: string | null;
  /** False where no environment is critical: then nothing is judged stale or stuck. */
  readonly isJudged: boolean;
}

const headTips: readonly Tip[] = [
  { heading: 'Flag', lines: ['Key, kind, purpose, owner and age. Enter sorts by key.'] },
  {
    heading: 'Health',
    lines: ['What is wrong: drifting, stuck, expired, stale. Enter sorts the worst to the top.'],
  },
  {
    heading: 'Unchanged for',
    lines: [
      'How long the flag has been as it is, and who changed it last. Enter sorts the longest constant to the top.',
    ],
  },
];

/** `changed` is called when a tip knows more than before. */
export function createMatrixTips(view: () => MatrixTipsView, changed: () => void): TipSource {
  const reasons = createReasons(changed);

  const rowTip = (row: Assessed, column: number): Tip | null => {
    const { project, columns, fleet, asked, factsIn } = view();
    const { flag, marks } = row;
    const now = Date.now();
    if (column === 0) {
      const text = [flag.description, flag.tags.length === 0 ? null : `Tags: ${flag.tags.join(', ')}`];
      return { heading: flag.key, lines: text.filter((line) => line !== null) };
    }
    if (column === 1) {
      const lines = marks.map((mark) => `${mark.kind}: ${healthReason(flag, mark, now)}`);
      const none = view().isJudged
        ? 'Nothing is known against this flag.'
        : 'No environment is marked critical, so nothing is judged stale or stuck.';
      return { heading: `${flag.key}: health`, lines: lines.length === 0 ? [none] : lines };
    }
    if (column === 2) {
      const why = project === null ? null : reasons(project, flag.key, flag.revision, factsIn);
      return { heading: flag.key, lines: [...rowFacts(flag, factsIn, now).lines, ...(why === null ? [] : [why])] };
    }
    const at = columns[column - factColumns];
    if (at === undefined) return null;
    const cell = buildCell(flag, at, { fleet, marks });
    const request = requestReaching(asked.get(flag.key), at.scope, cell.source);
    return cellTip(flag, at, cell, { now, marks, isFleetKnown: fleet !== null, request });
  };

  return {
    find: (target) => target.closest<HTMLElement>('a.key, [role="gridcell"], .fact, .server'),
    tipOf(owner) {
      const cell = owner.closest('[aria-colindex]');
      const column = cell === null ? null : columnOf(cell);
      if (column === null) return null;
      const key = owner.closest<HTMLElement>('.row')?.dataset['key'];
      if (key !== undefined) {
        const row = view().rows.get(key);
        return row === undefined ? null : rowTip(row, column);
      }
      const fact = headTips[column];
      if (fact !== undefined) return fact;
      const { columns, fleet } = view();
      const at = columns[column - factColumns];
      return at === undefined ? null : serverTip(at, fleet?.byScope.get(at.id) ?? null, fleet !== null, Date.now());
    },
  };
}

/** Why a flag was changed last: it stands in its history alone, which is read when somebody asks. */
function createReasons(
  changed: () => void,
): (project: string, key: string, revision: string | null, environment: string | null) => string | null {
  const known = new Map<string, string | null>();
  return (project, key, revision, environment) => {
    const id = JSON.stringify([project, key, revision, environment]);
    const text = known.get(id);
    if (text !== undefined) return text;
    known.set(id, null);
    readHistory(project, key, 50).then(
      (entries) => {
        const reason = lastReason(entries, environment);
        known.set(id, reason === null ? 'No reason was given.' : `Reason: ${reason}`);
        changed();
      },
      // The tip goes without it; the panel says what is wrong with the history.
      () => known.delete(id),
    );
    return null;
  };
}
