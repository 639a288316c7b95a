/** Single-file components: the scripts of `.vue` and `.svelte`, at the offsets they have in the file. */

/**
 * Blanks out everything but the contents of `<script>` elements, so that offsets, lines and columns stay those of the
 * file. `typed` says whether any of them is TypeScript.
 */
export function scriptsOnly(text: string): { text: string; typed: boolean } {
  const pattern = /<script\b([^>]*)>([\s\S]*?)(?:<\/script\s*>|$)/gi;
  let result = '';
  let typed = false;
  let last = 0;
  for (const match of text.matchAll(pattern)) {
    const [whole, attributes = '', body = ''] = match;
    if (/\blang\s*=\s*["']?tsx?\b/i.test(attributes)) typed = true;
    const start = match.index + whole.indexOf('>', '<script'.length + attributes.length) + 1;
    result += blank(text.slice(last, start)) + body;
    last = start + body.length;
  }
  return { text: result + blank(text.slice(last)), typed };
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
