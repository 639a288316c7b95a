/** The adapter of OFREP, against flagd's evaluator behind an OFREP server of our own. */
import { ofrep } from '../../../server/src/control-planes/ofrep/ofrep.ts';
import { startFakeOfrep } from '../../support/fakes/ofrep.ts';
import { describeConformance } from '../conformance/run.ts';
import { ofrepSubject } from './ofrep-subject.ts';

const token = 'ofrep-token';

describeConformance({
  definition: ofrep,
  start: async () => ofrepSubject({ ...(await startFakeOfrep({ definition: { flags: {} }, token })), token }),
});
