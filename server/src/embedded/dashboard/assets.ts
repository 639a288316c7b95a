/**
 * The dashboard's page as three texts to serve.
 *
 * The page is real files in `page/`: markup, style sheets and small TypeScript modules, some of which the tests import in Node.
 * Here they become one style sheet and one script: types are erased in place and the modules joined in the order in which they
 * import each other. That happens when this module is evaluated, so development needs no build step. A bundle has no such files:
 * there, the plugin in `scripts/inline-dashboard.ts` evaluates this module at build time and ships its value instead.
 */
import { readFileSync } from 'node:fs';
import { joinModules } from './join-modules.ts';

export interface Asset {
  readonly contentType: string;
  readonly body: string;
}

/** In the order in which later rules win over earlier ones. */
const styles = [
  'base',
  'layout',
  'toolbar',
  'health',
  'matrix',
  'cell',
  'tooltip',
  'panel',
  'scope',
  'history',
  'requests',
  'dialog',
];

/** By path: `/`, `/dashboard.css` and `/dashboard.js`. */
export const dashboardAssets: ReadonlyMap<string, Asset> = new Map([
  ['/', { contentType: 'text/html; charset=utf-8', body: pageFile('page.html') }],
  [
    '/dashboard.css',
    {
      contentType: 'text/css; charset=utf-8',
      body: styles.map((name) => pageFile(`styles/${name}.css`)).join('\n'),
    },
  ],
  ['/dashboard.js', { contentType: 'text/javascript; charset=utf-8', body: joinModules('main.ts', pageFile) }],
]);

function pageFile(path: string): string {
  return readFileSync(new URL(`./page/${path}`, import.meta.url), 'utf8');
}
