/** What the product says about itself; from the manifest alone, so that it is said once. */
import manifest from '../../../package.json' with { type: 'json' };

const homepage: unknown = Reflect.get(manifest, 'homepage');

/** Where people read more; null while the manifest names no home page. */
export const productUrl: string | null = typeof homepage === 'string' ? homepage : null;

/** The documentation of a check; null while the manifest names no home page. */
export function checkDocsUrl(checkId: string): string | null {
  return productUrl === null ? null : `${productUrl.replace(/[#/]*$/, '')}/docs/checks.md#${checkId}`;
}
