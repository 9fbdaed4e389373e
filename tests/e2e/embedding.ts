import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SignJWT } from 'jose';
import { RunningDesk } from '#tests/e2e/desk.ts';

const secret = 'what the app and the desk have in common, longer than 32 bytes';
const rules = { issuer: 'https://app.wallet.test', audience: 'support' };

/** A token as the wallet's app makes it for its customer. */
export const tokenOf = (customer: string, name: string, endsIn = 300): Promise<string> => {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ name })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(customer)
    .setIssuer(rules.issuer)
    .setAudience(rules.audience)
    .setIssuedAt(now + Math.min(0, endsIn - 60))
    .setExpirationTime(now + endsIn)
    .sign(Buffer.from(secret));
};

/** Writes the secret that app and desk share into the folder of a configuration; answers how that one names it. */
export async function identityIn(folder: string): Promise<object> {
  await writeFile(path.join(folder, 'secret'), secret);
  return { kind: 'hs256', file: 'secret', ...rules };
}

/** A site of somebody else, on a port of its own; under two names it is two sites to a browser. */
export class Site {
  readonly #server: Server;
  script = '';

  constructor() {
    this.#server = createServer((request, response) => {
      const asked = new URL(request.url ?? '/', 'http://site');
      const tag = [...asked.searchParams].map(([name, value]) => ` data-${name}="${value}"`).join('');
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(`<!doctype html><html lang="en"><head><title>A shop</title><meta name="viewport" content="width=device-width, initial-scale=1">
<style>* { font-size: 31px !important; color: rgb(120, 0, 0) !important; letter-spacing: 3px } button { display: none } .own { display: block; padding: 7px } iframe { width: 3px }</style></head>
<body><main><h1>A shop</h1><button class="own" type="button">Buy</button><a href="#more">More</a></main><script src="${this.script}"${tag}></script></body></html>`);
    });
  }

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** The origin under a name. */
  at(name: 'localhost' | '127.0.0.1'): string {
    return `http://${name}:${(this.#server.address() as AddressInfo).port}`;
  }
}

/** A desk whose chat two sites may embed, one that it does not name, and what the operator decided beside it. */
export class EmbeddingDesk {
  readonly site = new Site();
  readonly stranger = new Site();
  #folder = '';
  #desk: RunningDesk | null = null;

  async start(chat: object = {}): Promise<void> {
    this.#folder = await mkdtemp(path.join(tmpdir(), 'desk-embedding-'));
    await Promise.all([this.site.start(), this.stranger.start()]);
    const config = path.join(this.#folder, 'config.json');
    const identity = await identityIn(this.#folder);
    const origins = [this.site.at('localhost'), this.site.at('127.0.0.1')];
    await writeFile(config, JSON.stringify({ chat: { origins, identity, ...chat } }));
    const args = ['--lang', 'en', '--demo-customers', '240', '--config', config];
    this.#desk = new RunningDesk(path.join(this.#folder, 'data'), path.join(this.#folder, 'home'), args);
    await this.#desk.start();
    this.site.script = this.stranger.script = `${this.#desk.chatUrl}widget.js`;
  }

  get desk(): RunningDesk {
    if (!this.#desk) throw new Error('the desk was not started');
    return this.#desk;
  }

  async stop(): Promise<void> {
    await this.#desk?.stop();
    await Promise.all([this.site.stop(), this.stranger.stop()]);
    await rm(this.#folder, { recursive: true, force: true });
  }
}
