/** Where OFREP's answers are, and what the OpenAPI document says of them: the specification itself is the reference. */

export const ofrepPaths = {
  one: '/ofrep/v1/evaluate/flags/{key}',
  all: '/ofrep/v1/evaluate/flags',
  events: '/ofrep/v1/events',
} as const;

const specification = 'https://github.com/open-feature/protocol/blob/main/service/openapi.yaml';
const errors = {
  401: 'No token, or not a good one; no body',
  403: 'The token is for another scope; no body, the header x-sluice-reason says why',
  429: 'Too many requests, servers or streams; Retry-After',
};

/** Paths of an OpenAPI document. */
export const ofrepOperations = {
  [ofrepPaths.one]: {
    post: {
      summary: 'OFREP: evaluates one flag for a context',
      operationId: 'ofrepEvaluateFlag',
      ...common({
        200: 'The value; none where the default in the code is to be used',
        400: 'The context',
        404: 'No such flag',
      }),
      parameters: [parameter('key', 'path'), ...placeParameters()],
    },
  },
  [ofrepPaths.all]: {
    post: {
      summary: 'OFREP: evaluates all flags for a context',
      operationId: 'ofrepEvaluateFlags',
      ...common({
        200: 'All flags, an ETag, and where changes are announced',
        304: 'Not modified',
        400: 'The context',
      }),
      parameters: [parameter('If-None-Match', 'header'), ...placeParameters()],
    },
  },
  [ofrepPaths.events]: {
    get: {
      summary: 'OFREP: says when to evaluate again (Server-Sent Events); the ticket comes with all flags',
      operationId: 'ofrepEvents',
      security: [],
      parameters: [{ ...parameter('ticket', 'query'), required: true }, parameter('Last-Event-ID', 'header')],
      responses: responses({ 200: 'Events of the type refetchEvaluation', 401: errors[401], 429: errors[429] }),
    },
  },
};

function common(answers: Readonly<Record<number, string>>): object {
  const body = { type: 'object', properties: { context: { type: 'object' } } };
  return {
    externalDocs: { url: specification },
    security: [{ token: [] }],
    requestBody: { required: true, content: { 'application/json': { schema: body } } },
    responses: responses({ ...answers, ...errors }),
  };
}

function responses(answers: Readonly<Record<number, string>>): object {
  return Object.fromEntries(Object.entries(answers).map(([status, description]) => [status, { description }]));
}

function placeParameters(): readonly object[] {
  return ['datacenter', 'server', 'project', 'environment'].map((name) => parameter(`X-Sluice-${name}`, 'header'));
}

function parameter(name: string, place: 'path' | 'query' | 'header'): object {
  return { name, in: place, required: place === 'path', schema: { type: 'string' } };
}
