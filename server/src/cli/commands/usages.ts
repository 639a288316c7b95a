/** `sluice usages` */
import type { CommandInput, Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { openSession } from '../open-session.ts';
import { reportStyle, writeReport } from '../terminal/output.ts';
import { comparePlaces, createPlaces } from '../places.ts';
import { usagesJson } from '../reporters/usages-json.ts';
import { usagesText } from '../reporters/usages-text.ts';
import { scan } from '../scan.ts';
import type { UsagesReport } from '../flags/usages-report.ts';
import { inert } from '../terminal/inert.ts';

export async function run(input: CommandInput, io: Io): Promise<number> {
  const opened = await openSession(input, io, { needsState: false });
  const { session } = opened;
  try {
    const { summary, uris } = await scan(opened, input, io);
    const places = createPlaces(session, io.cwd);
    const callSites = uris
      .flatMap((uri) =>
        session.callSites(uri).map((callSite) => ({ callSite, place: places.of(uri, callSite.keySpan) })),
      )
      .sort((a, b) => comparePlaces(a.place, b.place) || a.callSite.span.start - b.callSite.span.start);
    const report: UsagesReport = { callSites, summary, assumptions: session.assumptions, cwd: io.cwd };
    const isJson = input.value('format') === 'json';
    writeReport(isJson ? usagesJson(report) : inert(usagesText(report, reportStyle(input, io))), input, io);
    return exitCodes.clean;
  } finally {
    session.dispose();
  }
}
