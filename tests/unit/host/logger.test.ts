import { closeSync, mkdirSync, openSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openLogs, redact } from '#electron/host/logger.ts';
import { inAnotherProcess, mode, temporaryFolder } from '#tests/unit/host/folder-kit.ts';

const linesOf = (folder: string) =>
  readFileSync(path.join(folder, 'logs/console.log'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the log of a folder', () => {
  it('has a line of JSON for each event, readable by its owner alone', () => {
    const folder = temporaryFolder();
    const logs = openLogs(folder);
    logs.createLogger('engine').info('append: done', { events: 3 });
    logs.createLogger('store').warn('open: slow');
    logs.createLogger('store').debug('open: not kept');
    logs.close();
    expect(linesOf(folder)).toEqual([
      expect.objectContaining({ area: 'engine', msg: 'append: done', events: 3, level: 30 }),
      expect.objectContaining({ area: 'store', msg: 'open: slow', level: 40 }),
    ]);
    expect([mode(path.join(folder, 'logs')), mode(path.join(folder, 'logs/console.log'))]).toEqual(['700', '600']);
  });

  it('can be closed at once, and again; what is said after that goes nowhere', () => {
    const folder = temporaryFolder();
    const logs = openLogs(folder);
    logs.close();
    logs.close();
    const other = path.join(folder, 'other');
    const fd = openSync(other, 'w');
    logs.createLogger('x').info('late');
    closeSync(fd);
    expect([linesOf(folder), statSync(other).size]).toEqual([[], 0]);
  });

  it('is there when the program is killed in the next moment', () => {
    const folder = temporaryFolder();
    inAnotherProcess(`
      import { openLogs } from '#electron/host/logger.ts';
      openLogs(${JSON.stringify(folder)}).createLogger('x').info('the last line');
      process.kill(process.pid, 'SIGKILL');
    `);
    expect(linesOf(folder)).toEqual([expect.objectContaining({ msg: 'the last line' })]);
  });

  it('goes on where it was left, and begins anew when it has grown', () => {
    const folder = temporaryFolder();
    for (const line of ['one', 'two']) {
      const logs = openLogs(folder);
      logs.createLogger('x').info(line);
      logs.close();
    }
    expect(linesOf(folder)).toHaveLength(2);
    writeFileSync(path.join(folder, 'logs/console.log'), 'x'.repeat(5 * 1024 * 1024 + 1));
    openLogs(folder).close();
    expect(statSync(path.join(folder, 'logs/console.log')).size).toBe(0);
    expect(statSync(path.join(folder, 'logs/console.log.1')).size).toBe(5 * 1024 * 1024 + 1);
  });

  it('masks what is sensitive, in words and in fields', () => {
    const folder = temporaryFolder();
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const logs = openLogs(folder);
    logs.createLogger('x').error('call 13800138000 now', { card: '6222021234567890128', count: 3 });
    logs.close();
    const written = JSON.stringify([linesOf(folder), told.mock.calls]);
    told.mockRestore();
    expect(written).not.toContain('13800138000');
    expect(written).not.toContain('6222021234567890128');
    expect(redact('nothing of the kind')).toBe('nothing of the kind');
  });

  it('that cannot be opened is a fault at once', () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'logs/console.log'), { recursive: true });
    expect(() => openLogs(folder)).toThrow('EISDIR');
  });

  it.runIf(process.platform === 'linux')('on a disk that is full does not end the program', () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'logs'));
    symlinkSync('/dev/full', path.join(folder, 'logs/console.log'));
    const said = inAnotherProcess(`
      import { openLogs } from '#electron/host/logger.ts';
      const logs = openLogs(${JSON.stringify(folder)});
      for (let line = 0; line < 100; line += 1) logs.createLogger('x').info('a line');
      process.once('beforeExit', () => {
        logs.close();
        process.stdout.write('still here');
      });
    `);
    expect(said).toBe('still here');
  });
});
