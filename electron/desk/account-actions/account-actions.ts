import { randomBytes } from 'node:crypto';
import { type Facts, type FactsReader, standingOf } from '#electron/desk/account-actions/action-facts.ts';
import { inputOf, withTarget } from '#electron/desk/account-actions/action-input.ts';
import { requestOf } from '#electron/desk/account-actions/tell-customer.ts';
import type { WalletAsker } from '#electron/desk/account-actions/wallet-asker.ts';
import type { Audit } from '#electron/desk/audit/audit.ts';
import type { CaseDesk } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { StepUp } from '#electron/desk/step-up/step-up.ts';
import { type QueueEngine, requireWork } from '#electron/engine/port.ts';
import type { Vault, WalletFault } from '#electron/wallet/port.ts';
import { type AccountActionState, type ActionReason, requestedBody } from '#shared/case/account-action.ts';
import type { Refusal } from '#shared/case/commands.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { Person } from '#shared/desk/person.ts';
import type { StepUpRefusal } from '#shared/desk/step-up.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, CommandId, CustomerId, NewId, Token } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { type ActionInput, amountOf, type RefusalReason, targetOf } from '#shared/wallet/actions.ts';
import { maskText } from '#shared/wallet/find-sensitive.ts';
import { maskPhone } from '#shared/wallet/masking.ts';
import type { ProofClaims, SignedProof } from '#shared/wallet/proof.ts';
import { APPROVAL_WAIT, preview } from '#shared/wallet/proof-table.ts';
import type { MaskedText } from '#shared/wallet/tokens.ts';

/** Signs for this desk what somebody proves to the wallet. */
interface ClaimsSigner {
  sign(claims: ProofClaims): SignedProof;
}

interface Options {
  readonly hub: CaseHub;
  readonly desk: CaseDesk;
  readonly engine: Pick<QueueEngine, 'health'>;
  readonly facts: FactsReader;
  readonly vault: Pick<Vault, 'put' | 'reveal'>;
  readonly signer: ClaimsSigner;
  readonly stepUp: Pick<StepUp, 'redeem'>;
  readonly asker: WalletAsker;
  readonly audit: Pick<Audit, 'record'>;
  readonly host: string;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** Whose call it is. */
export interface Caller {
  readonly person: Person;
  readonly session: string;
}

/** What somebody wants done; texts and a new phone are raw. */
export interface ActionWish {
  readonly caseId: CaseId;
  /** Made by the screen for this one wish; a proof is given for it. */
  readonly key: string;
  readonly input: ActionInput;
  readonly reason: ActionReason;
  readonly words: string;
  /** What the customer is written once it is done; null writes nothing. */
  readonly tell: string | null;
  /** The account's version as the screen showed it. */
  readonly seen: string;
  /** The name of a proof of the second factor; null gives none. */
  readonly proof: string | null;
}

/** Why nothing was asked of the wallet. */
export type WishFault =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'table'; readonly reason: RefusalReason }
  | { readonly kind: 'wallet'; readonly fault: WalletFault }
  | { readonly kind: 'step-up'; readonly fault: StepUpRefusal }
  /** The new phone's number lies on the console of whoever asked, and not here. */
  | { readonly kind: 'elsewhere' };

type Wished = Result<{ readonly state: AccountActionState }, WishFault>;

const nonce = (): string => randomBytes(24).toString('base64url');

/**
 * Asks the wallet to act on a customer's account for the people of the desk: previewed by the table, on record before the
 * wallet hears of it, signed by this host for one action, person, amount and case. What needs a second person waits on
 * record for one, who sees the account as it is then. Nothing here is kept for later: without the engine it is refused.
 */
export class AccountActions {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Asks for something; a repeat of its key answers how it stands. */
  async request({ person, session }: Caller, wish: ActionWish): Promise<Wished> {
    const { hub, facts, asker, clock } = this.#options;
    requireWork(this.#options.engine);
    const { caseId, key } = wish;
    const state = await hub.freshState(caseId);
    if (!state) return fail({ kind: 'refused', refusal: { code: 'no-such-case' } });
    const known = state.actions.find((action) => action.key === key);
    if (known) return known.by === person.id ? ok({ state: known.state }) : fail({ kind: 'refused', refusal: { code: 'action-pending' } });
    if (state.customer === null) return fail({ kind: 'refused', refusal: { code: 'other-customer' } });
    const seen = await facts.read(caseId, state.customer);
    if (!seen.ok) return fail({ kind: 'wallet', fault: seen.error });
    if (seen.value.account.version !== wish.seen) return fail({ kind: 'refused', refusal: { code: 'account-changed' } });
    const proven = await this.#prove({ person, session }, state, seen.value, wish);
    if (!proven.ok) return proven;
    const { claims, second } = proven.value;
    return asker.under(key, async () => {
      const recorded = await this.#record({ person, session }, state.customer, wish, claims, second ? clock() + APPROVAL_WAIT : null);
      if (!recorded.ok) return recorded;
      if (second) return ok({ state: 'waiting' });
      const proof = this.#options.signer.sign(claims);
      const request = { idempotencyKey: key, customer: claims.customer, caseId, input: recorded.value, proof, approvals: [] };
      return ok({ state: (await asker.ask(caseId, request)).state });
    });
  }

  /** Takes back what waits for a second person; whoever asked alone. */
  async withdraw({ person }: Caller, caseId: CaseId, key: string): Promise<Result<null, Refusal>> {
    requireWork(this.#options.engine);
    const done = await this.#act(person, caseId, { type: 'withdrawAction', key });
    return done.ok ? ok(null) : done;
  }

  /** Says no to what waits, with words for whoever asked. */
  async reject({ person }: Caller, caseId: CaseId, key: string, words: string): Promise<Result<null, Refusal>> {
    requireWork(this.#options.engine);
    const masked = await this.#mask(words);
    const done = await this.#act(person, caseId, { type: 'rejectAction', key, words: masked });
    if (!done.ok) return done;
    await this.#options.audit.record({ kind: person.role, id: person.id }, { kind: 'action.rejected', caseId, words: masked.text, facts: { key } });
    return ok(null);
  }

  /** Approves what waits, by a second person's own proof, and has the wallet do it at once. `seen` is the account's version as they saw it. */
  async approve({ person, session }: Caller, given: { caseId: CaseId; key: string; seen: string; proof: string }): Promise<Wished> {
    const { hub, facts, asker, stepUp, signer, audit, clock } = this.#options;
    requireWork(this.#options.engine);
    const { caseId, key, seen } = given;
    const state = await hub.freshState(caseId);
    const action = state?.actions.find((one) => one.key === key);
    const request = state && requestOf(state, key);
    if (!state || !action || !request?.step.content) return fail({ kind: 'refused', refusal: { code: 'no-such-action' } });
    if (action.by === person.id) return fail({ kind: 'refused', refusal: { code: 'same-person' } });
    if (action.state !== 'waiting')
      return fail({ kind: 'refused', refusal: { code: 'not-pending', ...(action.secondPerson === null ? {} : { by: action.secondPerson }) } });
    const { body, content } = request.step;
    const target = await this.#rawTarget(body.action, body.target);
    const input = target === undefined ? null : inputOf(body, content, target);
    if (target === undefined || input === null) return fail({ kind: 'elsewhere' });
    const now = await facts.read(caseId, action.customer);
    if (!now.ok) return fail({ kind: 'wallet', fault: now.error });
    // What changed since it was asked for is asked for anew, by whoever looks at it then.
    if (now.value.account.version !== action.seen) {
      await asker.settle(caseId, key, { state: 'failed', reason: 'changed-since-seen' });
      return fail({ kind: 'refused', refusal: { code: 'account-changed' } });
    }
    const amount = amountOf(input);
    const purpose = { purpose: 'approval', action: action.action, customer: action.customer, amount, caseId, nonce: key } as const;
    const proven = await stepUp.redeem(session, person, given.proof, purpose);
    if (!proven.ok) return fail({ kind: 'step-up', fault: proven.error });
    return asker.under(key, async () => {
      const actor = { kind: person.role, id: person.id };
      await audit.record(actor, { kind: 'action.approved', caseId, customer: action.customer, facts: { key, action: action.action } });
      const approved = await this.#act(person, caseId, { type: 'approveAction', key, seen, host: this.#options.host });
      if (!approved.ok) return fail({ kind: 'refused', refusal: approved.error });
      const proof = withTarget(content.proof, target);
      const approval: ProofClaims = {
        ...this.#claims(person, state, action.customer, input, seen),
        strength: 'step-up',
        authTime: proven.value.authAt,
        issuedAt: clock(),
        approves: proof.claims.nonce,
      };
      const asked = { idempotencyKey: key, customer: action.customer, caseId, input, proof, approvals: [signer.sign(approval)] };
      return ok({ state: (await asker.ask(caseId, asked)).state });
    });
  }

  /** Reads an action back whose end nobody knows; answers how it stands. */
  async lookAgain(caseId: CaseId, key: string): Promise<Result<{ readonly state: AccountActionState }, Refusal>> {
    const { hub, asker } = this.#options;
    requireWork(this.#options.engine);
    const action = (await hub.freshState(caseId))?.actions.find((one) => one.key === key);
    if (!action) return fail({ code: 'no-such-action' });
    if (action.state === 'unknown' || action.state === 'begun') await asker.readBack({ ...action, caseId });
    const after = (await hub.state(caseId))?.actions.find((one) => one.key === key);
    return ok({ state: after?.state ?? action.state });
  }

  /** By the table: what the wallet will be shown of whoever asks, and whether a second person looks. */
  async #prove(
    { person, session }: Caller,
    state: CaseState,
    { account, verification, cellOf }: Facts,
    { caseId, key, input, proof }: ActionWish,
  ): Promise<Result<{ readonly claims: ProofClaims; readonly second: boolean }, WishFault>> {
    const cell = { ...cellOf(input.action, amountOf(input), { role: person.role, caseStanding: standingOf(state, person.id) }), level: verification.level };
    const said = preview({ ...cell, proof: proof === null ? 'session' : 'step-up', second: false });
    if (said.verdict === 'refused') return fail({ kind: 'table', reason: said.reason });
    const needs = said.verdict === 'needs' ? said.needs : [];
    const missing = needs.find(({ reason }) => reason !== 'needs-second-person');
    if (missing) return fail({ kind: 'table', reason: missing.reason });
    const base = this.#claims(person, state, account.id, input, account.version);
    const now = this.#options.clock();
    // That somebody is signed in, the call itself shows.
    let strength: Pick<ProofClaims, 'strength' | 'authTime'> = { strength: 'session', authTime: now };
    if (proof !== null) {
      const purpose = { purpose: 'action', action: input.action, customer: account.id, amount: amountOf(input), caseId, nonce: key } as const;
      const proven = await this.#options.stepUp.redeem(session, person, proof, purpose);
      if (!proven.ok) return fail({ kind: 'step-up', fault: proven.error });
      strength = { strength: 'step-up', authTime: proven.value.authAt };
    }
    return ok({ claims: { ...base, ...strength, issuedAt: this.#options.clock(), approves: null }, second: needs.length > 0 });
  }

  #claims(person: Person, state: CaseState, customer: CustomerId, input: ActionInput, seen: string) {
    return {
      action: input.action,
      customer,
      target: targetOf(input),
      amount: amountOf(input),
      caseId: state.id,
      caseStanding: standingOf(state, person.id),
      nonce: nonce(),
      person: person.id,
      role: person.role,
      seen,
    };
  }

  /** Puts the wish on record; answers what the wallet is asked by it. */
  async #record(
    { person }: Caller,
    customer: CustomerId | null,
    { caseId, key, input, reason, words, tell, seen }: ActionWish,
    claims: ProofClaims,
    approvalUntil: number | null,
  ): Promise<Result<ActionInput, WishFault>> {
    const phone = input.action === 'change-phone' ? await this.#maskPhone(input.phone) : null;
    const target = phone === null ? targetOf(input) : (phone.marks[0]?.token ?? null);
    const { host, signer } = this.#options;
    const content = { words: await this.#mask(words), tell: tell === null ? null : await this.#mask(tell), phone };
    const body = requestedBody.parse({ key, action: input.action, customer, target, amount: amountOf(input), reason, seen, host, approvalUntil });
    const asked = inputOf(body, content, targetOf(input));
    if (asked === null) return fail({ kind: 'table', reason: 'unknown-target' });
    const proof = withTarget(signer.sign(claims), target);
    const amount = body.amount === null ? {} : { minor: body.amount.minor, currency: body.amount.currency };
    await this.#options.audit.record(
      { kind: person.role, id: person.id },
      {
        kind: 'action.requested',
        caseId,
        customer: body.customer,
        reason,
        words: content.words.text || null,
        facts: { key, action: body.action, target: target ?? '', ...amount, second: approvalUntil !== null },
      },
    );
    const recorded = await this.#act(person, caseId, { type: 'requestAction', ...body, ...content, proof }, key);
    return recorded.ok ? ok(asked) : fail({ kind: 'refused', refusal: recorded.error });
  }

  #act(person: Person, caseId: CaseId, command: Parameters<CaseDesk['act']>[3], id: string = this.#options.newId()) {
    return this.#options.desk.act(caseId, { kind: person.role, id: person.id }, id as CommandId, command);
  }

  #mask(text: string): Promise<MaskedText> {
    return maskText(text, (kind, raw) => this.#options.vault.put(kind, raw));
  }

  async #maskPhone(raw: string): Promise<MaskedText> {
    const text = maskPhone(raw);
    return { text, marks: [{ kind: 'phone', token: await this.#options.vault.put('phone', raw), at: 0, length: text.length }] };
  }

  /** What an action is done to as the wallet knows it; undefined where this host does not have it. */
  async #rawTarget(action: ActionInput['action'], target: string | null): Promise<string | null | undefined> {
    if (action !== 'change-phone' || target === null) return target;
    return (await this.#options.vault.reveal(target as Token))?.raw;
  }
}
