import { requestOf, type Wish } from '#electron/wallet/conformance/desk-person.ts';
import { answered, Differs, equal, faulted, formed, holds } from '#electron/wallet/conformance/differs.ts';
import type { UnderCheck, WalletCheck } from '#electron/wallet/conformance/under-check.ts';
import { actedOf, bringTo } from '#electron/wallet/conformance/verifying-checks.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import { MINUTE } from '#shared/lib/time.ts';
import { type ActionInput, actionOutcome } from '#shared/wallet/actions.ts';
import { AUTHENTICATION_LIFE, PROOF_LIFE } from '#shared/wallet/proof.ts';
import { APPROVAL_WAIT } from '#shared/wallet/proof-table.ts';

const reason = 'conformance check';
const freeze: ActionInput = { action: 'freeze', reason };
const unfreeze: ActionInput = { action: 'unfreeze', reason };

const freshCase = ({ newId }: UnderCheck): CaseId => `check-${newId()}` as CaseId;

function requestFor(under: UnderCheck, wish: Omit<Wish, 'customer'>) {
  if (under.signer === null) throw new Differs('there is a key to sign with');
  return requestOf(under, under.signer, { customer: actedOf(under).customer, ...wish });
}

const accountOf = async (under: UnderCheck) => answered(await under.wallet.account(actedOf(under).customer), 'the account acted on');

/** A proof that is not good enough, and why the wallet says so. */
const badProofs: readonly (readonly [string, string, Partial<Wish>])[] = [
  ['proof-expired', 'older than a minute', { claims: { issuedAt: -PROOF_LIFE - 1 } }],
  ['proof-expired', 'dated an hour ahead', { claims: { issuedAt: 60 * MINUTE } }],
  ['authentication-too-old', 'a second factor shown too long before', { claims: { authTime: -AUTHENTICATION_LIFE - 1 } }],
  ['proof-mismatch', 'of another action', { claims: { action: 'unfreeze' } }],
  ['proof-mismatch', 'of another case', { claims: { caseId: 'check-another' as CaseId } }],
  ['proof-mismatch', 'of another customer', { claims: { customer: 'C999999' as Wish['customer'] } }],
  ['proof-mismatch', 'of an amount that is not asked', { claims: { amount: { minor: 1, currency: 'CNY' } } }],
  ['proof-mismatch', 'an approval in a proof’s place', { claims: { approves: 'another-nonce' } }],
  ['role-not-allowed', 'a trainer', { claims: { role: 'trainer' } }],
  ['case-closed', 'in a closed case', { claims: { caseStanding: 'closed' } }],
  ['case-not-mine', 'in a colleague’s case', { claims: { caseStanding: 'other' } }],
  ['changed-since-seen', 'of an account that looked otherwise', { claims: { seen: 'another version' } }],
];

/** The same of a second person's word. */
const badApprovals: readonly (readonly [string, string, Partial<Wish>])[] = [
  ['approver-same-person', 'by whoever asks', { approval: { person: 'check-agent' as PersonId } }],
  ['approver-not-allowed', 'by an agent', { approval: { role: 'agent' } }],
  ['approver-not-allowed', 'by a trainer', { approval: { role: 'trainer' } }],
  ['approval-expired', 'older than a minute', { approval: { issuedAt: -PROOF_LIFE - 1, authTime: -PROOF_LIFE - 1 } }],
  ['approval-invalid', 'of another proof', { approval: { approves: 'another-nonce-altogether' } }],
  ['approval-invalid', 'without a second factor', { approval: { strength: 'session' } }],
  ['changed-since-seen', 'of an account that looked otherwise', { approvedAt: 'another version' }],
  ['proof-expired', 'of a request that waited too long', { claims: { issuedAt: -APPROVAL_WAIT - 1 } }],
];

/** Times in the lists above are beside now. */
const dated = (claims: Wish['claims'], now: number): NonNullable<Wish['claims']> => ({
  ...claims,
  ...(claims?.issuedAt === undefined ? {} : { issuedAt: now + claims.issuedAt, authTime: now + claims.issuedAt }),
  ...(claims?.authTime === undefined ? {} : { authTime: now + claims.authTime }),
});

/** What every wallet promises of actions; they change the account that they are tried on, and leave it active. */
export const actingChecks: readonly WalletCheck[] = [
  {
    name: 'does nothing without a proof, or with one of a desk that it does not know',
    run: async (under) => {
      const before = await accountOf(under);
      const request = requestFor(under, { caseId: freshCase(under), input: freeze });
      faulted(await under.wallet.act({ ...request, proof: null, idempotencyKey: under.newId() }), 'refused needs-session', 'without a proof');
      const signature = Buffer.alloc(64, 7).toString('base64url');
      const forged = request.proof && { ...request.proof, signature };
      faulted(await under.wallet.act({ ...request, proof: forged }), 'refused proof-invalid', 'a forged signature');
      const raised = request.proof && { ...request.proof, claims: { ...request.proof.claims, role: 'administrator' as const } };
      faulted(await under.wallet.act({ ...request, proof: raised }), 'refused proof-invalid', 'claims changed after they were signed');
      equal(await accountOf(under), before, 'the account after what was refused');
      faulted(await under.wallet.actionStatus(request.idempotencyKey), 'not-found', 'the key of what nobody signed');
    },
  },
  {
    name: 'refuses proofs that are old, of something else, or of somebody who may not',
    run: async (under) => {
      const before = await accountOf(under);
      for (const [wanted, what, wish] of badProofs) {
        const request = requestFor(under, { caseId: freshCase(under), input: freeze, ...wish, claims: dated(wish.claims, under.now()) });
        faulted(await under.wallet.act(request), `refused ${wanted}`, `a proof ${what}`);
      }
      equal(await accountOf(under), before, 'the account after what was refused');
    },
  },
  {
    name: 'freezes once for one key, tells the outcome again, and takes no proof twice',
    run: async (under) => {
      const { customer } = actedOf(under);
      const request = requestFor(under, { caseId: freshCase(under), input: freeze });
      faulted(await under.wallet.actionStatus(request.idempotencyKey), 'not-found', 'a key before it is used');
      const outcome = answered(await under.wallet.act(request), 'freeze');
      formed(actionOutcome, outcome, 'the outcome of a freeze');
      equal([outcome.idempotencyKey, outcome.action, outcome.customer, outcome.state], [request.idempotencyKey, 'freeze', customer, 'completed'], 'a freeze');
      equal((await accountOf(under)).state, 'frozen-risk', 'the state after a freeze');
      equal(answered(await under.wallet.act(request), 'the same again'), outcome, 'the same request again');
      const proven = requestFor(under, { caseId: request.caseId as CaseId, input: freeze, key: request.idempotencyKey });
      equal(answered(await under.wallet.act(proven), 'the key with a fresh proof'), outcome, 'the same key with a fresh proof');
      equal(answered(await under.wallet.actionStatus(request.idempotencyKey), 'the key read back'), outcome, 'the key read back');
      faulted(await under.wallet.act({ ...request, idempotencyKey: under.newId() }), 'refused proof-used', 'the proof under another key');
      const other = requestFor(under, { caseId: request.caseId as CaseId, input: { action: 'freeze', reason: 'another' }, key: request.idempotencyKey });
      faulted(await under.wallet.act(other), 'refused key-reused', 'the key for another wish');
      const twice = requestFor(under, { caseId: request.caseId as CaseId, input: freeze });
      faulted(await under.wallet.act(twice), 'refused wrong-state', 'freezing what is frozen');
      faulted(await under.wallet.actionStatus(twice.idempotencyKey), 'refused wrong-state', 'a refusal read back');
      const [newest] = answered(await under.wallet.securityEvents(customer, null, 1), 'security events').events;
      equal([newest?.kind, newest?.by], ['frozen', 'desk'], 'the newest security event');
    },
  },
  {
    name: 'unfreezes only whom the wallet is sure of, with a second person who saw the account as it is',
    run: async (under) => {
      const { customer } = actedOf(under);
      const caseId = freshCase(under);
      const { version } = await accountOf(under);
      const wish = { caseId, input: unfreeze };
      faulted(await under.wallet.act(requestFor(under, wish)), 'refused needs-customer-level', 'unfreezing somebody unknown');
      await bringTo(under, customer, caseId, 'strong');
      faulted(await under.wallet.act(requestFor(under, { ...wish, claims: { strength: 'session' } })), 'refused needs-step-up', 'unfreezing without step-up');
      faulted(await under.wallet.act(requestFor(under, wish)), 'refused needs-second-person', 'unfreezing alone');
      for (const [wanted, what, bad] of badApprovals) {
        const request = requestFor(under, {
          ...wish,
          approvedAt: version,
          ...bad,
          claims: dated(bad.claims, under.now()),
          approval: dated(bad.approval, under.now()),
        });
        faulted(await under.wallet.act(request), `refused ${wanted}`, `an approval ${what}`);
      }
      equal((await accountOf(under)).state, 'frozen-risk', 'the state while nothing was good enough');
      const waited = dated({ issuedAt: -APPROVAL_WAIT / 2 }, under.now());
      answered(await under.wallet.act(requestFor(under, { ...wish, claims: waited, approvedAt: version })), 'unfreezing, approved within its time');
      equal((await accountOf(under)).state, 'active', 'the state after unfreezing');
    },
  },
  {
    name: 'pays back in parts, at most what was paid in all',
    run: async (under) => {
      const { customer, payment } = actedOf(under);
      const caseId = freshCase(under);
      await bringTo(under, customer, caseId, 'strong');
      const refund = async (minor: number) => {
        const amount = { minor, currency: payment.currency };
        const { version } = await accountOf(under);
        return under.wallet.act(requestFor(under, { caseId, input: { action: 'refund', transaction: payment.id, amount, reason }, approvedAt: version }));
      };
      faulted(await refund(payment.minor + 1), 'refused above-refundable', 'more than was paid');
      const first = answered(await refund(1), 'a first part');
      holds(first.transaction !== undefined, 'a refund names its transaction');
      faulted(await refund(payment.minor), 'refused above-refundable', 'the whole after a part');
      answered(await refund(payment.minor - 2), 'a second part');
      answered(await refund(1), 'the rest');
      faulted(await refund(1), 'refused wrong-state', 'more of what is paid back');
      const page = answered(await under.wallet.transactions(customer, null, 3, { kinds: ['refund'] }), 'the newest refunds');
      // Made within one moment they have no order among themselves.
      equal(
        page.transactions.map(({ refundOf, amount }) => [refundOf, amount.minor] as const).toSorted(([, a], [, b]) => a - b),
        [
          [payment.id, 1],
          [payment.id, 1],
          [payment.id, payment.minor - 2],
        ],
        'the refunds on the list',
      );
    },
  },
  {
    name: 'takes a device off once',
    run: async (under) => {
      const { customer, device } = actedOf(under);
      const caseId = freshCase(under);
      await bringTo(under, customer, caseId, 'basic');
      const input: ActionInput = { action: 'unbind-device', device, reason };
      answered(await under.wallet.act(requestFor(under, { caseId, input })), 'taking a device off');
      holds(!(await accountOf(under)).devices.some(({ id }) => id === device), 'the device is gone');
      faulted(await under.wallet.act(requestFor(under, { caseId, input })), 'refused unknown-target', 'taking it off again');
    },
  },
  {
    name: 'does of many at once under one key one',
    run: async (under) => {
      const caseId = freshCase(under);
      const input: ActionInput = { action: 'resend-code', purpose: 'sign-in', reason };
      const key = under.newId();
      const answers = await Promise.all(Array.from({ length: 10 }, () => under.wallet.act(requestFor(under, { caseId, input, key }))));
      const outcomes = answers.map((answer) => answered(answer, 'one of ten'));
      for (const outcome of outcomes) equal(outcome, outcomes[0], 'one of ten answers');
    },
  },
];
