/** What one file's text alone tells. Plain data (it survives JSON), never depends on another file. */
import type { Language, Span } from './model.ts';

/** A comment that speaks to Sluice (`sluice-ignore...`). */
export interface CommentFact {
  readonly span: Span;
  /** Without the comment marks. */
  readonly text: string;
}

export interface FileFacts {
  readonly uri: string;
  readonly language: Language;
  readonly comments: readonly CommentFact[];
}
