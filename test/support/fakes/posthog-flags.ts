/** The stored flags of the FAKE PostHog: what a change of one does, and when it is refused. */

interface FakeGroup {
  properties?: { [name: string]: unknown }[];
  rollout_percentage?: number | null;
  variant?: string | null;
  [name: string]: unknown;
}

export interface FakePostHogFlag {
  readonly id: number;
  key: string;
  name: string;
  active: boolean;
  deleted: boolean;
  archived: boolean;
  filters: {
    groups?: FakeGroup[];
    multivariate?: { variants: { key: string; rollout_percentage: number; name?: string }[] } | null;
    payloads?: { [key: string]: string };
    [name: string]: unknown;
  };
  version: number;
  tags: string[];
  created_by: { id: number; first_name: string; email: string } | null;
  last_modified_by: { first_name: string; email: string } | null;
  created_at: string;
  updated_at: string;
  last_called_at: string | null;
  status: string;
  can_edit: boolean;
  experiment_set: number[];
  is_remote_configuration: boolean;
  has_encrypted_payloads: boolean;
}

export interface FakeActivity {
  readonly activity: 'created' | 'updated';
  readonly scope: 'FeatureFlag';
  readonly item_id: string;
  readonly detail: {
    readonly changes: readonly {
      type: 'FeatureFlag';
      action: 'changed';
      field: string;
      before: unknown;
      after: unknown;
    }[];
  };
  readonly created_at: string;
}

/** What the fake answers instead, in the form of drf-exceptions-hog. */
export class FakeRefusal extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, code: string, detail: string, extra: object = {}) {
    super(detail);
    this.status = status;
    const type = status === 400 ? 'validation_error' : status === 409 ? 'server_error' : 'authentication_error';
    this.body = { type, code, detail, attr: null, ...extra };
  }
}

interface Store {
  readonly flags: readonly FakePostHogFlag[];
  readonly activity: FakeActivity[];
  readonly by: string;
  readonly needsApproval: boolean;
}

const writable = ['key', 'name', 'filters', 'active', 'archived', 'deleted', 'tags'] as const;
const accompanying = ['version', 'original_flag'];

/** Changes a flag in place, or throws FakeRefusal and changes nothing. */
export function changeFlag(flag: FakePostHogFlag, patch: object, store: Store): void {
  const change = patch as Partial<FakePostHogFlag> & { original_flag?: { [name: string]: unknown } };
  for (const field of Object.keys(change))
    if (!(writable as readonly string[]).includes(field) && !accompanying.includes(field))
      throw new FakeRefusal(400, 'unknown_field', `The fake knows no writable field "${field}".`);
  const before = structuredClone(flag);
  const after = { ...before, ...structuredClone(pick(change)) };
  if (change.filters !== undefined) after.filters = { ...before.filters, ...after.filters };
  checkFilters(after.filters);
  checkState(before, after, store.flags);
  checkVersion(before, after, change);
  const isServed = before.active !== after.active || !same(before.filters, after.filters);
  if (store.needsApproval && isServed)
    throw new FakeRefusal(409, 'approval_required', 'This change needs the approval of one of: Otto.', {
      status: 'approval_required',
      message: 'This change needs the approval of one of: Otto.',
      change_request_id: '0190-fake',
      resource_type: 'feature_flag',
      resource_id: String(flag.id),
    });
  stripCohortNames(after.filters);
  const at = new Date(Date.UTC(2026, 10, 21, 8) + store.activity.length * 1_000).toISOString();
  Object.assign(after, { version: before.version + 1, updated_at: at });
  after.last_modified_by = { first_name: 'Somebody', email: store.by };
  Object.assign(flag, after);
  const fields = [...writable, 'version'] as const;
  store.activity.push({
    activity: 'updated',
    scope: 'FeatureFlag',
    item_id: String(flag.id),
    created_at: at,
    detail: {
      changes: fields
        .filter((field) => !same(before[field], after[field]))
        .map((field) => ({
          type: 'FeatureFlag',
          action: 'changed',
          field,
          before: before[field],
          after: structuredClone(after[field]),
        })),
    },
  });
}

function checkFilters({ groups, multivariate, version }: FakePostHogFlag['filters']): void {
  if (version !== undefined)
    throw new FakeRefusal(400, 'reserved_config_version', 'filters.version is reserved. Remove it from the request.');
  if (!Array.isArray(groups)) throw new FakeRefusal(400, 'invalid_input', 'groups must be a list');
  for (const [index, { rollout_percentage: percentage }] of groups.entries())
    if (
      percentage !== null &&
      percentage !== undefined &&
      !(typeof percentage === 'number' && percentage >= 0 && percentage <= 100)
    )
      throw new FakeRefusal(
        400,
        'invalid_input',
        `groups[${index}].rollout_percentage must be between 0 and 100, got ${percentage}`,
      );
  const sum = multivariate?.variants.reduce((total, { rollout_percentage }) => total + rollout_percentage, 0) ?? 100;
  if (sum !== 100)
    throw new FakeRefusal(400, 'invalid_input', `Variant rollout percentages must sum to 100, got ${sum}.`);
}

function checkState(before: FakePostHogFlag, after: FakePostHogFlag, flags: readonly FakePostHogFlag[]): void {
  if (after.archived && after.active)
    throw new FakeRefusal(400, 'invalid_input', 'Cannot enable an archived feature flag. Unarchive it first.');
  if (!before.active || after.active) return;
  const needsIt = flags.filter(
    ({ active, filters }) =>
      active &&
      filters.groups?.some((group) =>
        group.properties?.some(({ type, key }) => type === 'flag' && key === String(before.id)),
      ),
  );
  if (needsIt.length === 0) return;
  const names = needsIt.map(({ key, id }) => `${key} (ID: ${id})`).join(', ');
  throw new FakeRefusal(
    400,
    'invalid_input',
    `Cannot disable this feature flag because other flags depend on it: ${names}. Please update or disable the dependent flags first.`,
  );
}

/** A conflict is a field of this change that somebody else has changed since the version it names, to something else. */
function checkVersion(
  before: FakePostHogFlag,
  after: FakePostHogFlag,
  { version, original_flag: seen = {} }: { version?: number; original_flag?: { [name: string]: unknown } },
): void {
  if (version === undefined || version === before.version) return;
  const isConflict = (['active', 'filters'] as const).some(
    (field) =>
      field in seen &&
      !same(after[field], seen[field]) &&
      !same(seen[field], before[field]) &&
      !same(after[field], before[field]),
  );
  if (!isConflict) return;
  const by = before.last_modified_by?.email ?? 'another user';
  throw new FakeRefusal(
    409,
    'conflict',
    `The feature flag was updated by ${by} since you started editing it. Please refresh and try again.`,
  );
}

function pick(change: Partial<FakePostHogFlag>): Partial<FakePostHogFlag> {
  return Object.fromEntries(
    Object.entries(change).filter(([field]) => (writable as readonly string[]).includes(field)),
  );
}

function stripCohortNames(filters: FakePostHogFlag['filters']): void {
  for (const group of filters.groups ?? [])
    for (const property of group.properties ?? []) delete property['cohort_name'];
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
