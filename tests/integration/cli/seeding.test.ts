import { once } from 'node:events';
import path from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { consoleContract } from '#shared/contract/console-contract.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import { Program, temporaryHome } from '#tests/integration/cli/start-kit.ts';
import { long } from '#tests/whole.ts';

const LONG_MS = 240_000;

/** The console's calls, as the page makes them. */
async function openConsole(consoleUrl: string): Promise<ContractRouterClient<typeof consoleContract>> {
  const { origin, host, hash } = new URL(consoleUrl);
  const token = new URLSearchParams(hash.slice(1)).get('token');
  const answer = await fetch(`${origin}/session`, { method: 'POST', headers: { origin, 'content-type': 'application/json' }, body: JSON.stringify({ token }) });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { tab } = (await answer.json()) as { tab: string };
  const socket = new WebSocket(`ws://${host}/console`, { headers: { cookie, origin } });
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  socket.send(JSON.stringify({ tab }));
  await once(socket, 'message');
  return createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
}

/** How the seeded desk stands: what each list holds, and whether any case has something twice. */
async function standing(consoleUrl: string) {
  const client = await openConsole(consoleUrl);
  await client.session.signIn({ person: 'agent-lin' as PersonId });
  const { rows } = await client.inbox.page({ view: 'all', sort: { by: 'openedAt', descending: false }, offset: 0, limit: 500 });
  const twice: string[] = [];
  for (const row of rows) {
    const { events } = await client.cases.read({ caseId: row.id, after: 0 });
    if (new Set(events.map(({ id }) => id)).size !== events.length || events.filter(({ type }) => type === 'case.opened').length !== 1) twice.push(row.id);
  }
  return { counts: await client.inbox.counts(), twice };
}

long(it)('a first start that is killed half way is finished by the next, with nothing twice', { timeout: LONG_MS }, async () => {
  const [whole, cut] = [temporaryHome(), temporaryHome()];
  const args = (home: string) => ['--data-dir', path.join(home, 'data'), '--lang', 'en', '--demo-customers', '1000'];
  const straight = new Program(whole, args(whole));
  const expected = await standing((await straight.ready()).consoleUrl);
  await straight.kill('SIGTERM');
  expect(expected.twice).toEqual([]);
  for (const percent of [10, 50, 90]) {
    const killed = new Program(cut, args(cut));
    await killed.says(new RegExp(`Preparing the demo desk: ${percent} %|Console ready`));
    await killed.kill('SIGKILL');
  }
  const finished = new Program(cut, args(cut));
  expect(await standing((await finished.ready()).consoleUrl)).toEqual(expected);
  await finished.kill('SIGTERM');
});

it('a start of a desk that is filled says nothing of preparing it', { timeout: LONG_MS }, async () => {
  const home = temporaryHome();
  const args = ['--data-dir', path.join(home, 'data'), '--demo-customers', '240'];
  const first = new Program(home, args);
  await first.ready();
  expect((await first.kill('SIGTERM')).stderr).toContain('Preparing the demo desk: 100 %');
  const second = new Program(home, args);
  await second.ready();
  expect((await second.kill('SIGTERM')).stderr).toBe('');
});

it('a signal during the first start ends it with 0', { timeout: LONG_MS }, async () => {
  const home = temporaryHome();
  const program = new Program(home, ['--data-dir', path.join(home, 'data')]);
  await program.says(/Preparing the demo desk: 10 %/);
  expect(await program.kill('SIGTERM')).toMatchObject({ code: 0 });
});
