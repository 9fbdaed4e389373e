import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { v7 } from 'uuid';
import { connectOnce } from '#electron/engine/nats/connection/connect-once.ts';
import type { Refused } from '#electron/engine/nats/log/decode.ts';
import { NatsEngine } from '#electron/engine/nats/nats-engine.ts';
import { type SigningKey, signingKey } from '#electron/engine/nats/signing/nkey.ts';
import { readOperatorOptions } from '#electron/host/engine/operator-options.ts';
import { runPermissions } from '#electron/host/engine/permissions-command.ts';
import { runSetUp } from '#electron/host/engine/set-up-command.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { type NatsCluster, startNats } from '#tests/nats-servers.ts';
import { TempFolder } from '#tests/temp-folder.ts';

/** Who is on the desk of these tests: two groups, one of each role. */
export const users = [
  { name: 'operator', role: 'operator' },
  { name: 'ling', role: 'agent', person: 'ling', groups: ['wallet'] },
  { name: 'chen', role: 'agent', person: 'chen', groups: ['wallet'] },
  { name: 'omar', role: 'agent', person: 'omar', groups: ['other'] },
  { name: 'he', role: 'supervisor', person: 'he', groups: ['wallet'] },
  { name: 'tang', role: 'trainer', person: 'tang', groups: ['wallet'] },
  { name: 'zhou', role: 'administrator', person: 'zhou', groups: ['wallet', 'other'] },
  { name: 'chat', role: 'gateway', groups: ['wallet'] },
  { name: 'hall', role: 'host' },
] as const;

export type UserName = (typeof users)[number]['name'];

/** A real server with the written configuration, a desk set up on it, and what was kept aside by each engine. */
export class SecuredDesk {
  readonly #folder = new TempFolder('secured-');
  readonly #engines: NatsEngine[] = [];
  cluster!: NatsCluster;

  get folder(): string {
    return this.#folder.path;
  }

  async start(): Promise<void> {
    writeFileSync(path.join(this.folder, 'users.json'), JSON.stringify(users));
    const written = runPermissions(['--users', path.join(this.folder, 'users.json'), '--out', this.folder], Date.now());
    if (!written.ok) throw new Error(written.error);
    this.cluster = await startNats(1, `max_payload: 8MB\n${readFileSync(path.join(this.folder, 'nats-users.conf'), 'utf8')}`);
    const options = readOperatorOptions([
      '--servers',
      this.cluster.urls.join(','),
      '--nkey',
      this.seedFile('operator'),
      '--directory',
      path.join(this.folder, 'directory.json'),
    ]);
    if (!options.ok) throw new Error(options.error);
    const done = await runSetUp(options.value);
    if (!done.ok) throw new Error(done.error);
  }

  seedFile(name: UserName): string {
    return path.join(this.folder, 'seeds', `${name}.nk`);
  }

  key(name: UserName): SigningKey {
    return signingKey(readFileSync(this.seedFile(name), 'utf8'));
  }

  place(name: UserName) {
    return { servers: this.cluster.urls, desk: 'wallet', key: this.key(name), authenticate: true, tls: null };
  }

  /** An engine that is at work, with what it did not believe. */
  async engine(name: UserName): Promise<{ readonly engine: NatsEngine; readonly refused: Refused[] }> {
    const refused: Refused[] = [];
    const engine = new NatsEngine({
      place: this.place(name),
      clock: Date.now,
      newId: v7,
      logger: recordingLogger(),
      journal: null,
      onRefused: (one) => refused.push(one),
      lookMs: 0,
    });
    this.#engines.push(engine);
    await engine.start();
    return { engine, refused };
  }

  /** A bare client with somebody's key. */
  raw(name: UserName) {
    return connectOnce(this.place(name), `raw ${name}`);
  }

  async stop(): Promise<void> {
    for (const engine of this.#engines) await engine.stop();
    await this.cluster?.end();
    this.#folder.remove();
  }
}
