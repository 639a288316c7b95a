/** What has just been done, as one line at the bottom of the page; what others do, for screen readers only. */
import { createThrottle, newsText, type News } from '../model/news.ts';
import { plainText } from '../model/text.ts';
import { button, byId, element } from './dom.ts';

export interface Announcement {
  readonly text: string;
  readonly tone: 'good' | 'bad' | 'neutral';
}

/** Shown until it is dismissed or the next one comes; screen readers read it out. */
export function announce(announcement: Announcement): void {
  const region = byId('announcements');
  const dismiss = (): void => region.replaceChildren();
  region.replaceChildren(
    element(
      'div',
      { class: `announcement ${announcement.tone}` },
      element('p', { attributes: { dir: 'auto' } }, plainText(announcement.text)),
      button('×', dismiss, { class: 'quiet', attributes: { 'aria-label': 'Dismiss this message' } }),
    ),
  );
}

/** Says one sentence to screen readers, without showing anything. */
export function speak(text: string): void {
  byId('spoken').textContent = plainText(text);
}

/** How often changes of others are told at most, in milliseconds. */
const newsInterval = 5000;

/** Tells screen readers what others changed: what comes in a burst is told together. */
export function createNewsReader(): (news: News) => void {
  return createThrottle<News>(newsInterval, (news) => speak(newsText(news)));
}
