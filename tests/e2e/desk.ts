import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type BrowserContext, test as base, expect, type Page, type WebSocketRoute } from '@playwright/test';

const root = path.resolve(import.meta.dirname, '../..');

/** One running desk: the program as a user starts it, on a data folder of its own. */
export class RunningDesk {
  readonly folder: string;
  readonly #keyHome: string;
  readonly #args: readonly string[];
  #child: ChildProcess | null = null;
  consoleUrl = '';
  chatUrl = '';
  output = '';

  constructor(folder: string, keyHome: string, args: readonly string[] = []) {
    this.folder = folder;
    this.#keyHome = keyHome;
    this.#args = args;
  }

  /** Starts the program and waits until it says that it is ready; one whose key is missing serves its page alone. */
  async start(more: readonly string[] = [], { locked = false } = {}): Promise<void> {
    const args = ['electron/cli/start.ts', '--browser', '--no-open', '--data-dir', this.folder, ...this.#args, ...more];
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, XDG_CONFIG_HOME: this.#keyHome, HOME: this.#keyHome },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stderr.on('data', (chunk) => {
      this.output += String(chunk);
    });
    const lines = createInterface({ input: child.stdout });
    await new Promise<void>((resolve, reject) => {
      const found = { console: '', chat: '' };
      lines.on('line', (line) => {
        this.output += `${line}\n`;
        found.console ||= /^Console ready: (\S+)$/.exec(line)?.[1] ?? '';
        found.chat ||= /^Customer chat: (\S+)$/.exec(line)?.[1] ?? '';
        if (!found.console || !(found.chat || locked)) return;
        this.consoleUrl = found.console;
        this.chatUrl = found.chat;
        resolve();
      });
      child.once('exit', (code) => reject(new Error(`The desk ended with ${code} before it was ready:\n${this.output}`)));
    });
  }

  /** Starts it again; it remembers the ports it had, so that pages that are open find it. */
  async startAgain(): Promise<void> {
    await this.start();
  }

  /** Ends the program at once, as a crash or a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Lets the program hang, its connections left open, until `goOn`. */
  hang(): void {
    this.#child?.kill('SIGSTOP');
  }

  goOn(): void {
    this.#child?.kill('SIGCONT');
  }

  async stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** The exit code of a program that ends by itself. */
  async ended(): Promise<number | null> {
    const child = this.#child;
    if (child && child.exitCode === null) await once(child, 'exit');
    return child?.exitCode ?? null;
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null) return child?.exitCode ?? null;
    const ended = once(child, 'exit');
    child.kill(signal);
    const [code] = await ended;
    return code;
  }
}

/** Opens the console and signs in as the first person of a role. */
export async function signIn(context: BrowserContext, desk: RunningDesk, role = 'Agent', name?: RegExp): Promise<Page> {
  const page = await context.newPage();
  await page.goto(desk.consoleUrl);
  await page
    .getByRole('button', { name: name ?? new RegExp(`^${role} `) })
    .first()
    .click();
  await expect(page.getByRole('grid', { name: 'Inbox' })).toBeVisible();
  return page;
}

/** Lets the desk's frames to a browser be held back for a while, as a slow line does; to be called before its first page opens. */
export async function holdFrames(context: BrowserContext): Promise<{ hold(): void; release(): void }> {
  let held: (() => void)[] | null = null;
  await context.routeWebSocket(/./, (page) => {
    const desk = page.connectToServer();
    desk.onMessage((frame) => {
      if (held) held.push(() => page.send(frame));
      else page.send(frame);
    });
  });
  return {
    hold: () => {
      held ??= [];
    },
    release: () => {
      const waiting = held ?? [];
      held = null;
      for (const send of waiting) send();
    },
  };
}

/**
 * Lets the desk's answers to calls of a name come late; to be called before the browser's first page opens. Those to
 * calls that are made after `hold` wait for `release`; `held` is how many came and wait.
 */
export async function lateAnswers(
  context: BrowserContext,
): Promise<{ hold(name: string): void; holdNoMore(): void; held(): number; releaseLast(): void; release(): void }> {
  let name: string | null = null;
  const held: (() => void)[] = [];
  await context.routeWebSocket(/./, (page) => {
    const desk = page.connectToServer();
    const late = new Set<unknown>();
    const idOf = (frame: string | Buffer): unknown => (JSON.parse(frame.toString()) as { readonly i?: unknown }).i;
    page.onMessage((frame) => {
      if (name !== null && frame.toString().includes(`/${name}`)) late.add(idOf(frame));
      desk.send(frame);
    });
    desk.onMessage((frame) => {
      if (late.size > 0 && late.delete(idOf(frame))) held.push(() => page.send(frame));
      else page.send(frame);
    });
  });
  return {
    hold: (called) => {
      name = called;
    },
    holdNoMore: () => {
      name = null;
    },
    held: () => held.length,
    releaseLast: () => held.pop()?.(),
    release: () => {
      for (const send of held.splice(0)) send();
    },
  };
}

/**
 * Lets a browser's connection to the desk be cut and mended again, also so that calls of one name are lost on it; to be
 * called before its first page opens. `lost` is how many frames were.
 */
export async function cuttableLine(context: BrowserContext): Promise<{ cut(): void; mend(lost?: string): void; lost(): number }> {
  let cut = false;
  let lost = 0;
  let losing: string | null = null;
  const open = new Set<WebSocketRoute>();
  const close = (page: WebSocketRoute) => void page.close({ code: 4000 });
  await context.routeWebSocket(/./, (page) => {
    if (cut) return close(page);
    const desk = page.connectToServer();
    page.onMessage((frame) => {
      if (losing === null || !frame.toString().includes(`/${losing}`)) desk.send(frame);
      else lost += 1;
    });
    open.add(page);
  });
  return {
    cut: () => {
      cut = true;
      for (const page of open) close(page);
      open.clear();
    },
    mend: (name) => {
      cut = false;
      losing = name ?? null;
    },
    lost: () => lost,
  };
}

/** Opens the customer's page and starts a chat. */
export async function startChat(context: BrowserContext, desk: RunningDesk): Promise<Page> {
  const page = await context.newPage();
  await page.goto(desk.chatUrl);
  await page.getByRole('button', { name: 'Start chat' }).click();
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible();
  return page;
}

/** Writes as the customer and waits until the page shows the message as sent. */
export async function customerWrites(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('log', { name: 'Chat' }).getByText(text)).toHaveCount(1);
}

/** Opens the case whose newest message is `text` from the inbox. */
export async function openCase(page: Page, text: string): Promise<void> {
  const row = page
    .getByRole('grid', { name: /^(Inbox|收件箱)$/ })
    .getByText(text.slice(0, 40))
    .first();
  const opened = page.getByRole('log', { name: /^(Conversation|会话)$/ }).getByText(text);
  // The list lives: another case may come under the pointer just then, and a person clicks once more.
  await expect(async () => {
    await row.click();
    await expect(opened).toHaveCount(1, { timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
}

/** Answers as the agent and waits until the conversation shows it. */
export async function agentReplies(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Reply' }).fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('log', { name: 'Conversation' }).getByText(text)).toHaveCount(1);
}

/** Has nobody else come, whether or not a test before on the same desk asked for that. */
export async function pauseSimulation(page: Page): Promise<void> {
  const [pause, resume] = [page.getByRole('button', { name: 'Pause simulated customers' }), page.getByRole('button', { name: 'Let simulated customers come' })];
  await expect(pause.or(resume)).toBeVisible();
  if (await pause.isVisible()) await pause.click();
  await expect(resume).toBeVisible();
}

/** Presses a command's key once no dialog keeps the keyboard to itself: one closes a moment after what it did is seen. */
export async function pressKey(page: Page, key: string): Promise<void> {
  await expect(page.locator('[role="dialog"][aria-modal="true"]')).toHaveCount(0);
  await page.keyboard.press(key);
}

/** Opens the command palette by its key and waits until it takes what is typed. */
export async function openPalette(page: Page): Promise<void> {
  await pressKey(page, 'Control+k');
  await expect(page.getByRole('dialog').locator('input').first()).toBeFocused();
}

/** Types into the palette what its command of this name begins with, and tells whether it is there. */
export async function offers(page: Page, command: string): Promise<boolean> {
  await openPalette(page);
  await page.keyboard.type(command);
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  const found = palette.getByText(command);
  await expect(found.or(palette.getByText('No such command'))).toBeVisible();
  const there = await found.isVisible();
  await page.keyboard.press('Escape');
  await expect(palette).toHaveCount(0);
  return there;
}

/** Runs the palette's command of this name, as one does by keyboard. */
export async function runCommand(page: Page, command: string): Promise<void> {
  await openPalette(page);
  await page.keyboard.type(command);
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await expect(palette.getByRole('button', { name: command })).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(palette).toHaveCount(0);
}

/** Desks as the program seeds them: each file of tests has its own, a copy of what this worker seeded once. */
export class Desks {
  readonly #folder: string;
  #of = '';
  #running: RunningDesk | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The desk of a file of tests, which goes on as long as the tests are that file's. */
  async of(file: string): Promise<RunningDesk> {
    if (this.#running && this.#of === file) return this.#running;
    await this.stop();
    const seeded = path.join(this.#folder, 'seeded');
    const own = path.join(this.#folder, 'own');
    if (!existsSync(seeded)) {
      this.#running = this.#deskIn(seeded);
      await this.#running.start();
      const code = await this.#running.stop();
      if (code !== 0) throw new Error(`The desk that was seeded ended with ${code}:\n${this.#running.output}`);
    }
    await rm(own, { recursive: true, force: true });
    await cp(seeded, own, { recursive: true });
    this.#of = file;
    this.#running = this.#deskIn(own);
    await this.#running.start();
    return this.#running;
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
    this.#running = null;
  }

  #deskIn(folder: string): RunningDesk {
    return new RunningDesk(path.join(folder, 'data'), path.join(folder, 'home'), ['--lang', 'en', '--demo-customers', '240']);
  }
}

export const test = base.extend<{ desk: RunningDesk }, { desks: Desks }>({
  desks: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
    async ({}, use) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'desk-e2e-'));
      const desks = new Desks(folder);
      await use(desks);
      await desks.stop();
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  desk: [
    async ({ desks }, use, { file }) => {
      await use(await desks.of(file));
    },
    { timeout: 120_000 },
  ],
});

export { expect };
