import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { inboxRow } from '#shared/case/inbox-row.ts';
import { incidentRule } from '#shared/case/incident.ts';
import { contractErrors } from '#shared/contract/errors.ts';
import { bulkKind, bulkPreview, incidentWatch, MOST_BULK } from '#shared/contract/incident-schemas.ts';
import { incidentCommand, incidentRefusal } from '#shared/desk/incidents/decide-incident.ts';
import { incident } from '#shared/desk/incidents/incident.ts';
import { caseId, commandId, incidentId } from '#shared/lib/ids.ts';
import { instant } from '#shared/lib/time.ts';

const base = oc.errors(contractErrors);
const deciding = base.errors({ INCIDENT_REFUSED: { data: incidentRefusal } });
const bulk = z.object({ bulk: z.string().min(1).max(64) });

/** What befalls many customers at once, and what is done about all of them. */
export const incidentContract = {
  /** The incidents, those that go on first: at once, and with each change. */
  follow: base.output(eventIterator(z.object({ incidents: z.array(incident) }))),
  /** Like cases of the last hour, how many cases each incident has, and one's own turns over them: at once, and with each change. */
  watch: base.output(eventIterator(incidentWatch)),
  /** Opens, changes or closes one; a repeat changes nothing. */
  change: deciding.input(z.object({ command: incidentCommand, commandId })).output(incident),
  /** How many open cases a rule fits now, with the newest of them. */
  count: base
    .input(z.object({ since: instant, rule: incidentRule }))
    .output(z.object({ matching: z.number().int(), reading: z.boolean(), rows: z.array(inboxRow) })),
  /** The cases that a turn would reach, oldest first, and what would become of each. */
  cases: base.input(z.object({ incident: incidentId, kind: bulkKind })).output(z.object({ cases: z.array(bulkPreview), total: z.number().int() })),
  /** Begins a turn over some cases; `position` is that of the incident whose words were read. `watch` tells how far it is. */
  bulk: deciding
    .input(z.object({ incident: incidentId, position: z.number().int(), kind: bulkKind, cases: z.array(caseId).min(1).max(MOST_BULK) }))
    .output(bulk),
  /** Leaves the cases that one's own turn has not come to. */
  stopBulk: base.input(bulk).output(z.object({})),
  /** Stops one's own turn and takes back what has not left; answers how many. */
  undoBulk: base.input(bulk).output(z.object({ takenBack: z.number().int() })),
};
