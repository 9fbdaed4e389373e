import type { WalletConnection, WalletFault } from '#electron/wallet/port.ts';
import { type CaseState, isMessage } from '#shared/case/state.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { DAY } from '#shared/lib/time.ts';
import { matchTransactions, type SaidMessage, type TransactionMatch } from '#shared/wallet/match-transactions.ts';
import type { Transaction } from '#shared/wallet/transaction.ts';

/** What a customer says of one matter stands in their newest messages. */
const MESSAGES = 5;
const SAID_WITHIN = 2 * DAY;
/** How far back a transaction is looked for, in time and in pages: of a shop's thousands the newest. */
const LOOKED_BACK = 100 * DAY;
const PAGE = 200;
const PAGES = 5;

/** The customer's newest messages that may belong together, oldest first. */
function newestWords(state: CaseState): readonly SaidMessage[] {
  const said = state.entries.filter(isMessage).filter((entry) => entry.kind === 'received' && entry.text !== null);
  const newest = said.at(-1)?.at ?? 0;
  return said.slice(-MESSAGES).flatMap(({ text, at }) => (text !== null && at > newest - SAID_WITHIN ? [{ text, at }] : []));
}

async function recent(
  wallet: Pick<WalletConnection, 'transactions'>,
  customer: CustomerId,
  since: number,
): Promise<Result<readonly Transaction[], WalletFault>> {
  const found: Transaction[] = [];
  let from: string | null = null;
  for (let page = 0; page < PAGES; page++) {
    const answer = await wallet.transactions(customer, from, PAGE, { since });
    if (!answer.ok) return fail(answer.error);
    found.push(...answer.value.transactions);
    from = answer.value.next;
    if (from === null) break;
  }
  return ok(found);
}

/**
 * Which of their transactions the case's customer writes about. Only numbers are answered: what is shown of a
 * transaction is asked for, and put on record, as ever.
 */
export async function suggestTransactions(
  wallet: Pick<WalletConnection, 'transactions' | 'account'>,
  state: CaseState,
  timeZone: string,
): Promise<Result<readonly TransactionMatch[], WalletFault>> {
  const messages = newestWords(state);
  const newest = messages.at(-1);
  if (state.customer === null || newest === undefined) return ok([]);
  const [transactions, account] = await Promise.all([recent(wallet, state.customer, Math.max(0, newest.at - LOOKED_BACK)), wallet.account(state.customer)]);
  if (!transactions.ok) return transactions;
  // Without the cards their last digits tell nothing; the rest still does.
  const cards = account.ok ? account.value.cards : [];
  return ok(matchTransactions(messages, { transactions: transactions.value, cards, timeZone }));
}
