import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runDemo } from '#electron/host/engine/demo-command.ts';
import { readOperatorOptions } from '#electron/host/engine/operator-options.ts';
import { runSetUp } from '#electron/host/engine/set-up-command.ts';
import { DemoWallet } from '#electron/wallet/demo/demo-wallet.ts';
import { WalletServer } from '#electron/wallet/http/wallet-server.ts';
import { freshPrivateKey, pemSigner } from '#electron/wallet/proof-keys.ts';
import { foldCase } from '#shared/case/evolve.ts';
import type { CaseId, TransactionId } from '#shared/lib/ids.ts';
import { HOUR } from '#shared/lib/time.ts';
import type { ActionInput } from '#shared/wallet/actions.ts';
import { Bench, type Tab } from '#tests/contract/bench-kit.ts';
import { refusal } from '#tests/contract/console-tab-kit.ts';
import { memory } from '#tests/contract/transports.ts';
import { MisbehavingWallet } from '#tests/fakes/misbehaving-wallet.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { payment, person } from '#tests/fixtures/wallet-people.ts';
import { type NatsCluster, startNats } from '#tests/nats-servers.ts';

const logger = recordingLogger();
/** Other than the defaults, by which 60 yuan would be a small amount. */
const limits = { CNY: { small: 5_000, medium: 5_500, large: 5_900 } };

describe('Two consoles of one desk on a wallet over HTTP', () => {
  let cluster: NatsCluster;
  let folder: string;
  let demo: DemoWallet;
  let server: WalletServer;
  let between: MisbehavingWallet;
  let here: Bench;
  let there: Bench;
  let lin: Tab;
  let wang: ReturnType<typeof person>;
  let paid: TransactionId;
  let caseId: CaseId;
  let made = 0;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'over-http-'));
    const written = (name: string, text: string) => {
      writeFileSync(path.join(folder, name), text);
      return path.join(folder, name);
    };
    const pem = freshPrivateKey();
    demo = new DemoWallet({ memory: true, key: Buffer.alloc(32, 3), deskKeys: [pemSigner(pem).publicKey], limits, clock: () => here.now, logger });
    await demo.start();
    server = new WalletServer({ wallet: demo, check: null, token: 'the-token-of-this-desk', port: 0, logger });
    between = new MisbehavingWallet(await server.start());
    const url = await between.start();
    const wallet = { url, tokenFile: written('token', 'the-token-of-this-desk\n'), proofKeyFile: written('desk.pem', pem), limits };

    cluster = await startNats(1);
    const options = readOperatorOptions(['--servers', cluster.urls.join(',')]);
    if (!options.ok) throw new Error(options.error);
    expect((await runSetUp(options.value)).ok).toBe(true);
    expect((await runDemo(options.value, () => undefined)).ok).toBe(true);
    const engine = { servers: [...cluster.urls], desk: 'wallet' };
    for (const name of ['here', 'there']) mkdirSync(path.join(folder, name));
    here = new Bench(memory, { folder: path.join(folder, 'here'), engine, wallet });
    there = new Bench(memory, { folder: path.join(folder, 'there'), engine, wallet });
    await here.start();
    await there.start();
    lin = await here.tab('agent-lin');
  }, 180_000);
  afterAll(async () => {
    await here?.stop();
    await there?.stop();
    await cluster?.end();
    await between?.stop();
    await server?.stop();
    await demo?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    between.mood = () => null;
    made += 1;
    wang = person(made, here.now);
    const bought = payment(wang, `T${made}`, here.now - 1_000);
    paid = bought.id as TransactionId;
    await demo.add([wang], [bought]);
    ({ caseId } = await here.newCase());
    await lin.act(caseId, { type: 'accept' });
    await lin.act(caseId, { type: 'identify', customer: wang.id });
    await lin.client.verification.beginCode({ caseId });
    await lin.client.verification.checkCode({ caseId, code: (await demo.lastCode(wang.id)) ?? '' });
    const { questions } = await lin.client.verification.beginKnowledge({ caseId });
    const registered = String(new Date(wang.registeredAt + 8 * HOUR).getUTCFullYear());
    const answers: Readonly<Record<string, string>> = { registered, 'email-name': wang.email.split('@')[0] ?? '' };
    const answered = questions.flatMap(({ id }) => (answers[id] === undefined ? [] : [{ id, answer: answers[id] }]));
    expect((await lin.client.verification.answerKnowledge({ caseId, answers: answered })).standing.level).toBe('strong');
    between.came.length = 0;
  });

  const puts = () => between.came.filter((one) => one.startsWith('PUT'));
  const balance = async () => {
    const account = await demo.account(wang.id);
    return account.ok ? account.value.balance.minor : Number.NaN;
  };

  /** Asks for a refund as the screen does, proved by a code. */
  const refund = async (key: string, minor: number) => {
    const amount = { minor, currency: 'CNY' };
    const input: ActionInput = { action: 'refund', transaction: paid, amount, reason: 'x' };
    const { demo: shown } = await lin.client.stepUp.state();
    here.now = Math.max(here.now, shown?.from ?? 0);
    const purpose = { purpose: 'action' as const, action: 'refund', customer: wang.id, amount, caseId, nonce: key };
    const { proof } = await lin.client.stepUp.prove({ code: shown?.code ?? '', purpose });
    const { account } = await lin.client.accountActions.facts({ caseId });
    return lin.client.accountActions.request({ caseId, key, input, reason: 'customer-asked', words: '', tell: null, seen: account.version, proof });
  };

  /** Fulfilled when the other console sees how an action stands. */
  const seenThere = async (key: string, state: string) => {
    const other = await there.tab('supervisor-he');
    const inbox = await other.client.inbox.follow();
    for (;;) {
      await inbox.next();
      const read = await other.client.cases.read({ caseId, after: 0 }).catch(() => null);
      if (foldCase(undefined, read?.events ?? [])?.actions.some((action) => action.key === key && action.state === state)) break;
    }
    await inbox.return?.(undefined);
  };

  it('show the account and its transactions, and do an action with a second proof once', async () => {
    const { account, fault } = await lin.client.customers.account({ caseId, customer: wang.id });
    expect([account.id, fault]).toEqual([wang.id, null]);
    const page = await lin.client.customers.transactions({ caseId, customer: wang.id, from: null, limit: 5 });
    expect(page.transactions.map(({ id }) => id)).toEqual([paid]);
    const before = await balance();
    const key = v7();
    expect(await refund(key, 5_000)).toEqual({ state: 'completed' });
    expect(await balance()).toBe(before + 5_000);
    expect(puts()).toHaveLength(1);
    await seenThere(key, 'completed');
  });

  it('an action whose answer is lost is unknown, is read back, and is the same for both consoles; nothing is done twice', async () => {
    const before = await balance();
    between.mood = (came, response) => (came.method === 'PUT' ? came.pass().then(() => void response.destroy()) : null);
    const key = v7();
    // Nor may the wallet be read for the moment, so that the console has to say that it does not know.
    const mood = between.mood;
    between.mood = (came, response) => {
      if (came.method === 'GET' && came.path.includes(key)) return Promise.resolve(void response.destroy());
      return mood(came, response);
    };
    expect(await refund(key, 5_000)).toEqual({ state: 'unknown' });
    expect(await balance()).toBe(before + 5_000);
    await seenThere(key, 'unknown');
    // Until it is known, the same is not asked for under another key.
    expect(await refusal(refund(v7(), 5_000))).toMatchObject({ code: 'REFUSED', data: { code: 'action-pending' } });
    between.mood = () => null;
    expect(await lin.client.accountActions.lookAgain({ caseId, key })).toEqual({ state: 'completed' });
    await seenThere(key, 'completed');
    expect(await refund(key, 5_000)).toEqual({ state: 'completed' });
    expect(puts()).toHaveLength(1);
    expect(await balance()).toBe(before + 5_000);
    const [mine, theirs] = [lin, await there.tab('supervisor-he')];
    const both = await Promise.all([mine, theirs].map(({ client }) => client.cases.read({ caseId, after: 0 })));
    expect(both[0]).toEqual(both[1]);
    expect(both[0]?.events.filter(({ type }) => type === 'action.completed')).toHaveLength(1);
  });

  it('go by the limits that the configuration tells, as the wallet does', async () => {
    expect((await lin.client.accountActions.facts({ caseId })).limits).toEqual(limits);
    expect(await refusal(refund(v7(), 6_000))).toEqual({ code: 'ACTION_REFUSED', data: { reason: 'above-desk-limit' } });
    expect(puts()).toEqual([]);
  });
});
