import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { type AfterCallWork, noAfterCallWork } from '#shared/desk/queue.ts';
import type { QueueId } from '#shared/lib/ids.ts';

/** What a queue asks for before a case of it is closed, by the same rule whichever form closes it. */
export function useAfterCallWork(queue: QueueId): AfterCallWork {
  return useAppSelector(selectConfiguration)?.queues.find(({ id }) => id === queue)?.afterCallWork ?? noAfterCallWork;
}
