import type { About } from '#shared/case/envelope.ts';
import type { GroupId, QueueId } from '#shared/lib/ids.ts';

/** Where events go that belong to no group of queues. */
export const DESK_GROUP = 'desk' as GroupId;

/** Where reviews go: agents do not read them. */
export const REVIEWS_GROUP = 'desk-reviews' as GroupId;

/** Where it is put on record who looked at what: every console writes it, few read it, nobody follows it. */
export const TRAIL_GROUP = 'desk-trail' as GroupId;

/** What changes of the configuration are about: one sequence, so that of two who change at once one is first. */
export const DESK: About = { kind: 'desk', id: 'configuration' };

/** What accounts have of approved templates is about, and which addresses are the desk's: told by whoever serves them, read by every host. */
export const TEMPLATES: About = { kind: 'desk', id: 'templates' };

/** Where cases wait that came before the desk had any queue; those who see all cases see it, and hand them on. */
export const UNSORTED = 'unsorted' as QueueId;
