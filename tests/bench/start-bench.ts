import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { type Desk, endDesk, npmStart, npmStarting } from '#tests/bench/desk-process.ts';
import { launchChromium, measureControl, stopwatch } from '#tests/bench/painted.ts';
import { quantile } from '#tests/bench/quantile.ts';
import type { Report } from '#tests/bench/run.ts';

const root = path.resolve(import.meta.dirname, '../..');
const SAMPLES = 60;
const WARM_UP = 10;

/** The resident memory of the host itself, in MiB: the node process below npm that runs the start script. */
function hostMemory(npm: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1];
      parents.set(Number(name), Number(parent));
    } catch {
      // It ended meanwhile.
    }
  }
  const below = (pid: number): boolean => pid === npm || (parents.has(pid) && below(parents.get(pid) ?? 0));
  const memory = [...parents.keys()].filter(below).map((pid) => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0));
  return Math.max(...memory) / 1024;
}

async function signIn(page: Page, { consoleUrl }: Pick<Desk, 'consoleUrl'>): Promise<void> {
  await page.goto(consoleUrl);
  await page
    .getByRole('button', { name: /^Agent / })
    .first()
    .click();
  await page.getByRole('grid', { name: 'Inbox' }).getByRole('row').nth(1).waitFor();
}

/** From `npm start` to an inbox with its first cases, in ms; the browser already runs. */
async function measureStart(browser: Browser, folder: string): Promise<number> {
  const page = await browser.newPage();
  const began = performance.now();
  const desk = await npmStarting(folder);
  await signIn(page, desk);
  const took = performance.now() - began;
  await page.close();
  await endDesk(await desk.ready);
  return took;
}

/** How long a customer's message takes from Send to the paint in the agent's open case, in ms. */
async function measureChat(agent: Page, customer: Page, desk: Desk): Promise<readonly number[]> {
  await customer.goto(desk.chatUrl);
  await customer.getByRole('button', { name: 'Start chat' }).click();
  const box = customer.getByRole('textbox', { name: 'Message' });
  const send = customer.getByRole('button', { name: 'Send' });
  await box.fill('Where is my refund, first words');
  await send.click();
  await agent.getByRole('grid', { name: 'Inbox' }).getByText('Where is my refund, first words').first().click();
  await agent.getByRole('button', { name: 'Accept' }).click();
  const samples: number[] = [];
  for (let n = 0; n < SAMPLES + WARM_UP; n++) {
    const text = `Bench line number ${n} of the conversation`;
    const painted = agent.evaluate(
      (sought) =>
        (window as unknown as { whenPainted: (d: () => boolean) => Promise<number> }).whenPainted(
          () => document.querySelector('[role=log]')?.textContent?.includes(sought) ?? false,
        ),
      text,
    );
    await box.fill(text);
    await send.click();
    const pressed = await customer.evaluate('window.pressed');
    if (n >= WARM_UP) samples.push((await painted) - Number(pressed));
    else await painted;
  }
  return samples;
}

/** How long a case takes from the press in the list until conversation and customer are painted, in ms; each is opened for the first time. */
async function measureOpen(agent: Page): Promise<readonly number[]> {
  await agent.getByRole('radio', { name: /^All/ }).check();
  const grid = agent.getByRole('grid', { name: 'Inbox' });
  const rows = grid.getByRole('row');
  await rows.nth(5).waitFor();
  await rows.nth(3).click();
  const samples: number[] = [];
  for (let n = 0; n < SAMPLES; n++) {
    await agent.keyboard.press('ArrowDown');
    const focused = agent.locator('.ag-cell-focus');
    const before = await agent.evaluate(() => document.querySelector('[data-case]')?.getAttribute('data-case') ?? '');
    const painted = agent.evaluate(
      (old) =>
        (window as unknown as { whenPainted: (d: () => boolean) => Promise<number> }).whenPainted(() => {
          const open = document.querySelector('[data-case]');
          if (!open || open.getAttribute('data-case') === old) return false;
          return (
            open.querySelector('[role=log] [data-row]') !== null &&
            open.querySelector('section[aria-label=Account] [class*=balance], aside h3') !== null &&
            open.querySelector('aside [aria-busy], aside [class*=Skeleton]') === null
          );
        }),
      before,
    );
    await focused.click();
    const at = await painted;
    const down = Number(await agent.evaluate('window.downAt'));
    if (n >= WARM_UP) samples.push(at - down);
  }
  return samples;
}

/** From nothing to an agent at work: the first start, the second, a message, an opened case, and what both ends hold in memory. */
export async function startBench(report: Report): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'desk-bench-'));
  spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'ignore' });
  const browser = await launchChromium();
  try {
    const control = await measureControl(browser, SAMPLES);
    report('start.control.node_ms', control.node);
    report('start.control.echo_painted.p50_ms', quantile(control.echo, 0.5));
    report('start.control.echo_painted.p95_ms', quantile(control.echo, 0.95));
    report('start.seed_ms', await measureStart(browser, folder));
    const starts: number[] = [];
    for (let n = 0; n < 3; n++) starts.push(await measureStart(browser, folder));
    report('start.inbox_ms', quantile(starts, 0.5));

    const desk = await npmStart(folder);
    const agents = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const customers = await browser.newContext();
    const [agent, customer] = await Promise.all([agents.newPage(), customers.newPage()]);
    await Promise.all([agent.addInitScript(stopwatch), customer.addInitScript(stopwatch)]);
    await signIn(agent, desk);
    const chat = await measureChat(agent, customer, desk);
    report('start.chat_visible.p50_ms', quantile(chat, 0.5));
    report('start.chat_visible.p95_ms', quantile(chat, 0.95));
    report('start.chat_visible.ratio_to_echo', quantile(chat, 0.5) / quantile(control.echo, 0.5));
    const open = await measureOpen(agent);
    report('start.open_case.p50_ms', quantile(open, 0.5));
    report('start.open_case.p95_ms', quantile(open, 0.95));
    const devtools = await agents.newCDPSession(agent);
    await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await devtools.send('Runtime.getHeapUsage');
    report('start.heap_mb', usedSize / 1024 / 1024);
    report('start.host_rss_mb', hostMemory(desk.child.pid ?? 0));
    await endDesk(desk);
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}
