import { v7 } from 'uuid';
import type { ActionWish } from '#electron/desk/account-actions/account-actions.ts';
import { type AccountDesk, makeAccountDesk } from '#electron/host/account-desk.ts';
import { type Guards, makeGuards } from '#electron/host/guards.ts';
import { keysInMemory } from '#electron/host/host-keys.ts';
import { DemoWallet } from '#electron/wallet/demo/demo-wallet.ts';
import type { DemoCustomer } from '#electron/wallet/demo/make-customers.ts';
import type { DemoTransaction } from '#electron/wallet/demo/make-transactions.ts';
import type { WalletConnection } from '#electron/wallet/port.ts';
import { derivedSigner } from '#electron/wallet/proof-keys.ts';
import type { AccountAction } from '#shared/case/account-action.ts';
import type { Person } from '#shared/desk/person.ts';
import type { CaseId, CustomerId, PersonId, TransactionId } from '#shared/lib/ids.ts';
import type { Money } from '#shared/lib/money.ts';
import { DAY, HOUR } from '#shared/lib/time.ts';
import { defaultActionLimits } from '#shared/wallet/action-limits.ts';
import { type ActionInput, amountOf } from '#shared/wallet/actions.ts';
import type { ActRequest } from '#shared/wallet/proof.ts';
import { ConsoleParts, engineIn, key, type Time } from '#tests/integration/desk/console-parts-kit.ts';

export const yuan = (amount: number): Money => ({ minor: amount * 100, currency: 'CNY' });

const someone = (id: string, role: Person['role']): Person => ({
  id: id as PersonId,
  name: { 'zh-CN': id, en: id },
  role,
  queues: [],
  skills: [],
  languages: ['en'],
  capacity: { chat: 3, call: 1, email: 3, message: 3 },
  active: true,
});
export const lin = someone('agent-lin', 'agent');
export const he = someone('supervisor-he', 'supervisor');
export const zhou = someone('administrator-zhou', 'administrator');

const customer = (id: CustomerId, now: number): DemoCustomer => ({
  id,
  name: '王小明',
  latin: 'Wang Xiaoming',
  phone: `138${id.slice(1)}00`,
  email: `${id}@example.com`,
  idNumber: null,
  cards: [{ bank: 'ICBC', number: `622202${id.slice(1)}7894`, kind: 'debit', boundAt: now - 300 * DAY }],
  state: 'active',
  kyc: 'class-2',
  language: 'en',
  registeredAt: now - 400 * DAY,
  balance: 1_000_000,
  devices: [{ id: 'D1', model: 'Mate 60', firstSeenAt: now - 200 * DAY, lastSeenAt: now - HOUR, trusted: true }],
  riskFlags: [],
});

const payment = (id: TransactionId, customer: CustomerId, now: number): DemoTransaction => ({
  id,
  customer,
  kind: 'payment',
  minor: -1_000_000,
  currency: 'CNY',
  status: 'succeeded',
  rawStatus: 'SUCCESS',
  failureCode: null,
  createdAt: now - DAY,
  updatedAt: now - DAY,
  expectedBy: null,
  counterparty: 'Blue Shop',
  rail: 'wallet',
  reference: `R${id}`,
});

/** One console with a demo wallet; each test has a customer and a case of its own, and the clock stands until it moves it. */
export class AccountBench {
  readonly time: Time = { now: 1_790_000_000_000 };
  readonly parts: ConsoleParts;
  readonly wallet: DemoWallet;
  readonly guards: Guards;
  readonly account: AccountDesk;
  /** The case that an agent has, its customer, and what they paid. */
  caseId = '' as CaseId;
  customer = '' as CustomerId;
  paid = '' as TransactionId;
  /** How the wallet answers when it is asked to act. */
  act: WalletConnection['act'];
  #made = 0;

  constructor() {
    const clock = () => this.time.now;
    this.parts = new ConsoleParts(engineIn(null, this.time), this.time);
    const { engine, store, log, hub, desk, vault, logger } = this.parts;
    this.wallet = new DemoWallet({ memory: true, key, deskKeys: [derivedSigner(key).publicKey], clock, logger });
    this.guards = makeGuards({ store, log, hub, keys: keysInMemory(key), key, demo: true, clock, newId: v7, logger });
    const sessions = { signedInPeople: () => [], person: () => null };
    const made = { store, hub, desk, vault, engine, guards: this.guards, sessions, host: 'host-1', clock, newId: v7, logger };
    this.act = (request) => this.wallet.act(request);
    const wallet = new Proxy(this.wallet as WalletConnection, {
      get: (target, name) => {
        if (name === 'act') return (request: ActRequest) => this.act(request);
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    this.account = makeAccountDesk({ ...made, signer: derivedSigner(key), limits: defaultActionLimits, wallet });
  }

  async start(): Promise<this> {
    await this.parts.engine.start();
    await this.parts.start();
    await this.wallet.start();
    await this.account.openActions.start();
    await this.account.asker.start();
    this.account.teller.start();
    return this;
  }

  /** Another customer who paid once, in a case of their own. */
  async begin(): Promise<void> {
    this.#made += 1;
    this.act = (request) => this.wallet.act(request);
    this.customer = `C${500_000 + this.#made}` as CustomerId;
    this.paid = `T${500_000 + this.#made}` as TransactionId;
    await this.wallet.add([customer(this.customer, this.time.now)], [payment(this.paid, this.customer, this.time.now)]);
    this.caseId = await this.parts.newCase();
    await this.parts.act(this.caseId, lin.id, { type: 'accept' });
    await this.parts.act(this.caseId, lin.id, { type: 'identify', customer: this.customer, how: 'agent' });
  }

  async stop(): Promise<void> {
    await this.account.teller.stop();
    await this.account.asker.stop();
    await this.account.openActions.stop();
    await this.wallet.stop();
    await this.parts.stop();
    await this.parts.engine.stop();
  }

  /** The code that came last to the customer's phone. */
  async codeOnPhone(): Promise<string> {
    const [text] = await this.wallet.phone(this.customer, 1);
    const code = /\d{6}/.exec(text?.text.en ?? '')?.[0];
    if (code === undefined) throw new Error('no code came');
    return code;
  }

  /** Has the customer show who they are: by the phone, and by what they know where that is wanted. */
  async verify(level: 'basic' | 'strong' = 'strong'): Promise<void> {
    const { verification } = this.account;
    await verification.beginCode(lin, this.caseId);
    await verification.checkCode(lin, this.caseId, await this.codeOnPhone());
    if (level === 'basic') return;
    await verification.beginKnowledge(lin, this.caseId);
    await verification.answerKnowledge(lin, this.caseId, [
      { id: 'card-last-4', answer: '7894' },
      { id: 'card-bank', answer: 'ICBC' },
    ]);
  }

  /** A proof of a person's second factor for one wish, as the screen gets one. */
  async proof(person: Person, purpose: 'action' | 'approval', { key: nonce, input }: Pick<ActionWish, 'key' | 'input'>): Promise<string> {
    const { stepUp } = this.guards;
    const { demo } = await stepUp.state(person);
    if (demo === null) throw new Error('the demo shows a code');
    this.time.now = Math.max(this.time.now, demo.from);
    const about = { action: input.action, customer: this.customer, amount: amountOf(input), caseId: this.caseId, nonce };
    const given = await stepUp.prove(person.id, person, demo.code, { purpose, ...about });
    if (!given.ok) throw new Error(given.error.code);
    return given.value.proof;
  }

  async wish(input: ActionInput, more: Partial<ActionWish> = {}): Promise<ActionWish> {
    const account = await this.wallet.account(this.customer);
    const wish: ActionWish = {
      caseId: this.caseId,
      key: v7(),
      input,
      reason: 'customer-asked',
      words: '',
      tell: null,
      seen: account.ok ? account.value.version : '',
      proof: null,
      ...more,
    };
    return more.proof === undefined ? { ...wish, proof: await this.proof(lin, 'action', wish) } : wish;
  }

  request(wish: ActionWish, person: Person = lin) {
    return this.account.accountActions.request({ person, session: person.id }, wish);
  }

  async approve(wish: ActionWish, person: Person = he) {
    const proof = await this.proof(person, 'approval', wish);
    return this.account.accountActions.approve({ person, session: person.id }, { caseId: this.caseId, key: wish.key, seen: wish.seen, proof });
  }

  refund(amount: number): ActionInput {
    return { action: 'refund', transaction: this.paid, amount: yuan(amount), reason: 'x' };
  }

  /** What the customer has. */
  async balance(): Promise<number> {
    const account = await this.wallet.account(this.customer);
    return account.ok ? account.value.balance.minor : Number.NaN;
  }

  /** How an action stands in the case. */
  async action(wishKey: string): Promise<AccountAction | undefined> {
    return (await this.parts.hub.state(this.caseId))?.actions.find((action) => action.key === wishKey);
  }

  /** Fulfilled once the customer was written to about an action's end. */
  async told(wishKey: string): Promise<void> {
    const isTold = async () => (await this.action(wishKey))?.told === true;
    if (await isTold()) return;
    await new Promise<void>((resolve) => {
      const off = this.parts.hub.onIngested(() => {
        void isTold().then((told) => {
          if (!told) return;
          off();
          resolve();
        });
      });
    });
  }

  async steps(): Promise<readonly string[]> {
    const types = await this.parts.logged(this.caseId);
    return types.filter((type) => type.startsWith('action.') || type.startsWith('verification.'));
  }
}
