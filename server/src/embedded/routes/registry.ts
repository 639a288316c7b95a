/** Every route of the server, apart from the dashboard's files. */
import { openApiDocument } from '../openapi.ts';
import { accessRoutes } from './access.ts';
import { changeRequestRoutes } from './change-requests.ts';
import { exchangeRoutes } from './exchange.ts';
import { flagRoutes } from './flags.ts';
import { projectRoutes } from './projects.ts';
import type { Route } from './route.ts';
import { openApiRoute, serviceRoutes } from './service.ts';

export const routes: readonly Route[] = [
  ...serviceRoutes,
  openApiRoute(() => openApiDocument(routes)),
  ...accessRoutes,
  ...projectRoutes,
  ...flagRoutes,
  ...changeRequestRoutes,
  ...exchangeRoutes,
];
