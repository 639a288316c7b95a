/** HTML in which text cannot become markup. */
import { visible } from '../../../core/text.ts';

/** Markup that is known to be good. Text from outside is never one: only `html` and `raw` make them. */
export interface Html {
  readonly markup: string;
}

export type HtmlPart = Html | string | number | null | readonly HtmlPart[];

/** A template whose values are escaped, lists joined, null left out. Its own indentation does not count. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlPart[]): Html {
  const parts = strings.map((text, index) => text.replace(/\n\s*/g, '\n') + render(values[index] ?? null));
  return { markup: parts.join('') };
}

/** Markup of our own: style, script, a document type. */
export function raw(markup: string): Html {
  return { markup };
}

/**
 * Text that somebody else wrote: as what it is, isolated so that its direction does not turn what stands around it. What is
 * invisible is written out.
 */
export function foreign(text: string): Html {
  return html`<bdi>${text}</bdi>`;
}

/** A value as JSON inside a `script` element: nothing in it can end that, or turn the direction of what follows in an editor. */
export function jsonInScript(value: unknown): Html {
  const escaped = JSON.stringify(value).replace(
    /[<\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    // A character beyond the first plane takes two.
    (character) =>
      Array.from({ length: character.length }, (_, index) => codeUnit(character.charCodeAt(index))).join(''),
  );
  return raw(escaped);
}

function codeUnit(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}

function render(part: HtmlPart): string {
  if (part === null) return '';
  if (typeof part === 'string') return escape(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(render).join('');
}

const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return visible(text, Infinity).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
