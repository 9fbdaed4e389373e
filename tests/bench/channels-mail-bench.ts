import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { parseMails } from '#tests/bench/channels-mail-parse.ts';
import { renderFrames, renderScreens } from '#tests/bench/channels-mail-render.ts';
import { endDesk, npmStart } from '#tests/bench/desk-process.ts';
import { mailStopwatch } from '#tests/bench/mail-screens.ts';
import { foreignInNetLog } from '#tests/bench/net-log.ts';
import type { Report } from '#tests/bench/run.ts';
import { buildLayer } from '#tests/e2e/build-layer.ts';
import { openZone, type RemoteZone, watchContext, watchPage } from '#tests/e2e/remote-zone.ts';
import { openStage, runVectors } from '#tests/e2e/vector-frames.ts';
import { mailVectors } from '#tests/fixtures/mail-vectors/read-vectors.ts';
import { chromium as chromiumPath } from '#tests/system-parts.ts';

/** Chromium as the tests start it, to whom every name of the zone is the zone's server. */
function launch(zone: RemoteZone, ...more: readonly string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      `--host-resolver-rules=${zone.rules}`,
      ...more,
    ],
  });
}

/** What the vectors do where nothing protects: whoever sees nothing here sees nothing there either. */
async function control(zone: RemoteZone, layer: string, folder: string, report: Report): Promise<void> {
  const netLog = path.join(folder, 'control-net-log.json');
  const vectors = mailVectors();
  const stage = await openStage(zone, vectors);
  const browser = await launch(zone, `--log-net-log=${netLog}`);
  try {
    const { fired, asked, acts } = await runVectors(browser, stage, layer, vectors, { sanitiser: false, attribute: false, header: false });
    report('channels.mail.control.vectors', vectors.length);
    report('channels.mail.control.executions', vectors.filter(({ kind, number }) => kind === 'script' && fired.has(number)).length);
    report('channels.mail.control.requests', vectors.filter(({ kind, number }) => kind === 'remote' && asked.has(number)).length);
    report('channels.mail.control.acts', acts.length);
    await browser.close();
    report('channels.mail.control.names', (await foreignInNetLog(netLog, stage.origin)).length);
  } finally {
    await browser.close();
    stage.close();
  }
}

/**
 * Every mail of the fixtures and every vector in all its places, through the console. Most frames are made many to a
 * page: by the reader that the desk asks, the console's own sanitiser and filling, in the console's page, from the
 * host's own route with its headers; all that differs is that React makes the element and a call brings the mail, and
 * those a part of them goes through by the real screen, as does every vector that is text there.
 */
async function renderings(zone: RemoteZone, layer: string, folder: string, report: Report): Promise<void> {
  const netLog = path.join(folder, 'net-log.json');
  const desk = await npmStart(folder);
  const browser = await launch(zone, `--log-net-log=${netLog}`);
  const before = zone.connections();
  const { origin } = new URL(desk.consoleUrl);
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const watched = await watchContext(context, [origin]);
    const page = await context.newPage();
    await page.addInitScript(mailStopwatch);
    watchPage(page, watched, (url) => url.startsWith(`${origin}/`) || url.startsWith('about:'));
    await page.goto(desk.consoleUrl);
    await page
      .getByRole('button', { name: /^Supervisor / })
      .first()
      .click();
    await page.getByRole('grid', { name: 'Inbox' }).waitFor();
    const frames = await renderFrames(page, layer);
    report('channels.mail.frames', frames);
    const screens = await renderScreens(page);
    report('channels.mail.screens', screens.shown);
    report('channels.mail.screens.failed', screens.failed);
    report('channels.mail.renderings', frames + screens.renderings);
    if (page.url().split('#')[0] !== `${origin}/`) watched.acts.push(`page moved to ${page.url()}`);
    await context.close();
    await browser.close();
    const foreign = await foreignInNetLog(netLog, origin);
    for (const line of [...watched.requests, ...foreign, ...watched.acts].slice(0, 20)) process.stderr.write(`mail: ${line}\n`);
    report('channels.mail.requests', watched.requests.length + foreign.length + zone.connections() - before);
    report('channels.mail.executions', watched.fired.size + watched.acts.length);
  } finally {
    await browser.close();
    await endDesk(desk);
  }
}

/** HTML mail shown safely: nothing is asked for and nothing runs, whatever a mail holds and wherever it holds it. */
export async function mailSafety(report: Report): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mail-safety-'));
  spawnSync('npm', ['run', '--silent', 'build'], { cwd: path.resolve(import.meta.dirname, '../..'), stdio: 'ignore' });
  const zone = await openZone();
  try {
    await parseMails(report);
    const layer = await buildLayer();
    await control(zone, layer, folder, report);
    await renderings(zone, layer, folder, report);
  } finally {
    zone.close();
    await rm(folder, { recursive: true, force: true });
  }
}
