import { safe } from '@orpc/client';
import type { DeskClient } from '#renderer/features/case-actions/perform.ts';
import { accountFailed, accountSeen, earlierSeen, newestSeen, olderSeen, transactionsFailed } from '#renderer/features/customer/customer-slice.ts';
import { callFault } from '#renderer/transport/call-fault.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';

type Action = ReturnType<typeof accountSeen | typeof accountFailed | typeof newestSeen | typeof olderSeen | typeof transactionsFailed | typeof earlierSeen>;

interface Parts {
  readonly client: DeskClient;
  readonly dispatch: (action: Action) => unknown;
  readonly now: () => Instant;
}

/** Transactions asked for at a time: more than two screens of the axis. */
const PAGE = 50;

/** Asks for account, newest transactions and earlier cases at once; each answer is shown as it comes. */
export async function loadCustomer({ client, dispatch, now }: Parts, customer: CustomerId, caseId: CaseId): Promise<void> {
  await Promise.all([
    safe(client.customers.account({ customer, caseId })).then(([error, account]) =>
      dispatch(error ? accountFailed({ customer, fault: callFault(error).code }) : accountSeen({ account, at: now() })),
    ),
    safe(client.customers.transactions({ customer, caseId, from: null, limit: PAGE })).then(([error, page]) =>
      dispatch(error ? transactionsFailed({ customer, fault: callFault(error).code }) : newestSeen({ customer, ...page })),
    ),
    safe(client.cases.earlier({ customer })).then(([error, answer]) => {
      if (!error) dispatch(earlierSeen({ customer, rows: answer.rows }));
    }),
  ]);
}

/** Asks for the page of transactions that begins at `from`. */
export async function loadOlder({ client, dispatch }: Parts, customer: CustomerId, caseId: CaseId, from: string): Promise<void> {
  const [error, page] = await safe(client.customers.transactions({ customer, caseId, from, limit: PAGE }));
  dispatch(error ? transactionsFailed({ customer, fault: callFault(error).code }) : olderSeen({ customer, from, ...page }));
}
