import { isContractProcedure } from '@orpc/contract';
import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import { consoleContract } from '#shared/contract/console-contract.ts';
import type { AgentCommand } from '#shared/contract/schemas.ts';
import { may, type Power } from '#shared/desk/powers.ts';
import type { Bench, Tab } from '#tests/contract/bench-kit.ts';
import { type Console, codeOf, refusal } from '#tests/contract/console-tab-kit.ts';
import { faulty, samples } from '#tests/contract/sample-inputs.ts';

/** Methods that anybody with a session may call. */
const door = ['entrance', 'people', 'signIn', 'signInWithPassword', 'setUp', 'changePassword', 'signOut', 'me', 'follow'];
/** Before that, as long as the desk's data is locked, one alone. */
const open = ['host.info', 'host.startup', 'host.sync', 'keys.unlock', ...door.map((name) => `session.${name}`)];

/** What a role needs for each method of a room, or for one method; null: nothing but to be signed in, and to see the case. */
const needed: Readonly<Record<string, Power | null>> = {
  session: null,
  desk: null,
  engine: null,
  storage: null,
  undelivered: null,
  routing: null,
  inbox: null,
  cases: null,
  deferred: null,
  drafts: null,
  customers: null,
  search: null,
  settings: null,
  demo: null,
  'attachments.read': null,
  'mail.open': null,
  'mail.follow': null,
  'cache.rebuild': 'configure',
  erasure: 'erase',
  admin: 'configure',
  accounts: 'configure',
  keys: 'configure',
  supervision: 'watch',
  'supervision.setState': 'direct',
  incidents: 'direct',
  'incidents.follow': null,
  replay: 'replay',
  'replay.keepDraft': 'review',
  'replay.save': 'review',
  'replay.note': 'review',
  'replay.changeNote': 'review',
  'replay.removeNote': 'review',
  calls: 'work',
  verification: 'account',
  accountActions: 'account',
  'accountActions.approvals': 'approve',
  'accountActions.approval': 'approve',
  'accountActions.approve': 'approve',
  'accountActions.reject': 'approve',
  mail: 'work',
  'mail.settings': 'channels',
  'mail.saveSettings': 'channels',
  'mail.keptAside': 'channels',
  channels: 'configure',
  'cases.typing': 'work',
  'drafts.save': 'work',
  'drafts.keepAside': 'work',
  attachments: 'work',
  vault: 'reveal',
  stepUp: null,
  audit: 'watch',
  access: null,
  'access.breakGlass': 'reveal',
  'access.alerts': 'watch',
  'access.liftReveals': 'direct',
};
const powerFor = (name: string): Power | null | undefined => (name in needed ? needed[name] : needed[name.split('.')[0] ?? '']);

type Method = (input: unknown) => Promise<unknown>;

/** A method by its name, for inputs that no type would let through. */
function methodOf(client: Console, name: string): Method {
  // biome-ignore lint/suspicious/noExplicitAny: the name comes from the contract's own table.
  return name.split('.').reduce((at: any, part) => at[part], client) as Method;
}

function procedures(table: object, path: readonly string[] = []): (readonly [string, { inputSchema?: unknown }])[] {
  if (isContractProcedure(table)) return [[path.join('.'), table['~orpc']]];
  return Object.entries(table).flatMap(([name, part]) => procedures(part as object, [...path, name]));
}

const table = procedures(consoleContract);

/** Calls that are refused, each by its stable code. */
export function refusalRules(bench: Bench): void {
  it('signed out, every method but those of the door is refused', async () => {
    const { client } = await bench.tab();
    expect([...Object.keys(samples), ...open].sort()).toEqual(table.map(([name]) => name).sort());
    for (const [name, input] of Object.entries(samples)) expect(await codeOf(methodOf(client, name)(input)), name).toBe('SIGNED_OUT');
  });

  it.each(['agent-lin', 'supervisor-he', 'trainer-tang'] as const)('%s is refused every method that the role has no power for', async (who) => {
    const { client } = await bench.tab(who);
    const role = (await client.session.me())?.person.role ?? 'trainer';
    const closed = Object.entries(samples).filter(([name]) => {
      const power = powerFor(name);
      expect(power, `${name} stands in the table`).not.toBeUndefined();
      return power && !may(role, power);
    });
    expect(closed.length).toBeGreaterThan(8);
    for (const [name, input] of closed) expect(await codeOf(methodOf(client, name)(input)), name).toBe('NOT_ALLOWED');
  });

  it('every method that takes something has an input below that does not fit', () => {
    const taking = table.filter(([, { inputSchema }]) => inputSchema !== undefined).map(([name]) => name);
    expect([...new Set(faulty.map(([name]) => name))].sort()).toEqual(taking.sort());
  });

  it('what does not fit its schema is refused, by name of the place, and the connection goes on', async () => {
    const { client } = await bench.tab('agent-lin');
    for (const [name, place, input] of faulty) {
      const { code, data } = await refusal(methodOf(client, name)(input));
      const places = (data as { issues: { path: (string | number)[] }[] }).issues.map((issue) => issue.path.join('.'));
      expect(code, name).toBe('BAD_REQUEST');
      expect(places, name).toContain(place);
    }
    expect((await client.session.me())?.person.id).toBe('agent-lin');
  });

  it('a method that is not in the table is not found, whatever objects have by nature', async () => {
    const { client } = await bench.tab('agent-lin');
    const calls = ['cases.erase', 'constructor', 'cases.__proto__', 'toString'];
    for (const name of calls) await expect(async () => methodOf(client, name)({}), name).rejects.toThrow();
    expect((await client.session.me())?.person.id).toBe('agent-lin');
  });

  const ofCase = [
    'cases.read',
    'cases.rest',
    'cases.follow',
    'cases.act',
    'cases.typing',
    'drafts.save',
    'drafts.keepAside',
    'attachments.begin',
    'attachments.read',
  ];
  const ofAccount = ['verification.beginCode', 'accountActions.facts', 'accountActions.request', 'accountActions.withdraw', 'accountActions.lookAgain'];
  const ofCaseToo = [
    'customers.suggest',
    'customers.account',
    'customers.transactions',
    'customers.security',
    'customers.promotions',
    'customers.looks',
    'vault.reveal',
    'vault.revealField',
    'vault.copied',
  ];

  it.each([...ofCase, ...ofCaseToo, ...ofAccount])('%s: a case that is not there is not found, and one of other queues not allowed', async (name) => {
    const sari = await bench.tab('agent-sari');
    const { caseId } = await bench.newCase('top up missing');
    const call = (id: string) => refusal(methodOf(sari.client, name)({ ...(samples[name] as object), caseId: id }));
    expect(await call(v7())).toEqual({ code: 'NOT_FOUND', data: { what: 'case' } });
    expect((await call(caseId)).code).toBe('NOT_ALLOWED');
  });

  it('a case that was handed to one, or that one has, may be seen in whatever queue it is', async () => {
    const [lin, sari] = [await bench.tab('agent-lin'), await bench.tab('agent-sari')];
    const { caseId } = await bench.newCase('top up missing');
    const read = (tab: Tab) => tab.client.cases.read({ caseId, after: 0 });
    expect(await codeOf(read(sari))).toBe('NOT_ALLOWED');
    await lin.act(caseId, { type: 'transfer', queue: 'top-up' as never, to: 'agent-sari' as never, note: '' });
    expect((await read(sari)).events).toHaveLength(3);
    await sari.act(caseId, { type: 'accept' });
    expect((await read(sari)).events).toHaveLength(4);
  });

  it('cases.act: a trainer sees every case and works none', async () => {
    const trainer = await bench.tab('trainer-tang');
    const { caseId } = await bench.newCase();
    expect((await trainer.client.cases.read({ caseId, after: 0 })).events).toHaveLength(2);
    const commands: readonly AgentCommand[] = [{ type: 'accept' }, { type: 'addNote', text: 'x' }, { type: 'reply', text: 'x', attachments: [] }];
    for (const command of commands) {
      expect(await codeOf(trainer.act(caseId, command)), command.type).toBe('NOT_ALLOWED');
    }
    expect((await trainer.client.cases.read({ caseId, after: 0 })).events).toHaveLength(2);
  });
}
