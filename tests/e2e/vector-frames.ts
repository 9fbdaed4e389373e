import { createServer } from 'node:http';
import type { Browser } from '@playwright/test';
import { MAIL_FRAME_PATH, mailFrameHeaders, mailFrameHtml } from '#electron/host/mail-frame.ts';
import type { MailLayer } from '#tests/e2e/mail-layer.ts';
import { type RemoteZone, type Watched, watchContext, watchPage } from '#tests/e2e/remote-zone.ts';
import { bytesOf, type MailVector } from '#tests/fixtures/mail-vectors/read-vectors.ts';

/** Which of the console's layers stand between a vector and what it wants. */
export interface Layers {
  readonly sanitiser: boolean;
  /** `sandbox` on the frame's tag. */
  readonly attribute: boolean;
  /** The policy in the frame's response, which holds a sandbox of its own. */
  readonly header: boolean;
  /** Whether the browser's session lets a request out. */
  readonly mayLoad?: (url: string) => boolean;
}

/** A server of pages and frames without any protection but what a run asks for. */
export interface Stage {
  readonly origin: string;
  readonly zone: RemoteZone;
  close(): void;
}

/** Serves the frame's real page and headers, or a vector's own bytes in their place. */
export async function openStage(zone: RemoteZone, vectors: readonly MailVector[]): Promise<Stage> {
  const { 'content-security-policy': policy, ...bare } = mailFrameHeaders;
  const byNumber = new Map(vectors.map((vector) => [String(vector.number), vector]));
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://stage');
    if (url.pathname !== MAIL_FRAME_PATH) return response.setHeader('content-type', 'text/html').end('<!doctype html><title>stage</title>');
    const raw = byNumber.get(url.searchParams.get('raw') ?? '');
    const headers = url.searchParams.has('header') ? { ...bare, 'content-security-policy': policy } : bare;
    response.writeHead(200, raw === undefined ? headers : { ...headers, 'content-type': `text/html; charset=${raw.charset}` });
    return response.end(raw === undefined ? mailFrameHtml : bytesOf(raw));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin, zone, close };
}

interface Shown {
  readonly vectors: readonly { readonly number: number; readonly html: string }[];
  readonly sanitiser: boolean;
  readonly attribute: boolean;
  readonly header: boolean;
}

/**
 * Runs in the page: a frame for each vector, filled, then pressed as by a reader who presses everything. Links to web
 * addresses are pressed only in a sanitised mail: elsewhere it is the console that takes the press.
 */
async function showFrames({ vectors, sanitiser, attribute: tag, header }: Shown): Promise<void> {
  const { mailLayer: layer } = globalThis as unknown as { mailLayer: MailLayer };
  const show = async ({ number, html }: { readonly number: number; readonly html: string }): Promise<HTMLIFrameElement> => {
    const frame = document.createElement('iframe');
    if (tag) frame.setAttribute('sandbox', layer.sandbox);
    const wanted = new URLSearchParams({ ...(sanitiser ? {} : { raw: String(number) }), ...(header ? { header: '' } : {}) });
    frame.src = `/mail-frame?${wanted}`;
    await new Promise((resolve) => {
      frame.addEventListener('load', resolve, { once: true });
      document.body.append(frame);
    });
    const page = frame.contentDocument;
    if (!page || !sanitiser) return frame;
    const mail = layer.sanitiseMail(html, new Map());
    if (tag)
      layer.fillFrame(
        frame,
        mail,
        () => undefined,
        () => undefined,
      );
    else page.body.replaceChildren(page.importNode(mail.fragment, true));
    return frame;
  };
  const press = (frame: HTMLIFrameElement) => {
    let page: Document | null = null;
    try {
      page = frame.contentDocument;
    } catch {
      return;
    }
    for (const part of page?.querySelectorAll('#press, a, area, summary, button, math, [onclick]') ?? []) {
      // A form may have a field called getAttribute.
      const attribute = (name: string) => Element.prototype.getAttribute.call(part, name);
      const href = attribute('href') ?? attribute('xlink:href');
      if (!sanitiser && href !== null && /^https?:$/.test(URL.parse(href, part.baseURI)?.protocol ?? '')) continue;
      part.dispatchEvent(new (part.ownerDocument.defaultView ?? globalThis).MouseEvent('click', { bubbles: true, cancelable: true }));
    }
  };
  const settle = async () => {
    for (let turn = 0; turn < 3; turn++) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      await fetch('/turn');
    }
  };
  const frames = await Promise.all(vectors.map(show));
  await settle();
  for (const frame of frames) press(frame);
  await settle();
  document.body.replaceChildren();
}

/** What vectors did behind these layers. */
export interface Outcome extends Watched {
  /** Vectors whose host was asked. */
  readonly asked: ReadonlySet<number>;
  readonly connections: number;
}

const BATCH = 40;

/** Shows each vector once in a frame of its own behind these layers. `layer` is what `buildLayer` made. */
export async function runVectors(browser: Browser, stage: Stage, layer: string, vectors: readonly MailVector[], layers: Layers): Promise<Outcome> {
  const { zone, origin } = stage;
  zone.asked.clear();
  const before = zone.connections();
  const context = await browser.newContext();
  const watched = await watchContext(context, [origin]);
  const { mayLoad } = layers;
  if (mayLoad) await context.route('**/*', (route) => (mayLoad(route.request().url()) ? route.continue() : route.abort()));
  for (let at = 0; at < vectors.length; at += BATCH) {
    const page = await context.newPage();
    watchPage(page, watched, (url) => url.startsWith(`${origin}/`) || url.startsWith('about:'));
    await page.goto(origin);
    await page.evaluate(layer);
    const batch = vectors.slice(at, at + BATCH).map(({ number, html }) => ({ number, html }));
    await page
      .evaluate(showFrames, { vectors: batch, sanitiser: layers.sanitiser, attribute: layers.attribute, header: layers.header })
      .catch((cause: unknown) => watched.acts.push(`page failed: ${String(cause)}`));
    if (page.url() !== `${origin}/`) watched.acts.push(`page moved to ${page.url()}`);
    await page.close();
  }
  await context.close();
  return { ...watched, asked: new Set(zone.asked), connections: zone.connections() - before };
}
