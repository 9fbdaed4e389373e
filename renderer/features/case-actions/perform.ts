import { safe } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { v7 as newId } from 'uuid';
import { type CallFault, callFault } from '#renderer/transport/call-fault.ts';
import type { consoleContract } from '#shared/contract/console-contract.ts';
import type { AgentCommand } from '#shared/contract/schemas.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { CaseId, CommandId, CustomerId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** The host as the screen calls it. */
export type DeskClient = ContractRouterClient<typeof consoleContract>;

/** A fresh id for one act of a person. */
export const newCommandId = (): CommandId => newId() as CommandId;

/** How the desk took a command: carried out, or kept until the engine can be reached. */
export interface Done {
  readonly deferred: boolean;
}

/** Asks the desk to carry out one command; a repeat under the same id has no second effect. `draft` is the version of the draft that goes with its words. */
export async function perform(
  client: DeskClient,
  caseId: CaseId,
  command: AgentCommand,
  commandId: CommandId = newCommandId(),
  draft?: number,
): Promise<Result<Done, CallFault>> {
  const [error, done] = await safe(client.cases.act({ caseId, commandId, command, ...(draft === undefined ? {} : { draft }) }));
  if (error === null) return ok({ deferred: done.deferred });
  return fail(callFault(error));
}

/** The command that takes another one back, or null where nothing can. */
export function inverseOf(command: AgentCommand, before: { readonly priority: number; readonly customer: CustomerId | null }): AgentCommand | null {
  switch (command.type) {
    case 'tag':
      return { type: 'tag', add: command.remove, remove: command.add };
    case 'prioritise':
      return { type: 'prioritise', priority: before.priority };
    case 'identify':
      return { type: 'identify', customer: before.customer };
    case 'linkTransaction':
      return { type: 'unlinkTransaction', transaction: command.transaction };
    case 'unlinkTransaction':
      return { type: 'linkTransaction', transaction: command.transaction };
    case 'linkIncident':
      return { type: 'unlinkIncident', incident: command.incident };
    case 'unlinkIncident':
      return { type: 'linkIncident', incident: command.incident };
    case 'snooze':
      return { type: 'wake' };
    case 'resolve':
      return { type: 'reopen' };
    case 'merge':
      return { type: 'unmerge' };
    case 'endCall':
    case 'moveCallBack':
    case 'giveCallBack':
    case 'endCallBack':
    case 'movePrivate':
    case 'accept':
    case 'assign':
    case 'decline':
    case 'release':
    case 'reply':
    case 'sendTemplate':
    case 'addNote':
    case 'transfer':
    case 'wake':
    case 'reopen':
    case 'unmerge':
    case 'split':
    case 'wrapUp':
    case 'withdraw':
    case 'sendAgain':
    case 'confirmArrival':
    case 'markRead':
      return null;
    default:
      return assertNever(command, 'command');
  }
}
