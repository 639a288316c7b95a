/** Which files hold tests, stories and mocks: by their path, as every test runner does. */

const folders =
  /(?:^|\/)(?:__tests__|__mocks__|__fixtures__|tests?|spec|specs|e2e|cypress|playwright|mocks?|fixtures?|stories|\.storybook)\//i;
const names = /[._-](?:test|tests|spec|specs|e2e|cy|stories|story|mock|mocks|fixture)\.[cm]?[jt]sx?$/i;

/** `path`: relative to the workspace, with `/`. */
export function isTestPath(path: string): boolean {
  return folders.test(path) || names.test(path);
}
