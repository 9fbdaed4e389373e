import { describe, expect, it } from 'vitest';
import { demoDesk } from '#electron/demo/desk-data.ts';
import { type DeskFault, jsonPath } from '#shared/desk/desk-fault.ts';
import { readDeskFile, writeDeskFile } from '#shared/desk/desk-file.ts';

type File = {
  schema: unknown;
  version: unknown;
  configuration: Record<string, unknown[]> & { people: { queues: string[]; role: string }[]; queues: { id: string; serviceLevelSeconds: unknown }[] };
};

/** The faults of the demo desk’s file after something was done to it. */
function faultsAfter(spoil: (file: File) => unknown): readonly string[] {
  const file = JSON.parse(writeDeskFile(demoDesk)) as File;
  const spoilt = spoil(file);
  return told(readDeskFile(JSON.stringify(spoilt ?? file)));
}

const told = (read: { ok: true } | { ok: false; error: readonly DeskFault[] }): string[] =>
  read.ok ? [] : read.error.map(({ path, code, about }) => `${jsonPath(path)} ${code} ${about ?? ''}`.trim());

describe('A desk’s file', () => {
  it('is read as it was written, also with the mark that Windows’ editors put first', () => {
    const text = writeDeskFile(demoDesk);
    expect(readDeskFile(text)).toEqual({ ok: true, value: demoDesk });
    expect(readDeskFile(`\uFEFF${text}`)).toEqual({ ok: true, value: demoDesk });
    expect(text).not.toMatch(/password|verifier|login/i);
  });

  it('tells every fault with its place, not the first alone', () => {
    const faults = faultsAfter(({ configuration }) => {
      const [queue, other] = configuration.queues;
      if (queue) Object.assign(queue, { serviceLevelSeconds: 'soon', group: 'nowhere' });
      if (other) other.id = queue?.id ?? '';
      configuration.people[2]?.queues.push('nowhere');
      const person = configuration.people[3];
      if (person) person.role = 'cook';
      configuration.tags = 'many' as never;
      configuration.notes = [];
    });
    expect(faults).toContain('$.configuration.queues[0].serviceLevelSeconds wrong-type');
    expect(faults).toContain('$.configuration.queues[0].group unknown-group nowhere');
    expect(faults).toContain('$.configuration.queues[1].id duplicate-id account');
    expect(faults).toContain('$.configuration.people[2].queues[4] unknown-queue nowhere');
    expect(faults).toContain('$.configuration.people[3].role unknown-value cook');
    expect(faults).toContain('$.configuration.tags wrong-type');
    expect(faults).toContain('$.configuration unknown-field notes');
    // The queue that lost its id is missed by those who serve it.
    expect(faults).toContain('$.configuration.people[0].queues[1] unknown-queue identity');
    // A faulty queue is still there for those who name it.
    expect(faults.filter((fault) => fault.endsWith('unknown-queue account'))).toEqual([]);
  });

  it('of a newer console, of something else, or of nothing at all is refused', () => {
    expect(faultsAfter((file) => ({ ...file, version: 2 }))).toEqual(['$.version newer-version 2']);
    expect(faultsAfter((file) => ({ ...file, version: 'new' }))).toEqual(['$.schema not-a-desk-file']);
    expect(faultsAfter((file) => ({ ...file, schema: 'other' }))).toEqual(['$.schema not-a-desk-file']);
    for (const text of [
      '',
      '{',
      '[]',
      'null',
      '7',
      '"x"',
      '{"schema":"wallet-service-console/desk","version":1}',
      '{"schema":"wallet-service-console/desk","version":1,"configuration":7}',
    ]) {
      expect(told(readDeskFile(text)).length, text).toBeGreaterThan(0);
    }
    expect(told(readDeskFile('{'))[0]).toMatch(/^\$ not-json /);
  });

  it('writes places as JSON Path does', () => {
    expect(jsonPath([])).toBe('$');
    expect(jsonPath(['configuration', 'people', 3, 'name', 'zh-CN'])).toBe('$.configuration.people[3].name["zh-CN"]');
  });
});
