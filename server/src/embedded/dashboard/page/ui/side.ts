/** What stands beside the matrix: the panel of a flag, the list of change requests, or nothing. */
import type { Scope } from '../../../../core/model.ts';
import type { FleetIndex } from '../model/fleet.ts';
import type { Assessed } from '../model/rows.ts';
import type { Route } from '../model/route.ts';
import type { PageState } from '../store.ts';
import type { Panel } from './panel.ts';
import type { RequestsPanel } from './requests-panel.ts';

export interface SideParts {
  readonly panel: Panel;
  readonly requestsPanel: RequestsPanel;
  /** What lies under it on a narrow screen. */
  readonly covered: readonly HTMLElement[];
}

export interface SideView extends PageState {
  readonly byKey: ReadonlyMap<string, Assessed>;
  readonly fleetIndex: FleetIndex | null;
  readonly now: number;
  readonly href: (flagKey: string, scope: Scope | null) => string;
}

export interface Side {
  /** `route` null: nothing can be shown. */
  render(route: Route | null, view: SideView): void;
  /** The flag that was opened last: its row gets the focus back. */
  openedFrom(): string | null;
  /** After a dialog whose opener is gone. */
  focusIfLost(): void;
}

export function createSide(place: HTMLElement, { panel, requestsPanel, covered }: SideParts): Side {
  const narrow = matchMedia('(max-width: 900px)');
  let shown: string | null = null;
  let openedFrom: string | null = null;
  let current: Panel | RequestsPanel | null = null;

  const put = (next: Panel | RequestsPanel | null): void => {
    current = next;
    if (next === null) place.replaceChildren();
    else if (next.node.parentElement !== place) place.replaceChildren(next.node);
  };

  return {
    openedFrom: () => openedFrom,
    focusIfLost() {
      if (document.activeElement !== document.body) return;
      if (current === panel) panel.focus(null);
      else if (current === requestsPanel) requestsPanel.focus();
    },
    render(route, view) {
      const isOpen = route !== null && view.project !== null && (route.flagKey !== null || route.requests);
      // On a narrow screen it covers the rest: then the keyboard must not wander off behind it.
      for (const node of covered) node.inert = isOpen && narrow.matches;
      if (!isOpen || route === null || view.project === null) {
        put(null);
        shown = null;
        return;
      }
      const { project, now } = view;
      if (route.flagKey === null) {
        put(requestsPanel);
        requestsPanel.render({ ...view, project });
      } else {
        put(panel);
        const row = view.byKey.get(route.flagKey);
        panel.render({
          ...view,
          project,
          flagKey: route.flagKey,
          flag: row?.flag,
          marks: row?.marks ?? [],
          fleet: view.fleetIndex,
          now,
        });
      }
      const id = JSON.stringify([route.flagKey, route.scope]);
      if (id === shown) return;
      shown = id;
      openedFrom = route.flagKey ?? openedFrom;
      if (route.flagKey === null) requestsPanel.focus();
      else panel.focus(route.scope);
    },
  };
}
