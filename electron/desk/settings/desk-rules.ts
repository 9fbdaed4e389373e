import type { DeskRules } from '#electron/desk/cases/case-desk.ts';
import type { Topic } from '#electron/desk/topic.ts';
import { defaultReplyRules } from '#shared/case/reply-rules.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import { noAfterCallWork } from '#shared/desk/queue.ts';

/** The rules of cases as the configuration says them now; what it does not name is as the console has it. */
export function deskRules(configuration: Topic<Configuration>): DeskRules {
  return {
    reply: (channel) => configuration.value.channelRules.find(({ id }) => id === channel) ?? defaultReplyRules[channel],
    wrapUp: (queue) => configuration.value.queues.find(({ id }) => id === queue)?.afterCallWork ?? noAfterCallWork,
  };
}
