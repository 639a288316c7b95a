/** One line at the bottom of the page, also read out by screen readers, about what has just been done. */
import { button, byId, element } from './dom.ts';

export interface Announcement {
  readonly text: string;
  readonly tone: 'good' | 'bad' | 'neutral';
  /** Offered beside the text until the next announcement or a dismissal. */
  readonly action?: { readonly text: string; readonly run: () => void };
}

export function announce(announcement: Announcement): void {
  const region = byId('announcements');
  const dismiss = (): void => region.replaceChildren();
  const { action } = announcement;
  region.replaceChildren(
    element(
      'div',
      { class: `announcement ${announcement.tone}` },
      element('p', {}, announcement.text),
      action === undefined
        ? null
        : button(action.text, () => {
            dismiss();
            action.run();
          }),
      button('×', dismiss, { class: 'quiet', attributes: { 'aria-label': 'Dismiss this message' } }),
    ),
  );
}
