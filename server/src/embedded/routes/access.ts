/** Who is signed in, tokens, and the way from a token to a browser session. */
import * as answers from '../answers.ts';
import { cookieName } from '../auth.ts';
import { ApiError } from '../errors.ts';
import { checkOwnProject, checkReach } from '../grants.ts';
import { sessionLifetimeMs } from '../store/sessions.ts';
import { rotationInput, signInInput, signInLinkInput, tokenInput } from '../shapes.ts';
import { signInPage } from '../sign-in-page.ts';
import { callerOf, defineRoute, param, type Route, type Services } from './route.ts';

export const accessRoutes: readonly Route[] = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/v1/session',
      role: 'viewer',
      summary: 'Who the caller is',
      answers: { 200: answers.session },
    },
    (request) => {
      const { name, role, via, project, environmentRoles } = callerOf(request);
      return { body: { name, role, via, project, environmentRoles } };
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/v1/tokens',
      role: 'admin',
      summary: 'The tokens, without their secrets',
      answers: { 200: answers.tokens },
    },
    async (request) => {
      const { project } = callerOf(request);
      const tokens = await request.services.store.tokens();
      return { body: { tokens: project === null ? tokens : tokens.filter((token) => token.project === project) } };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/v1/tokens',
      role: 'admin',
      summary: 'Makes a token; the only time its secret is shown',
      body: tokenInput,
      answers: { 201: answers.newToken },
      errors: ['invalid'],
    },
    async (request) => {
      checkReach(callerOf(request), request.body);
      return { status: 201, body: await request.services.store.createToken(request.body, callerOf(request)) };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/v1/tokens/{id}/rotate',
      role: 'admin',
      summary: 'Gives a token a new secret, shown only now; the former one works on for the grace',
      body: rotationInput,
      answers: { 200: answers.newToken },
      errors: ['not-found', 'invalid'],
    },
    async (request) => {
      const { store } = request.services;
      const [id, caller] = [param(request, 'id'), callerOf(request)];
      const token = await store.token(id);
      if (token) checkReach(caller, token);
      return { body: await store.rotateToken(id, request.body.graceSeconds, caller) };
    },
  ),
  defineRoute(
    {
      method: 'DELETE',
      path: '/api/v1/tokens/{id}',
      role: 'admin',
      summary: 'Revokes a token; its event streams and sessions end',
      answers: { 204: null },
      errors: ['not-found'],
    },
    async (request) => {
      const { store } = request.services;
      const [id, caller] = [param(request, 'id'), callerOf(request)];
      const token = await store.token(id);
      if (token) checkOwnProject(caller, token);
      await store.revokeToken(id, caller);
      return { status: 204 };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/v1/sign-in-links',
      role: 'viewer',
      summary: "A link that works once, for two minutes, and gives a browser a session with the caller's role",
      body: signInLinkInput,
      answers: { 200: answers.signInLink },
      errors: ['invalid'],
    },
    async (request) => {
      const { sessions, publicUrl } = request.services;
      const { name, role, tokenId } = callerOf(request);
      const { code, expiresAt } = await sessions.createCode({ name, role, tokenId }, request.body.path ?? '/');
      return { body: { url: `${publicUrl()}/sign-in?code=${code}`, expiresAt } };
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/sign-in',
      role: null,
      summary: 'A page whose script posts the code, so that link previews do not spend it',
      answers: { 200: null },
      mediaType: 'text/html',
    },
    () => ({ body: signInPage, headers: { 'content-type': 'text/html; charset=utf-8' } }),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/sign-in',
      role: null,
      summary: 'Spends the code, sets the session cookie and says where to go',
      body: signInInput,
      answers: { 200: answers.signedIn },
      errors: ['unauthenticated', 'invalid', 'rate-limited'],
    },
    async ({ services, body, raw }) => {
      const signedIn = await services.sessions.signIn(body.code);
      if (!signedIn) {
        services.auth.noteFailure(raw);
        throw new ApiError(
          'unauthenticated',
          'This sign-in link was used already or is older than two minutes. Ask for a new one.',
        );
      }
      const cookie = `${cookieName(raw)}=${signedIn.secret}; Max-Age=${sessionLifetimeMs / 1000}; ${attributes(services)}`;
      return { body: { path: signedIn.path }, headers: { 'set-cookie': cookie } };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/sign-out',
      role: null,
      summary: 'Ends the session',
      answers: { 204: null },
    },
    async ({ services, raw }) => {
      await services.auth.signOut(raw);
      await services.events.endInactive();
      return { status: 204, headers: { 'set-cookie': `${cookieName(raw)}=; Max-Age=0; ${attributes(services)}` } };
    },
  ),
];

function attributes(services: Services): string {
  const secure = services.publicUrl().startsWith('https:') ? '; Secure' : '';
  return `Path=/; HttpOnly; SameSite=Strict${secure}`;
}
