import { type Browser, chromium, expect, test } from '@playwright/test';
import { APP_ORIGIN } from '#electron/main/app-protocol.ts';
import { guardSession } from '#electron/main/guard-session.ts';
import { buildLayer } from '#tests/e2e/build-layer.ts';
import type { MailLayer } from '#tests/e2e/mail-layer.ts';
import { openZone, type RemoteZone } from '#tests/e2e/remote-zone.ts';
import { type Layers, openStage, runVectors, type Stage } from '#tests/e2e/vector-frames.ts';
import { FakeSession } from '#tests/fakes/electron.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { type MailVector, mailVectors } from '#tests/fixtures/mail-vectors/read-vectors.ts';
import { chromium as chromiumPath } from '#tests/system-parts.ts';
import { long } from '#tests/whole.ts';

const vectors = mailVectors();
/** What is not kept within the frame: in it another document that runs nothing may stand. */
const beyondFrame = (acts: readonly string[]) => acts.filter((act) => !act.startsWith('move to '));
const remote = vectors.filter(({ kind }) => kind === 'remote');
const scripts = vectors.filter(({ kind }) => kind === 'script');

let browser: Browser;
let zone: RemoteZone;
let stage: Stage;
let layer = '';

test.beforeAll(async () => {
  layer = await buildLayer();
  zone = await openZone();
  stage = await openStage(zone, vectors);
  browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', `--host-resolver-rules=${zone.rules}`],
  });
});
test.afterAll(async () => {
  await browser.close();
  stage.close();
  zone.close();
});

const none: Layers = { sanitiser: false, attribute: false, header: false };
const run = (layers: Partial<Layers>, which = vectors) => runVectors(browser, stage, layer, which, { ...none, ...layers });
const html = (numbers: ReadonlySet<number>) => vectors.filter(({ number }) => numbers.has(number)).map((vector) => vector.html);

test('there are vectors of every kind, each once', () => {
  expect(remote.length).toBeGreaterThanOrEqual(60);
  expect(scripts.length).toBeGreaterThanOrEqual(200);
  expect(new Set(vectors.map(({ html: text, charset, number }) => charset + text.replaceAll(String(number), ''))).size).toBe(vectors.length);
});

/** Each so many of them where all of them would take long; the others are for `--whole`. */
const SAMPLE = 5;
const some = vectors.filter((_vector, index) => index % SAMPLE === 0);
const of = (kind: 'remote' | 'script', which: readonly MailVector[]) => which.filter((vector) => vector.kind === kind);

test('nothing runs, is asked for or opens behind all layers, whatever a mail holds', async () => {
  const { fired, asked, acts, requests, connections } = await run({ sanitiser: true, attribute: true, header: true });
  expect(html(fired)).toEqual([]);
  expect(html(asked)).toEqual([]);
  expect(requests).toEqual([]);
  expect(connections).toBe(0);
  expect(acts).toEqual([]);
});

for (const [declare, which, those] of [
  [test, some, 'a part of them'],
  [long(test), vectors, 'all of them'],
] as const) {
  declare(`without any layer most do what they are for: ${those}`, async () => {
    const { fired, asked } = await run({}, which);
    expect(of('script', which).filter(({ number }) => fired.has(number)).length).toBeGreaterThan(0.7 * of('script', which).length);
    expect(of('remote', which).filter(({ number }) => asked.has(number)).length).toBeGreaterThan(0.6 * of('remote', which).length);
  });

  declare(`the sanitiser alone lets nothing run, be asked for or open: ${those}`, async () => {
    const { fired, asked, acts, requests, connections } = await run({ sanitiser: true }, which);
    expect(html(fired)).toEqual([]);
    expect(html(asked)).toEqual([]);
    expect(requests).toEqual([]);
    expect(connections).toBe(0);
    expect(acts).toEqual([]);
  });

  declare(`the response’s header alone lets nothing run, be asked for or open: ${those}`, async () => {
    const { fired, asked, acts } = await run({ header: true }, which);
    expect(html(fired)).toEqual([]);
    expect(html(asked)).toEqual([]);
    expect(beyondFrame(acts)).toEqual([]);
  });

  declare(`the tag’s sandbox alone lets nothing run or open: ${those}`, async () => {
    const { fired, acts } = await run({ attribute: true }, of('script', which));
    expect(html(fired)).toEqual([]);
    expect(beyondFrame(acts)).toEqual([]);
  });
}

test('nothing is asked for where the desktop’s session alone refuses it', async () => {
  const session = new FakeSession();
  guardSession(session as never, { packaged: true, logger: () => recordingLogger() });
  const mayLoad = (url: string) => {
    let refused = true;
    const answer = ({ cancel }: { readonly cancel: boolean }) => {
      refused = cancel;
    };
    session.call('request', { url: url.replace(stage.origin, APP_ORIGIN), resourceType: 'other' }, answer);
    return !refused;
  };
  const { asked } = await run({ mayLoad }, of('remote', some));
  expect(html(asked)).toEqual([]);
});

test('presses on links and forms lead nowhere where the console alone takes them', async () => {
  zone.asked.clear();
  const context = await browser.newContext();
  const page = await context.newPage();
  const moves: string[] = [];
  page.on('framenavigated', (frame) => moves.push(frame.url()));
  page.on('popup', (popup) => moves.push(`popup ${popup.url()}`));
  await page.goto(stage.origin);
  await page.evaluate(layer);
  await page.evaluate(() => {
    const { mailLayer } = globalThis as unknown as { mailLayer: MailLayer };
    document.body.replaceChildren();
    for (const [href, target] of ['', '_blank', '_top'].flatMap((way) =>
      ['http://1.remote.test/', 'data:text/html,x', 'mailto:a@remote.test'].map((to) => [to, way] as const),
    )) {
      document.body.append(Object.assign(document.createElement('a'), { href, target, textContent: `${href} ${target}` }), document.createElement('br'));
    }
    const form = Object.assign(document.createElement('form'), { action: 'http://2.remote.test/' });
    form.append(Object.assign(document.createElement('button'), { textContent: 'go' }));
    document.body.append(form);
    mailLayer.catchPresses(document, () => undefined);
  });
  moves.length = 0;
  for (const link of await page.locator('a').all()) {
    await link.click();
    await link.click({ button: 'middle' });
    await link.click({ modifiers: ['Control'] });
    await link.press('Enter');
  }
  await page.getByRole('button').click();
  expect(moves).toEqual([]);
  expect([...zone.asked]).toEqual([]);
  await context.close();
});
