import type { Queue } from '#shared/desk/queue.ts';
import type { GroupId, QueueId } from '#shared/lib/ids.ts';

/** A queue of which only the names matter. */
export const starterQueue = (id: string, en: string, zh: string): Queue => ({
  id: id as QueueId,
  group: 'retail' as GroupId,
  name: { en, 'zh-CN': zh },
  serviceLevelSeconds: 60,
  shortAbandonSeconds: 5,
  consoleLostSeconds: 600,
  skills: [],
  calendar: null,
  afterCallWork: { seconds: 0, dispositionRequired: false },
});
