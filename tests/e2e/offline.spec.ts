import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { agentReplies, customerWrites, openCase, RunningDesk, signIn, startChat } from '#tests/e2e/desk.ts';
import { TcpProxy } from '#tests/fakes/tcp-proxy.ts';
import { type NatsCluster, startNats } from '#tests/nats-servers.ts';

interface Far {
  readonly desk: RunningDesk;
  /** Another host on the same desk, which keeps its connection. */
  readonly other: RunningDesk;
  /** Stands between `desk` and the server. */
  readonly proxy: TcpProxy;
}

async function engine(...args: string[]): Promise<void> {
  const child = spawn(process.execPath, ['electron/cli/engine.ts', ...args], { stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`engine ${args[0]} ended with ${code}`);
}

/** A server and two hosts start for it, and the line comes back after a pause of up to half a minute. */
base.describe.configure({ timeout: 300_000 });

const test = base.extend<{ far: Far }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
  far: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'desk-offline-'));
    const cluster: NatsCluster = await startNats(1);
    const proxy = new TcpProxy(cluster.servers[0]?.port ?? 0);
    await proxy.start();
    const servers = cluster.urls.join(',');
    await engine('setup', '--servers', servers);
    await engine('demo', '--servers', servers);
    const hosts = await Promise.all(
      [[proxy.url], cluster.urls].map(async (urls, index) => {
        const config = path.join(folder, `${index}.json`);
        await writeFile(config, JSON.stringify({ engine: { servers: urls, desk: 'wallet' } }));
        const host = new RunningDesk(path.join(folder, `data-${index}`), path.join(folder, 'home'), [
          '--lang',
          'en',
          '--demo-customers',
          '240',
          '--config',
          config,
        ]);
        await host.start();
        return host;
      }),
    );
    const [desk, other] = hosts;
    if (!desk || !other) throw new Error('two hosts were started');
    await use({ desk, other, proxy });
    await Promise.all(hosts.map((host) => host.stop()));
    await proxy.stop();
    await cluster.end();
    await rm(folder, { recursive: true, force: true });
  },
});

/** Where pictures of the screens are put, if somebody wants to look at them. */
const pictures = process.env.PICTURES;

const clean = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
};

test('without the engine the agent goes on; what waits is seen, sent when it is back, and what was decided meanwhile is told', async ({ browser, far }) => {
  const { desk, other, proxy } = far;
  const contexts = await Promise.all([browser.newContext(), browser.newContext(), browser.newContext(), browser.newContext()]);
  const [agents, colleagues, customers, others] = contexts;
  const agent = await signIn(agents, desk);
  const colleague = await signIn(colleagues, other, 'Agent', /^Agent .*Zhao/);
  const mine = await startChat(customers, desk);
  await customerWrites(mine, 'My coupon does not show');
  await openCase(agent, 'My coupon does not show');
  await agentReplies(agent, 'Let me see');
  const theirs = await startChat(others, desk);
  await customerWrites(theirs, 'A payment went twice');
  await openCase(colleague, 'A payment went twice');

  await proxy.stop();
  await expect(agent.getByText(/Queue engine not reachable since/)).toBeVisible();
  await agentReplies(agent, 'It shows by tomorrow');
  await expect(agent.getByRole('button', { name: '1 waits to be sent' })).toBeVisible();
  await openCase(agent, 'A payment went twice');
  await agentReplies(agent, 'I look at the payment');
  await agentReplies(colleague, 'One of them is returned');
  // The list, by keyboard alone: whose case, what, and that it waits.
  await agent.getByRole('button', { name: '2 wait to be sent' }).focus();
  await agent.keyboard.press('Enter');
  const list = agent.getByRole('dialog', { name: 'Not carried out yet' });
  await expect(list.getByRole('listitem').filter({ hasText: 'It shows by tomorrow' }).getByText('Waits for the queue engine.')).toBeVisible();
  await clean(agent);
  if (pictures !== undefined) await agent.screenshot({ path: path.join(pictures, 'waits.png') });
  // One more is thought better of: its words are in the box again, and it is not sent.
  await agent.keyboard.press('Escape');
  await agentReplies(agent, 'Not this one');
  await agent.getByRole('button', { name: '3 wait to be sent' }).click();
  await list.getByRole('listitem').filter({ hasText: 'Not this one' }).getByRole('button', { name: 'Take back into the box' }).click();
  await expect(agent.getByRole('textbox', { name: 'Reply' })).toHaveValue('Not this one');
  await expect(agent.getByRole('button', { name: '2 wait to be sent' })).toBeVisible();

  await proxy.start();
  await expect(mine.getByRole('log', { name: 'Chat' }).getByText('It shows by tomorrow')).toHaveCount(1, { timeout: 40_000 });
  await expect(agent.getByRole('alert').getByText(/Not carried out: taken by .* at \d\d:\d\d/i)).toBeVisible();
  // The colleague has the case: what was begun as a reply is kept above the box, and what was refused beside it.
  await agent.getByRole('button', { name: '1 could not be carried out' }).click();
  await expect(list.getByText(/Not carried out: taken by .* What you wrote was kept as a draft\./i)).toBeVisible();
  if (pictures !== undefined) await agent.screenshot({ path: path.join(pictures, 'refused.png') });
  await list.getByRole('button', { name: 'Remove' }).click();
  const kept = agent.getByRole('list', { name: 'Kept words' });
  await expect(kept.getByText('Your reply is kept as a draft')).toBeVisible();
  await expect(kept.getByText('Not this one')).toBeVisible();
  const refused = kept.getByRole('listitem').filter({ hasText: 'I look at the payment' });
  await expect(refused.getByText(/Not sent: taken by .* at \d\d:\d\d/i)).toBeVisible();
  await clean(agent);
  if (pictures !== undefined) await agent.screenshot({ path: path.join(pictures, 'kept.png') });
  await refused.getByRole('button', { name: 'Into a note' }).click();
  await expect(agent.getByRole('textbox', { name: 'Note' })).toHaveValue('I look at the payment');
  await expect(refused).toHaveCount(0);
  await expect(agent.getByRole('button', { name: /could not be carried out/ })).toHaveCount(0);
  await expect(theirs.getByRole('log', { name: 'Chat' }).getByText('I look at the payment')).toHaveCount(0);
  await expect(theirs.getByRole('log', { name: 'Chat' }).getByText('Not this one')).toHaveCount(0);
  await Promise.all(contexts.map((context) => context.close()));
});
