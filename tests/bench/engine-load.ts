import { v7 } from 'uuid';
import { type NewEvent, newEvent } from '#shared/case/envelope.ts';
import type { EventId, GroupId } from '#shared/lib/ids.ts';

export const benchGroup = 'wallet' as GroupId;

/** What a desk writes all day: a line of an agent of some hundred characters, sealed with its case's key. */
export function lineOf(caseId: string, n: number): NewEvent {
  return newEvent(
    { id: v7() as EventId, about: { kind: 'case', id: caseId }, group: benchGroup, at: Date.now(), actor: { kind: 'agent', id: 'agent-lin' } },
    'message.sent',
    {},
    { text: `您好，您的第 ${n} 笔退款已经提交，预计一到三个工作日到账，到账后我们会通过短信通知您。Refund ${n} is on its way.`, marks: [], attachments: [] },
  ) as NewEvent;
}

/** Does `work` for 0 to `count` - 1, never more than `window` of them at a time. */
export async function inFlight(count: number, window: number, work: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const row = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: Math.min(window, count) }, row));
}

/** How many a second `count` were in the time that `work` took. */
export async function rateOf(count: number, work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (count * 1_000) / (performance.now() - began);
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};
