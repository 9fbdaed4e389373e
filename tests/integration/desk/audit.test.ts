import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAudit, verifyAudit } from '#electron/host/audit/audit-command.ts';
import { readAuditOptions } from '#electron/host/audit/audit-options.ts';
import { openDeskVault } from '#electron/host/desk-folder.ts';
import type { KeyVault } from '#electron/host/key-vault.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import { type Query, sql } from '#electron/sqlite/sql.ts';
import { foldCase } from '#shared/case/evolve.ts';
import { isMessage } from '#shared/case/state.ts';
import type { CaseId, CommandId, CustomerId, Token } from '#shared/lib/ids.ts';
import { Bench, type Tab } from '#tests/contract/bench-kit.ts';
import { frameThat } from '#tests/contract/console-tab-kit.ts';
import { memory } from '#tests/contract/transports.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const wang = 'C100001' as CustomerId;
const said = 'the customer stands at the counter';

describe('The audit of a desk in a folder', () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'audit-'));
  const keyFile = path.join(dataDir, 'key');
  let vault: KeyVault;
  let bench: Bench;
  let lin: Tab;

  const begin = async () => {
    const opened = await openDeskVault({ dataDir, demo: true, memory: false, passphraseFile: null, keyFile, engine: null }, null);
    if (!opened.ok || opened.value === null) throw new Error('the folder opens');
    vault = opened.value;
    bench = new Bench(memory, { folder: vault.folder, keys: vault });
    await bench.start();
    lin = await bench.tab('agent-lin');
  };
  const end = async () => {
    await bench.stop();
    vault.release();
  };
  beforeAll(async () => {
    writeFileSync(keyFile, randomBytes(32), { mode: 0o600 });
    await begin();
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  const args = ['--data-dir', dataDir, '--key-file', keyFile];
  const options = (...more: readonly string[]) => {
    const read = readAuditOptions([...args, ...more]);
    if (!read.ok) throw new Error(read.error);
    return read.value;
  };
  const verify = async () => {
    const checked = await verifyAudit(options(), () => undefined);
    if (!checked.ok) throw new Error(checked.error);
    return checked.value;
  };
  const list = async (...more: readonly string[]) => {
    const lines: { n: number; kind: string; caseId: string | null; reason: string | null }[] = [];
    await listAudit(options(...more), (line) => lines.push(JSON.parse(line)));
    return lines;
  };
  /** Changes the ledger as somebody does who has its key, looks, and puts it back. */
  const tampered = async (...changes: readonly Query[]) => {
    const file = path.join(dataDir, 'demo/ledger.db');
    const change = (...queries: readonly Query[]) => {
      const db = openForWriting({ file, key: vault.key?.key ?? null, synchronous: 'FULL', logger: null });
      for (const query of queries) db.run(query);
      db.close();
    };
    change(sql`CREATE TABLE before AS SELECT * FROM audit`, ...changes);
    const found = await verify();
    change(sql`DELETE FROM audit`, sql`INSERT INTO audit SELECT * FROM before`, sql`DROP TABLE before`);
    return found;
  };

  async function hidden(number: string): Promise<{ caseId: CaseId; token: Token }> {
    const { caseId } = await bench.newCase(`top up from ${number}`);
    const { events } = await lin.client.cases.read({ caseId, after: 0 });
    const [mark] =
      foldCase(undefined, events)
        ?.entries.filter(isMessage)
        .flatMap(({ marks }) => marks) ?? [];
    if (!mark) throw new Error('the number is masked');
    return { caseId, token: mark.token };
  }

  it('answers no value before the entry is on disk: while the ledger cannot be written, it waits', async () => {
    const { caseId, token } = await hidden('13900139777');
    const lock = openForWriting({ file: path.join(dataDir, 'demo/ledger.db'), key: vault.key?.key ?? null, synchronous: 'FULL', logger: null });
    lock.run(sql`BEGIN IMMEDIATE`);
    let shown = false;
    const value = lin.client.vault.reveal({ caseId, token, reason: 'verify', words: said }).then(() => {
      shown = true;
    });
    // The wallet answers all the while.
    for (let round = 0; round < 10; round += 1) await lin.client.customers.find({ text: wang });
    expect(shown).toBe(false);
    lock.run(sql`ROLLBACK`);
    lock.close();
    await value;
  });

  it('keeps what was typed as a reason until the case is erased, and is whole after that', async () => {
    const { caseId, token } = await hidden('13900139888');
    await lin.client.vault.reveal({ caseId, token, reason: 'other', words: said });
    const zhou = await bench.tab('administrator-zhou');
    const newest = async () =>
      (await zhou.client.audit.page({ actor: 'agent-lin', customer: null, kind: 'value.revealed', before: null, limit: 1 })).entries[0];
    expect(await newest()).toMatchObject({ caseId, reason: 'other', words: said, fields: ['phone'] });
    const { confirm } = await zhou.client.erasure.scope({ caseId });
    await zhou.client.erasure.erase({ caseId, reason: 'asked', confirm, commandId: v7() as CommandId });
    expect(await newest()).toMatchObject({ caseId, reason: 'other', words: null });
    const [erased] = (await zhou.client.audit.page({ actor: null, customer: null, kind: 'person.erased', before: null, limit: 1 })).entries;
    expect(erased).toMatchObject({ caseId, reason: 'asked', facts: { cases: 1 } });
    const { verdict } = await frameThat(await zhou.client.audit.verify(), (frame) => frame.verdict !== null);
    expect(verdict?.fault).toBeNull();
  });

  it('is refused to be looked at from outside while the console runs', async () => {
    const checked = await verifyAudit(options(), () => undefined);
    expect(checked).toEqual({ ok: false, error: expect.stringContaining('is in use by another console') });
  });

  it('is whole after a stop, to its last entry, and goes on after a start', async () => {
    await end();
    const first = await verify();
    expect(first).toEqual({
      whole: true,
      lines: [expect.stringMatching(/^The audit is whole: \d+ entries, proved by \d+ published heads .*nothing came since\.$/)],
    });
    const before = (await list()).length;
    await begin();
    await end();
    expect((await verify()).whole).toBe(true);
    const all = await list();
    expect(all.map(({ n }) => n)).toEqual(all.map((_, index) => index + 1));
    expect(all.slice(before).map(({ kind }) => kind)).toContain('host.started');
    expect((await list('--person', 'agent-lin', '--kind', 'value.revealed')).map(({ reason }) => reason)).toEqual(['verify', 'other']);
    expect(JSON.stringify(all)).not.toContain(said);
  });

  it('tells an edit, a deletion, a swap, a cut tail and a chain that was made anew, each by the first entry', async () => {
    const [revealed] = await list('--kind', 'value.revealed');
    const n = revealed?.n ?? 0;
    const edited = await tampered(sql`UPDATE audit SET entry = replace(entry, 'agent-lin', 'agent-xyz') WHERE n = ${n}`);
    expect(edited).toMatchObject({ whole: false, lines: [expect.stringContaining(`Entry ${n} is not what was recorded`), expect.anything()] });
    const gone = await tampered(sql`DELETE FROM audit WHERE n = ${n}`);
    expect(gone).toMatchObject({ whole: false, lines: [expect.stringContaining(`Entry ${n} is missing`), expect.anything()] });
    const swapped = await tampered(
      sql`UPDATE audit SET n = -1 WHERE n = ${n}`,
      sql`UPDATE audit SET n = ${n} WHERE n = ${n + 1}`,
      sql`UPDATE audit SET n = ${n + 1} WHERE n = -1`,
    );
    expect(swapped).toMatchObject({ whole: false, lines: [expect.stringContaining(`Entry ${n} is not what was recorded`), expect.anything()] });
    const cut = await tampered(sql`DELETE FROM audit WHERE n > ${n}`);
    expect(cut).toMatchObject({ whole: false, lines: [expect.stringContaining(`cut short: entry ${n + 1} and all behind it are gone`), expect.anything()] });
    const emptied = await tampered(sql`DELETE FROM audit`);
    expect(emptied).toMatchObject({ whole: false, lines: [expect.stringContaining('cut short: entry 1 and all behind it are gone'), expect.anything()] });
    expect((await verify()).whole).toBe(true);
  });

  it('npm run audit -- verify ends with 1 and names the entry; list gives lines of JSON', async () => {
    const run = async (command: string) => {
      const child = spawn(process.execPath, ['electron/cli/audit.ts', command, ...args], { cwd: root });
      let [out, err] = ['', ''];
      child.stdout.on('data', (data) => {
        out += String(data);
      });
      child.stderr.on('data', (data) => {
        err += String(data);
      });
      const [code] = await once(child, 'close');
      return { code, out, err };
    };
    const listed = await run('list');
    expect(listed.code).toBe(0);
    const lines = listed.out.trim().split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ n: 1, kind: 'host.started' });
    const db = openForWriting({ file: path.join(dataDir, 'demo/ledger.db'), key: vault.key?.key ?? null, synchronous: 'FULL', logger: null });
    db.run(sql`DELETE FROM audit WHERE n = 3`);
    db.close();
    const verified = await run('verify');
    expect(verified.code).toBe(1);
    expect(verified.err).toContain('Entry 3 is missing');
  });
});
