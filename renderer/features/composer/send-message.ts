import { type DeskClient, perform } from '#renderer/features/case-actions/perform.ts';
import { type PendingMessage, sendAdvanced, sendBegun, sendDeferred, sendReturned } from '#renderer/features/composer/composer-slice.ts';
import type { CallFault } from '#renderer/transport/call-fault.ts';
import { inCaseLine } from '#renderer/transport/case-line.ts';
import type { AgentCommand } from '#shared/contract/schemas.ts';
import { backoff } from '#shared/lib/backoff.ts';

type Dispatch = (
  action: ReturnType<typeof sendAdvanced> | ReturnType<typeof sendBegun> | ReturnType<typeof sendDeferred> | ReturnType<typeof sendReturned>,
) => unknown;

interface Parts {
  readonly client: DeskClient;
  readonly dispatch: Dispatch;
  /** Resolves after so many ms, or as soon as the connection is back. */
  readonly pause: (ms: number) => Promise<void>;
  readonly random: () => number;
  /** Whether it is still on its way here: not once it is seen to have arrived, and not for whoever signs in after its author. */
  readonly wanted: () => boolean;
}

const LONGEST_PAUSE = 5_000;

/**
 * Sends one reply or note under its id until the desk answers. While the connection is gone it is held, or, once it was
 * given to one that broke, not known to have gone out; it is tried again, and what is asked of its case later waits behind
 * it; what the desk keeps until its engine is back is its own; a refusal puts its words back into the box and is answered,
 * and null means that the desk has it. `saved` is the version of the draft that holds the words, which goes with them;
 * null where none does. What is no longer wanted is not tried again; its draft stays in the ledger until it arrives.
 */
export async function sendMessage(parts: Parts, message: PendingMessage, saved: Promise<number | null>): Promise<CallFault | null> {
  const { client, dispatch, pause, random, wanted } = parts;
  dispatch(sendBegun(message));
  const { caseId, commandId, text, attachments } = message;
  const more = {
    ...(message.for === undefined ? {} : { for: message.for }),
    ...(message.addressing === undefined ? {} : { addressing: message.addressing }),
  };
  const command: AgentCommand = message.kind === 'note' ? { type: 'addNote', text } : { type: 'reply', text, attachments: [...attachments], ...more };
  return inCaseLine(client, caseId, async () => {
    // No draft has version 0: what another window wrote stays.
    const draft = (await saved) ?? 0;
    let given = false;
    for (let attempt = 0; wanted(); attempt++) {
      const answer = await perform(client, caseId, command, commandId, draft);
      if (answer.ok) {
        dispatch(answer.value.deferred ? sendDeferred({ commandId }) : sendAdvanced({ commandId, state: 'kept' }));
        return null;
      }
      const { error } = answer;
      if (error.code !== 'unreachable' && error.code !== 'unavailable') {
        dispatch(sendReturned({ commandId }));
        return error;
      }
      given ||= error.code !== 'unreachable' || error.given;
      dispatch(sendAdvanced({ commandId, state: given ? 'unsure' : 'held' }));
      await pause(200 + backoff(attempt, random, 500, LONGEST_PAUSE));
    }
    return null;
  });
}
