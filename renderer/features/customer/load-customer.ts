import { safe } from '@orpc/client';
import type { DeskClient } from '#renderer/features/case-actions/perform.ts';
import {
  accountSeen,
  earlierSeen,
  foundSeen,
  looksSeen,
  newestSeen,
  olderSecuritySeen,
  olderSeen,
  type Panel,
  panelFailed,
  promotionsSeen,
  searchBegun,
  securitySeen,
} from '#renderer/features/customer/customer-slice.ts';
import { afterPaint, frameBatch } from '#renderer/transport/frame-batch.ts';
import { shownFault, walletFault } from '#renderer/transport/wallet-fault.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { PanelFault } from '#shared/wallet/panel-fault.ts';
import type { TransactionFilter } from '#shared/wallet/transaction.ts';

type Action = ReturnType<
  | typeof accountSeen
  | typeof newestSeen
  | typeof olderSeen
  | typeof securitySeen
  | typeof olderSecuritySeen
  | typeof promotionsSeen
  | typeof searchBegun
  | typeof foundSeen
  | typeof panelFailed
  | typeof looksSeen
  | typeof earlierSeen
>;

/** What loading a customer takes: the host, the store, the clock. */
export interface LoadParts {
  readonly client: DeskClient;
  readonly dispatch: (action: Action) => unknown;
  readonly now: () => Instant;
}

/** Whose page, opened from which case. */
export interface Whose {
  readonly customer: CustomerId;
  readonly caseId: CaseId;
}

/** Transactions asked for at a time: more than two screens of the axis. */
const PAGE = 50;

interface Came {
  readonly asOf: Instant;
  readonly fault: PanelFault | null;
}

/** Asks for one part; what came, or why nothing did, is in the store when this is fulfilled. */
async function askPart<T extends Came>(
  parts: LoadParts,
  { customer, panel, asked }: { readonly customer: CustomerId; readonly panel: Panel; readonly asked?: number },
  asking: Promise<T>,
  seen: (answer: T) => Action,
): Promise<void> {
  const [error, answer] = await safe(asking);
  parts.dispatch(error ? panelFailed({ customer, panel, fault: walletFault(error, parts.now()), asked }) : seen(answer));
}

const standing = ({ customer }: Whose, { asOf, fault }: Came, now: () => Instant) => ({ customer, asOf, fault: fault && shownFault(fault, now()) });

/** Asks for one part of a customer's page anew. */
export function loadPanel(parts: LoadParts, whose: Whose, panel: Exclude<Panel, 'found'>): Promise<void> {
  const { client, now } = parts;
  const { customer } = whose;
  const asked = performance.now();
  const part = { customer, panel, asked };
  switch (panel) {
    case 'account':
      return askPart(parts, part, client.customers.account(whose), (answer) =>
        accountSeen({ asked, account: answer.account, ...standing(whose, answer, now) }),
      );
    case 'transactions':
      return askPart(parts, part, client.customers.transactions({ ...whose, from: null, limit: PAGE }), ({ transactions, next, ...came }) =>
        newestSeen({ asked, transactions, next, ...standing(whose, came, now) }),
      );
    case 'security':
      return askPart(parts, part, client.customers.security({ ...whose, from: null, limit: PAGE }), ({ events, next, ...came }) =>
        securitySeen({ asked, events, next, ...standing(whose, came, now) }),
      );
    case 'promotions':
      return askPart(parts, part, client.customers.promotions(whose), ({ promotions, ...came }) =>
        promotionsSeen({ asked, promotions, ...standing(whose, came, now) }),
      );
    default:
      return assertNever(panel, 'panel');
  }
}

/**
 * Asks for the named parts and the earlier cases at once, each shown as it comes; then for who looked, which these looks
 * belong to. What comes within a frame is drawn once, behind its paint: what the customer wrote is read first.
 */
export async function loadCustomer(given: LoadParts, whose: Whose, panels: readonly Exclude<Panel, 'found'>[]): Promise<void> {
  const { client } = given;
  const batch = frameBatch<Action>((actions) => {
    for (const action of actions) given.dispatch(action);
  }, afterPaint);
  const dispatch = batch.push;
  const parts: LoadParts = { ...given, dispatch };
  const { customer, caseId } = whose;
  await Promise.all([
    ...panels.map((panel) => loadPanel(parts, whose, panel)),
    safe(client.cases.earlier({ customer })).then(([error, answer]) => {
      if (!error) dispatch(earlierSeen({ customer, ...answer }));
    }),
  ]);
  const [unread, looks] = await safe(client.customers.looks({ caseId }));
  if (!unread) dispatch(looksSeen({ caseId, looks }));
}

/** Has older cases read from the engine, and asks for all that are at hand then; false where that could not be done. */
export async function readOlderCases({ client, dispatch }: LoadParts, customer: CustomerId): Promise<boolean> {
  const [unread] = await safe(client.cases.readOlder({ customer }));
  if (unread) return false;
  const [error, answer] = await safe(client.cases.earlier({ customer }));
  if (!error) dispatch(earlierSeen({ customer, ...answer }));
  return !error;
}

/** Asks for the page of transactions that begins at `from`. */
export function loadOlder(parts: LoadParts, whose: Whose, from: string): Promise<void> {
  const asked = parts.client.customers.transactions({ ...whose, from, limit: PAGE });
  return askPart(parts, { customer: whose.customer, panel: 'transactions' }, asked, ({ transactions, next, ...came }) =>
    olderSeen({ from, transactions, next, ...standing(whose, came, parts.now) }),
  );
}

/** Asks for the page of security events that begins at `from`. */
export function loadOlderSecurity(parts: LoadParts, whose: Whose, from: string): Promise<void> {
  const asked = parts.client.customers.security({ ...whose, from, limit: PAGE });
  return askPart(parts, { customer: whose.customer, panel: 'security' }, asked, ({ events, next, ...came }) =>
    olderSecuritySeen({ from, events, next, ...standing(whose, came, parts.now) }),
  );
}

/** Begins to look for transactions in the wallet itself, not only in what is loaded. */
export function searchTransactions(parts: LoadParts, whose: Whose, filter: TransactionFilter): Promise<void> {
  parts.dispatch(searchBegun({ customer: whose.customer, filter }));
  return loadFound(parts, whose, filter, null);
}

/** Asks for the page of what is sought that begins at `from`. */
export function loadFound(parts: LoadParts, whose: Whose, filter: TransactionFilter, from: string | null): Promise<void> {
  const asked = parts.client.customers.transactions({ ...whose, from, limit: PAGE, filter });
  return askPart(parts, { customer: whose.customer, panel: 'found' }, asked, ({ transactions, next, ...came }) =>
    foundSeen({ filter, from, transactions, next, ...standing(whose, came, parts.now) }),
  );
}
