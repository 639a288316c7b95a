/** What Unleash's admin API answers, as far as it is used here. Facts: unleash-server 8.2.0, `/docs/openapi.json`, and what it did. */
import { z } from 'zod';

const time = z.string().nullish();
const tag = z.looseObject({ type: z.string(), value: z.string() });

/** What it divides the load by; kept whole, because an update replaces all of it. */
const strategy = z.looseObject({
  id: z.string().min(1),
  name: z.string(),
  disabled: z.boolean().nullish(),
  /** Values are texts, whatever they mean: `rollout` is "0".."100". */
  parameters: z.record(z.string(), z.unknown()).nullish(),
  constraints: z.array(z.unknown()).nullish(),
  segments: z.array(z.unknown()).nullish(),
  variants: z.array(z.unknown()).nullish(),
});

export type UnleashStrategy = z.output<typeof strategy>;

/** What every list says of a flag. */
const described = () => ({
  name: z.string().min(1),
  type: z.string().nullish(),
  description: z.string().nullish(),
  createdAt: time,
  tags: z.array(tag).nullish(),
});

/** `GET /api/admin/projects/{project}/features`: live flags without their strategies; no limit of requests. */
export const listAnswer = z.lazy(() =>
  z.object({
    features: z.array(
      z.object({
        ...described(),
        stale: z.boolean().nullish(),
        environments: z.array(z.object({ name: z.string(), lastSeenAt: time })),
      }),
    ),
  }),
);

/** `POST /api/admin/features-batch/export`: what one environment serves. */
export const exportAnswer = z.lazy(() =>
  z.object({
    featureStrategies: z.array(strategy.extend({ featureName: z.string() })),
    featureEnvironments: z.array(
      z.object({ featureName: z.string(), enabled: z.boolean(), variants: z.array(z.unknown()).nullish() }),
    ),
    dependencies: z.array(z.object({ feature: z.string(), dependencies: z.array(z.unknown()) })).nullish(),
  }),
);

/** `GET /api/admin/projects/{project}/features/{flag}`: one live flag with everything but its tags. */
export const flagAnswer = z.lazy(() =>
  z.object({
    name: z.string(),
    type: z.string().nullish(),
    description: z.string().nullish(),
    createdAt: time,
    stale: z.boolean().nullish(),
    archived: z.boolean().nullish(),
    dependencies: z.array(z.unknown()).nullish(),
    environments: z.array(
      z.object({
        name: z.string(),
        enabled: z.boolean(),
        lastSeenAt: time,
        strategies: z.array(strategy),
        variants: z.array(z.unknown()).nullish(),
      }),
    ),
  }),
);

export const tagsAnswer = z.lazy(() => z.object({ tags: z.array(tag) }));

/** `GET /api/admin/environments/project/{project}`. Of a project that does not exist, no environment is visible. */
export const environmentsAnswer = z.lazy(() =>
  z.object({
    environments: z.array(
      z.object({
        name: z.string().min(1),
        type: z.string(),
        enabled: z.boolean(),
        visible: z.boolean().nullish(),
        /** How many people have to approve a change; null where none has to. */
        requiredApprovals: z.number().nullish(),
      }),
    ),
  }),
);

/** `GET /api/admin/search/features`, the only way to archived flags. 15 requests a minute by default. */
export const searchAnswer = z.lazy(() =>
  z.object({
    features: z.array(z.object({ ...described(), archivedAt: time })),
    total: z.number(),
  }),
);

export type UnleashArchived = z.output<typeof searchAnswer>['features'][number];

export const typesAnswer = z.lazy(() =>
  z.object({
    types: z.array(z.object({ id: z.string(), lifetimeDays: z.number().nullish() })),
  }),
);

const event = z.lazy(() =>
  z.object({
    id: z.number(),
    type: z.string(),
    createdAt: z.string(),
    createdBy: z.string().nullish(),
    featureName: z.string().nullish(),
    environment: z.string().nullish(),
    /** The strategy as it became, and as it was. */
    data: z.unknown(),
    preData: z.unknown(),
  }),
);

export type UnleashEvent = z.output<typeof event>;

/** `GET /api/admin/search/events`, newest first. */
export const eventsAnswer = z.lazy(() => z.object({ events: z.array(event), total: z.number() }));

/** `GET /api/admin/user`: who the token is and what it may do. */
export const userAnswer = z.lazy(() =>
  z.object({
    permissions: z.array(
      z.object({ permission: z.string(), project: z.string().nullish(), environment: z.string().nullish() }),
    ),
  }),
);

export const errorAnswer = z.lazy(() =>
  z.object({
    name: z.string(),
    message: z.string(),
    permissions: z.array(z.string()).nullish(),
  }),
);

/** The strategy that an event holds; null where it holds none. */
export function strategyIn(data: unknown): UnleashStrategy | null {
  return strategy.safeParse(data).data ?? null;
}
