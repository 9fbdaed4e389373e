import type { Page } from '@playwright/test';
import { MailReader } from '#electron/channels/email/mail-reader.ts';
import type { MailView } from '#electron/channels/email/mail-view.ts';
import { alone, importMails, openNext } from '#tests/bench/mail-screens.ts';
import type { MailLayer } from '#tests/e2e/mail-layer.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { mailVectors } from '#tests/fixtures/mail-vectors/read-vectors.ts';
import { mailCorpus } from '#tests/integration/email/mail-corpus.ts';
import { framedMail, framedPlaces, inGroups, textMail, textPlaces } from '#tests/integration/email/vector-mails.ts';

const BATCH = 30;
/** Of the framed vectors, every so many also go through the real screen. */
const SAMPLE = 25;

/** Runs in the console's page: a frame for each mail, filled as the console does, all in it pressed. Answers how many were shown. */
async function showMails(views: readonly { readonly html: string; readonly pictures: MailView['pictures'] }[]): Promise<number> {
  const { mailLayer: layer } = globalThis as unknown as { mailLayer: MailLayer };
  const room = document.createElement('div');
  document.body.append(room);
  const show = async ({ html, pictures }: (typeof views)[number]): Promise<Document | null> => {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', layer.sandbox);
    frame.referrerPolicy = 'no-referrer';
    frame.src = '/mail-frame';
    await new Promise((resolve) => {
      frame.addEventListener('load', resolve, { once: true });
      room.append(frame);
    });
    const own = new Map(pictures.map(({ contentId, type, data }) => [contentId, `data:${type};base64,${data}`]));
    const { promise, resolve } = Promise.withResolvers<void>();
    layer.fillFrame(
      frame,
      layer.sanitiseMail(html, own),
      () => undefined,
      () => resolve(),
    );
    await promise;
    return frame.contentDocument;
  };
  const settle = async () => {
    for (let turn = 0; turn < 3; turn++) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      await fetch('/mail-frame');
    }
  };
  const pages = await Promise.all(views.map(show));
  await settle();
  for (const page of pages) {
    for (const part of page?.querySelectorAll('a, area, summary, button, #press') ?? []) {
      part.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    }
  }
  await settle();
  // Whatever was pressed: the frame still holds the host's page.
  const shown = pages.filter((page) => page?.location.pathname === '/mail-frame').length;
  room.remove();
  return shown;
}

/** Shows every HTML mail of the fixtures, and every vector in each place of a mail's HTML; answers how many frames were shown. */
export async function renderFrames(page: Page, layer: string): Promise<number> {
  const reader = new MailReader({ logger: recordingLogger() });
  await reader.start();
  await page.evaluate(layer);
  const mails = [
    ...(await mailCorpus()).map(({ bytes }) => bytes),
    ...mailVectors().flatMap((vector) => framedPlaces.map((place) => framedMail(vector, place))),
  ];
  let shown = 0;
  for (let at = 0; at < mails.length; at += BATCH) {
    const views: { html: string; pictures: MailView['pictures'] }[] = [];
    for (const mail of mails.slice(at, at + BATCH)) {
      const view = await reader.view(mail);
      if (view.ok && view.value.html !== null) views.push({ html: view.value.html, pictures: view.value.pictures });
    }
    shown += await page.evaluate(showMails, views);
  }
  await reader.stop();
  return shown;
}

interface Screens {
  /** Cases that were opened. */
  readonly shown: number;
  readonly failed: number;
  /** Vectors in their places, and mails. */
  readonly renderings: number;
}

/** Imports mails and opens each: every vector as the console's own text, a part of the framed ones, the fixtures' among them. */
export async function renderScreens(page: Page): Promise<Screens> {
  const vectors = mailVectors();
  const framed = [
    ...vectors.map((vector, index) => framedMail(vector, framedPlaces[index % framedPlaces.length] ?? 'body')),
    ...(await mailCorpus()).map(({ bytes }, index) => alone(bytes, index)),
  ].filter((_mail, index) => index % SAMPLE === 0);
  const texts = inGroups(vectors).map((group) => textMail(...group));
  let [shown, failed, renderings] = [0, 0, 0];
  for (const [mails, placed] of [
    [framed, framed.length],
    [texts, vectors.length * textPlaces.length],
  ] as const) {
    failed += await importMails(page, mails);
    await page.getByRole('grid', { name: 'Inbox' }).getByRole('row').nth(1).click();
    let [others, opened] = [0, 0];
    // Below the mails stand the desk's other cases, and now and then one of those comes between.
    for (let n = 0; n < mails.length + 20 && others < 5 && opened < mails.length - 1; n++) {
      const { state } = await openNext(page);
      if (state === 'html' || state === 'text') opened += 1;
      else if (state === 'other') others += 1;
      else failed += 1;
    }
    shown += opened;
    renderings += Math.floor((placed * opened) / mails.length);
  }
  return { shown, failed, renderings };
}
