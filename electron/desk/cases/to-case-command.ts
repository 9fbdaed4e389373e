import type { Vault, WalletConnection } from '#electron/wallet/port.ts';
import type { CaseCommand } from '#shared/case/commands.ts';
import type { AgentCommand } from '#shared/contract/schemas.ts';
import type { Role } from '#shared/desk/person.ts';
import { may } from '#shared/desk/powers.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import { hideSensitive, maskText } from '#shared/wallet/find-sensitive.ts';

interface Parts {
  readonly vault: Pick<Vault, 'put'>;
  readonly wallet: Pick<WalletConnection, 'account'>;
  /** The desk's own addresses, in lower case: who is told where to write reads them whole. */
  readonly email: { own(): readonly string[] };
}

/** Whom the wallet cannot name now is confirmed all the same. */
async function nameOf(customer: CustomerId | null, wallet: Parts['wallet']): Promise<{ readonly name?: string }> {
  const account = customer === null ? null : await wallet.account(customer);
  return account?.ok ? { name: account.value.name } : {};
}

/** The composer's edge: what a person asked for with raw texts, as a command with masked ones; whom they confirmed, with their name in the wallet. */
export async function toCaseCommand(
  command: Exclude<AgentCommand, { readonly type: 'merge' | 'split' | 'sendTemplate' }>,
  { vault, wallet, email }: Parts,
  role: Role,
): Promise<CaseCommand> {
  const own = new Set(email.own());
  const mask = (text: string) => maskText(text, (kind, raw) => vault.put(kind, raw), own);
  switch (command.type) {
    case 'accept':
    case 'assign':
    case 'decline':
    case 'tag':
    case 'prioritise':
    case 'snooze':
    case 'reopen':
    case 'withdraw':
    case 'sendAgain':
    case 'confirmArrival':
    case 'wrapUp':
    case 'endCall':
    case 'moveCallBack':
    case 'giveCallBack':
    case 'endCallBack':
    case 'linkTransaction':
    case 'unlinkTransaction':
    case 'linkIncident':
    case 'unlinkIncident':
    case 'unmerge':
      return command;
    case 'release':
      return { type: 'release', reason: may(role, 'direct') ? 'supervisor' : 'agent' };
    case 'reply':
      return { type: 'reply', text: await mask(command.text), attachments: command.attachments, ...(command.for === undefined ? {} : { for: command.for }) };
    case 'addNote':
      return { type: 'addNote', text: await mask(command.text) };
    case 'transfer':
      return {
        type: 'transfer',
        queue: command.queue,
        note: hideSensitive(command.note, own),
        ...(command.to === undefined ? {} : { to: command.to }),
      };
    case 'movePrivate':
      return { type: 'movePrivate', line: command.line === null ? null : await mask(command.line) };
    case 'wake':
      return { type: 'wake', reason: 'agent' };
    case 'resolve':
      return { type: 'resolve', disposition: command.disposition, comment: hideSensitive(command.comment, own) };
    case 'identify':
      return { type: 'identify', customer: command.customer, how: 'agent', ...(await nameOf(command.customer, wallet)) };
    case 'markRead':
      return { type: 'markRead', by: 'agent', upTo: command.upTo };
    default:
      return assertNever(command, 'command');
  }
}
