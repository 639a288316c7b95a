/** Where a check is explained: the documentation that is shipped beside this build. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkIds } from '../core/checks/registry.ts';

/** The address of a check's section; null where there is none, or no documentation. */
export function createCheckPage(): (check: string) => string | null {
  // From dist/ (and dist/chunks/) as shipped, or from server/src/lsp/.
  const page = ['../docs/checks.md', '../../docs/checks.md', '../../../docs/checks.md']
    .map((path) => new URL(path, import.meta.url))
    .find((url) => existsSync(fileURLToPath(url)));
  const known = new Set(checkIds);
  return (check) => (page && known.has(check) ? `${page.href}#${check}` : null);
}
