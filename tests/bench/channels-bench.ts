import { chatBench } from '#tests/bench/channels-chat-bench.ts';
import type { Report } from '#tests/bench/run.ts';

/** What customers write through, each under its own load. */
const parts: readonly ((report: Report) => Promise<void>)[] = [chatBench];

/** The channels one after another; each starts and stops what it needs. */
export async function channelsBench(report: Report): Promise<void> {
  for (const part of parts) await part(report);
}
