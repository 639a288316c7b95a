/** The page a sign-in link opens. Its script spends the code; a link preview or a scanner that only fetches it does not. */

export const signInPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>Sign in · Sluice</title>
<link rel="stylesheet" href="/sign-in.css">
</head>
<body>
<main>
<h1>Sluice</h1>
<p id="status" role="status" aria-live="polite">Signing in …</p>
<div id="help" hidden>
<p>A sign-in link works once, for two minutes. Get a new one:</p>
<ul>
<li>start <code>sluice serve</code> anew and open the link it prints, or</li>
<li>run the command <b>Sluice: Open Dashboard</b> in the editor.</li>
</ul>
</div>
<noscript><p>Signing in needs JavaScript: the link is only spent by a browser that runs this page.</p></noscript>
</main>
<script src="/sign-in.js"></script>
</body>
</html>
`;

const script = `'use strict';
(async () => {
  const status = document.getElementById('status');
  const fail = (text) => {
    status.textContent = text;
    status.className = 'failed';
    document.getElementById('help').hidden = false;
  };
  const code = new URLSearchParams(location.search).get('code');
  history.replaceState(null, '', '/sign-in');
  if (!code) return fail('This address lacks its code: open the whole link.');
  try {
    const response = await fetch('/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    const answer = await response.json();
    if (!response.ok) return fail(answer.error.message);
    location.replace(answer.path);
  } catch {
    fail('The control plane does not answer. Is it still running?');
  }
})();
`;

const style = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; display: grid; place-items: center; min-height: 100vh; background: Canvas; color: CanvasText; }
main { max-width: 32rem; padding: 2rem; }
h1 { font-size: 1.25rem; margin: 0 0 1rem; }
.failed { font-weight: 600; }
code { font-family: ui-monospace, monospace; }
`;

/** The files of the page, by path. */
export const signInAssets: ReadonlyMap<string, { readonly contentType: string; readonly body: string }> = new Map([
  ['/sign-in.js', { contentType: 'text/javascript; charset=utf-8', body: script }],
  ['/sign-in.css', { contentType: 'text/css; charset=utf-8', body: style }],
]);
