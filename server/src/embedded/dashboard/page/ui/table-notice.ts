/** What the page says instead of, and above, the table. Pure, but for the words it returns. */
import { isFiltered } from '../model/filters.ts';
import type { FilterCounts, Filters } from '../model/filters.ts';
import type { PageState } from '../store.ts';
import { loadingNotice, noEnvironmentsNotice, noFlagsNotice, noProjectNotice, signedOutNotice } from './notice.ts';
import type { Notice } from './notice.ts';

export interface NoticeActions {
  retry(): void;
  clear(): void;
}

/** Null where the table is shown. */
export function tableNotice(
  state: Pick<PageState, 'phase' | 'problem' | 'project' | 'environments' | 'flags'>,
  filters: Filters,
  shown: number,
  actions: NoticeActions,
): Notice | null {
  const again = { text: 'Try again', run: actions.retry };
  if (state.phase === 'loading') return loadingNotice;
  if (state.phase === 'signed-out') return { ...signedOutNotice, action: { ...again, text: 'I have signed in' } };
  if (state.phase === 'failed') {
    const lines = [state.problem ?? 'The control plane cannot be reached.', 'This page keeps trying by itself.'];
    return { title: 'The flags could not be read', lines, action: again };
  }
  if (state.project === null) return noProjectNotice;
  if (state.environments.length === 0) return noEnvironmentsNotice;
  if (state.flags.size === 0) return noFlagsNotice;
  if (shown > 0) return null;
  if (isFiltered(filters)) {
    return {
      title: 'No flag matches',
      lines: ['The filters leave nothing over.'],
      action: { text: 'Clear the filters', run: actions.clear },
    };
  }
  return filters.archived
    ? { title: 'No archived flags', lines: [], action: { text: 'Show current flags', run: actions.clear } }
    : { title: 'All flags are archived', lines: ['They are behind the filter “Archived”.'] };
}

/** "14 flags", "3 of 14 flags", "2 archived flags". */
export function summaryText(filters: Filters, shown: number, counts: FilterCounts): string {
  const all = filters.archived ? counts.archived : counts.all;
  const noun = `${filters.archived ? 'archived ' : ''}${all === 1 ? 'flag' : 'flags'}`;
  if (counts.all + counts.archived === 0) return '';
  return shown === all ? `${all} ${noun}` : `${shown} of ${all} ${noun}`;
}
