/** Which files hold tests, stories and mocks: by their path, as every test runner does. */

const folders =
  /(?:^|\/)(?:__tests__|__mocks__|__fixtures__|tests?|spec|specs|e2e|cypress|playwright|mocks?|fixtures?|stories|\.storybook)\//i;
const names = /[._-](?:test|tests|spec|specs|e2e|cy|stories|story|mock|mocks|fixture)\.[cm]?[jt]sx?$/i;

/** `path`: relative to the workspace, with `/`. */
export function isTestPath(path: string): boolean {
  return folders.test(path) || names.test(path);
}

const play =
  /(?:^|[^a-z])(?:seeds?|seeder|mocks?|mocked|fakes?|faker|fixtures?|demos?|examples?|games?|playground|sandbox|simulat(?:e|ion|or)|generators?|animations?|confetti|particles?|bench(?:marks?)?|load tests?|storybook|showcase)(?![a-z])/;

/** Where chance is play: made-up data, games and animations, beside tests. */
export function isPlayPath(path: string): boolean {
  return isTestPath(path) || play.test(path.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase());
}
