import { expect, it } from 'vitest';
import type { PersonId } from '#shared/lib/ids.ts';
import type { Bench } from '#tests/contract/bench-kit.ts';
import { codeOf, firstFrame, frameThat } from '#tests/contract/console-tab-kit.ts';

/** What the host says of itself, who one is, what one prefers, and the simulated customers. */
export function sessionRules(bench: Bench): void {
  it('host.info tells what runs here, to anybody', async () => {
    const { client } = await bench.tab();
    expect(await client.host.info()).toEqual({
      version: '9.9.9',
      edition: 'browser',
      demo: true,
      wallet: true,
      memory: true,
      keySource: 'memory',
      chatUrl: bench.host.chatUrl,
      defaultLanguage: null,
    });
  });

  it('host.startup tells at once how far the host is', async () => {
    const { client } = await bench.tab();
    const frames = await client.host.startup();
    expect((await frames.next()).value).toEqual({ phase: 'ready', done: 1, total: 1 });
    await frames.return?.();
  });

  it('host.sync tells at once where this console stands, and again with what came since', async () => {
    const { client } = await bench.tab();
    const frames = await client.host.sync();
    expect((await frames.next()).value).toEqual({ state: 'live', upTo: bench.now, behind: 0 });
    bench.now += 1_000;
    await bench.newCase();
    expect((await frames.next()).value).toEqual({ state: 'live', upTo: bench.now, behind: 0 });
    await frames.return?.();
  });

  it('session.people are the demo desk, the first an agent of every queue', async () => {
    const { client } = await bench.tab('agent-lin');
    const people = await client.session.people();
    const { queues } = await firstFrame(await client.desk.follow());
    expect(people.map(({ id }) => id)).toEqual([
      'agent-lin',
      'agent-zhao',
      'agent-sari',
      'agent-chen',
      'agent-wu',
      'agent-putra',
      'supervisor-he',
      'trainer-tang',
      'administrator-zhou',
    ]);
    expect(people[0]?.queues).toEqual(queues.map(({ id }) => id));
  });

  it('session: signed in one is available, then what one says, then gone', async () => {
    const { client } = await bench.tab();
    expect(await client.session.me()).toBeNull();
    expect(await client.session.signIn({ person: 'agent-chen' as PersonId })).toMatchObject({ person: { id: 'agent-chen' }, state: 'available' });
    expect(await client.session.setState({ state: 'break', reason: null })).toMatchObject({ state: 'break' });
    expect(await client.session.me()).toMatchObject({ person: { id: 'agent-chen' }, state: 'break' });
    expect(await client.session.signOut()).toEqual({});
    expect(await client.session.me()).toBeNull();
    expect(await codeOf(client.session.setState({ state: 'available', reason: null }))).toBe('SIGNED_OUT');
  });

  it('session.signIn refuses whom the desk does not know', async () => {
    const { client } = await bench.tab();
    expect(await codeOf(client.session.signIn({ person: 'agent-nobody' as PersonId }))).toBe('NOT_FOUND');
    expect(await client.session.me()).toBeNull();
  });

  it('session: each tab is a session of its own, and lives on through a new connection', async () => {
    const [one, other] = [await bench.tab('agent-zhao'), await bench.tab('agent-sari')];
    await one.reconnect();
    expect((await one.client.session.me())?.person.id).toBe('agent-zhao');
    expect((await other.client.session.me())?.person.id).toBe('agent-sari');
    await other.client.session.signOut();
    expect((await one.client.session.me())?.person.id).toBe('agent-zhao');
  });

  it('desk.follow tells at once the people, queues, dispositions and tags, in both languages', async () => {
    const { client } = await bench.tab('trainer-tang');
    const desk = await firstFrame(await client.desk.follow());
    for (const list of [desk.people, desk.queues, desk.dispositions, desk.tags]) {
      expect(list.length).toBeGreaterThan(3);
      for (const { name } of list) expect([name.en.length, name['zh-CN'].length].every((length) => length > 0)).toBe(true);
    }
  });

  it('settings are kept for each person', async () => {
    const [lin, chen] = [await bench.tab('agent-lin'), await bench.tab('agent-chen')];
    const defaults = await chen.client.settings.read();
    const chosen = { ...defaults, theme: 'contrast' as const, language: 'zh-CN' as const, keys: { send: 'mod+Enter' }, sendOnEnter: false };
    expect(await lin.client.settings.save(chosen)).toEqual({});
    expect(await lin.client.settings.read()).toEqual(chosen);
    expect(await chen.client.settings.read()).toEqual(defaults);
  });

  it('demo: what one sets, all who follow are told', async () => {
    const [lin, chen] = [await bench.tab('agent-lin'), await bench.tab('agent-chen')];
    const frames = await chen.client.demo.follow();
    expect((await frames.next()).value).toMatchObject({ paused: true, speed: 1 });
    expect(await lin.client.demo.set({ paused: true, speed: 8, colleagues: 0 })).toMatchObject({ paused: true, speed: 8 });
    expect(await frameThat(frames, ({ speed }) => speed === 8)).toMatchObject({ paused: true });
    await lin.client.demo.set({ paused: true, speed: 1, colleagues: 0 });
    await frames.return?.();
  });
}
