import { chatBench } from '#tests/bench/channels-chat-bench.ts';
import { mailSafety } from '#tests/bench/channels-mail-bench.ts';
import { mutatedMails } from '#tests/bench/channels-mutated-bench.ts';
import { forgedWebhooks } from '#tests/bench/channels-webhook-bench.ts';
import type { Report } from '#tests/bench/run.ts';
import { webhookProviders } from '#tests/bench/webhook-providers.ts';

const webhooks = async (report: Report): Promise<void> => forgedWebhooks(report, await webhookProviders());

/** What customers write through, each under its own load. */
const parts: readonly ((report: Report) => Promise<void>)[] = [chatBench, webhooks, mailSafety, (report) => mutatedMails(report)];

/** The channels one after another; each starts and stops what it needs. */
export async function channelsBench(report: Report): Promise<void> {
  for (const part of parts) await part(report);
}
