import { GOODWILL } from '#electron/wallet/demo/campaigns.ts';
import { DemoWallet } from '#electron/wallet/demo/demo-wallet.ts';
import type { DemoCustomer } from '#electron/wallet/demo/make-customers.ts';
import type { DemoTransaction } from '#electron/wallet/demo/make-transactions.ts';
import type { CaseId, TransactionId } from '#shared/lib/ids.ts';
import { HOUR } from '#shared/lib/time.ts';
import type { AmountBand } from '#shared/wallet/action-limits.ts';
import { type ActionInput, type ActionName, actionName } from '#shared/wallet/actions.ts';
import { actingRole, caseStanding, type ProofCell } from '#shared/wallet/proof-table.ts';
import { customerLevel } from '#shared/wallet/verification.ts';
import type { Report } from '#tests/bench/run.ts';
import { expectedOf } from '#tests/bench/wallet-proof-expected.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { asked, payment, person, testDesk, verify } from '#tests/fixtures/wallet-people.ts';

const now = 1_790_000_000_000;
const caseId = 'case-1' as CaseId;
const reason = 'tried';

/** An amount in each band of the limits that hold where an operator sets none, in fen. */
const amounts: Readonly<Record<AmountBand, number>> = { small: 50_000, medium: 300_000, large: 3_000_000, excess: 6_000_000 };
const ofMoney: ReadonlySet<ActionName> = new Set(['reverse-payment', 'refund', 'raise-limit', 'credit-coupon']);
const bandsOf = (action: ActionName): readonly (AmountBand | null)[] => (ofMoney.has(action) ? ['small', 'medium', 'large', 'excess'] : [null]);

/** Whom one column of cells is tried on. */
type Column = Pick<ProofCell, 'action' | 'band' | 'level' | 'freshContact' | 'frozenByLaw'>;

const flags = [false, true] as const;

function* columns(): Generator<Column> {
  for (const action of actionName.options)
    for (const band of bandsOf(action))
      for (const level of customerLevel.options)
        for (const freshContact of flags) for (const frozenByLaw of flags) yield { action, band, level, freshContact, frozenByLaw };
}

/** Every cell of a column; without a proof the wallet cannot tell roles and cases apart, so that there is one. */
function* cells(column: Column): Generator<ProofCell> {
  yield { ...column, role: 'agent', proof: 'none', caseStanding: 'mine', second: false };
  for (const role of actingRole.options)
    for (const standing of caseStanding.options)
      for (const proof of ['session', 'step-up'] as const) for (const second of flags) yield { ...column, role, proof, caseStanding: standing, second };
}

/** A person on whom the action of a column can be done, as far as it is up to them. */
class Subjects {
  readonly #wallet: DemoWallet;
  #made = 0;

  constructor(wallet: DemoWallet) {
    this.#wallet = wallet;
  }

  async make({ action, band, level, freshContact, frozenByLaw }: Column): Promise<{ readonly customer: DemoCustomer; readonly input: ActionInput }> {
    const n = ++this.#made;
    const customer = person(n, now, {
      state: frozenByLaw ? 'frozen-legal' : action === 'unfreeze' ? 'frozen-risk' : 'active',
      cards: [{ bank: 'bank', number: `62220200${String(n).padStart(8, '0')}`, kind: 'debit', boundAt: now - HOUR }],
      raisedDaily: 1,
      ...(freshContact ? { contactChangedAt: now - HOUR } : {}),
    });
    const minor = band === null ? 0 : amounts[band];
    const rows: DemoTransaction[] = [];
    if (action === 'refund' || action === 'reverse-payment') rows.push(payment(customer, `T${n}`, now, { minor: -minor }));
    if (action === 'trace-top-up') rows.push(payment(customer, `T${n}`, now, { kind: 'top-up', minor: 100, status: 'pending', rawStatus: 'USERPAYING' }));
    await this.#wallet.add([customer], rows);
    if (level !== 'none') await verify(this.#wallet, customer, caseId, level);
    return { customer, input: inputOf(action, customer, n, minor) };
  }
}

function inputOf(action: ActionName, customer: DemoCustomer, n: number, minor: number): ActionInput {
  const amount = { minor, currency: 'CNY' };
  const transaction = `T${n}` as TransactionId;
  switch (action) {
    case 'send-reset-link':
    case 'freeze':
    case 'unfreeze':
    case 'close-account':
      return { action, reason };
    case 'resend-code':
      return { action, purpose: 'sign-in', reason };
    case 'unbind-device':
      return { action, device: customer.devices[0]?.id ?? '', reason };
    case 'unbind-card':
      return { action, card: `${customer.id}-0`, reason };
    case 'trace-top-up':
      return { action, transaction, reason };
    case 'reverse-payment':
    case 'refund':
      return { action, transaction, amount, reason };
    case 'change-phone':
      return { action, phone: `139${String(n).padStart(8, '0')}`, reason };
    case 'raise-limit':
      return { action, limit: 'daily', amount, reason };
    case 'credit-coupon':
      return { action, promotion: GOODWILL, amount, reason };
  }
}

/** Asks the wallet for one cell; answers `done`, or why it refuses. */
async function tryCell(wallet: DemoWallet, cell: ProofCell, customer: DemoCustomer, input: ActionInput): Promise<string> {
  const { role, caseStanding: standing, proof } = cell;
  const request = asked(now, {
    customer: customer.id,
    caseId,
    input,
    claims: { role, caseStanding: standing, strength: proof === 'none' ? 'session' : proof },
    ...(cell.second ? { approvedAt: 'v0' } : {}),
  });
  const answer = await wallet.act(proof === 'none' ? { ...request, proof: null } : request);
  if (answer.ok) return 'done';
  return answer.error.code === 'refused' ? answer.error.reason : answer.error.code;
}

/**
 * Every cell of the table tried on the real wallet by `act`, on a fresh person after each that was done, and compared with what
 * was written down by hand.
 */
export async function proofCells(report: Report): Promise<void> {
  const wallet = new DemoWallet({ memory: true, key: Buffer.alloc(32, 4), deskKeys: [testDesk.publicKey], clock: () => now, logger: recordingLogger() });
  await wallet.start();
  try {
    const subjects = new Subjects(wallet);
    let [tried, wrong, done] = [0, 0, 0];
    for (const column of columns()) {
      let subject = await subjects.make(column);
      for (const cell of cells(column)) {
        const came = await tryCell(wallet, cell, subject.customer, subject.input);
        tried++;
        if (came === 'done') done++;
        if (came !== expectedOf(cell)) {
          wrong++;
          if (wrong <= 10) process.stderr.write(`wrong: ${JSON.stringify(cell)} came to ${came}, not to ${expectedOf(cell)}\n`);
        }
        if (came === 'done') subject = await subjects.make(column);
      }
    }
    report('wallet.proof_cells.n', tried);
    report('wallet.proof_cells.done', done);
    report('wallet.proof_cells.wrong', wrong);
  } finally {
    await wallet.stop();
  }
}
