/** What stands in the table's place: loading, nothing there, signed out, failed. */
import { button, element } from './dom.ts';

export interface Notice {
  readonly title: string;
  readonly lines: readonly string[];
  /** A command to type, set apart. */
  readonly command?: string;
  readonly action?: { readonly text: string; readonly run: () => void };
}

export function noticeNode(notice: Notice): HTMLElement {
  const { action, command } = notice;
  return element(
    'section',
    { class: 'notice' },
    element('h2', {}, notice.title),
    ...notice.lines.map((line) => element('p', {}, line)),
    command === undefined ? null : element('pre', {}, element('code', {}, command)),
    action === undefined ? null : button(action.text, action.run, { class: 'primary' }),
  );
}

export const loadingNotice: Notice = { title: 'Reading the flags…', lines: [] };

export const signedOutNotice: Notice = {
  title: 'You are signed out',
  lines: [
    'A browser signs in with a link that works once. “sluice serve” prints one when it starts, and the editor opens one with the command “Sluice: Open Dashboard”.',
    'Sessions end by themselves after a while, and at once when their token is revoked.',
  ],
};

export const noFlagsNotice: Notice = {
  title: 'No flags yet',
  lines: [
    'This project has no switches and no valves. An admin adds the first one over the API; it starts switched off.',
  ],
  command: `curl -X POST ${'$'}SLUICE_URL/api/v1/projects/${'$'}PROJECT/flags \\
  -H "Authorization: Bearer ${'$'}SLUICE_TOKEN" -H "Content-Type: application/json" \\
  -d '{"key":"new-checkout","kind":"switch","purpose":"release"}'`,
};

export const noProjectNotice: Notice = {
  title: 'No project yet',
  lines: ['This control plane holds no project. An admin creates one over the API.'],
  command: `curl -X PUT ${'$'}SLUICE_URL/api/v1/projects/shop -H "Authorization: Bearer ${'$'}SLUICE_TOKEN"`,
};

export const noEnvironmentsNotice: Notice = {
  title: 'No environments yet',
  lines: ['Flags have a state per environment, datacenter and server. An admin says which there are.'],
  command: `curl -X PUT ${'$'}SLUICE_URL/api/v1/projects/${'$'}PROJECT/environments/production \\
  -H "Authorization: Bearer ${'$'}SLUICE_TOKEN" -H "Content-Type: application/json" \\
  -d '{"critical":true,"datacenters":[{"key":"fra","servers":["fra-1","fra-2"]}]}'`,
};
