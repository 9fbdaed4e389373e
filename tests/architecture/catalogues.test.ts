import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkCatalogue } from '#tests/architecture/check-catalogues.ts';
import { root } from '#tests/architecture/sources.ts';

const folder = path.join(root, 'renderer/i18n');
const english = readdirSync(path.join(folder, 'en')).toSorted();

/** The one object that a catalogue's file exports. */
async function catalogue(language: string, file: string): Promise<unknown> {
  const exported = Object.values((await import(path.join(folder, language, file))) as Readonly<Record<string, unknown>>);
  expect(exported).toHaveLength(1);
  return exported[0];
}

test('both languages have the same catalogues', () => {
  expect(readdirSync(path.join(folder, 'zh-CN')).toSorted()).toEqual(english);
});

test.each(english)('%s says the same in both languages', async (file) => {
  expect(checkCatalogue(await catalogue('en', file), await catalogue('zh-CN', file))).toEqual([]);
});

describe('a fault is found', () => {
  test.each([
    ['a missing key', { a: 'A', b: { c: 'C' } }, { a: '甲' }],
    ['a key too many', { a: 'A' }, { a: '甲', b: '乙' }],
    ['an empty text', { a: 'A' }, { a: ' ' }],
    ['another placeholder', { a: 'Hello {{name}}' }, { a: '你好{{nom}}' }],
    ['a missing placeholder', { a_other: '{{count}} cases' }, { a_other: '会话' }],
    ['half-width punctuation', { a: 'Yes, no' }, { a: '是,否' }],
    ['half-width punctuation at the end', { a: 'Yes.' }, { a: '是.' }],
    ['a blank between a name and what they did', { a: '{{name}} took it' }, { a: '{{name}} 接入了会话' }],
    ['Chinese in English', { a: '甲' }, { a: '甲' }],
  ])('%s', (_name, en, zh) => {
    expect(checkCatalogue(en, zh).length).toBeGreaterThan(0);
  });

  test('and only a fault', () => {
    const en = { a_one: 'A case of {{name}}', a_other: '{{count}} cases of {{name}}', language: '中文', b: '10:30, 5.2 %' };
    const zh = { a_one: '{{name}}的{{count}}个会话', a_other: '{{name}}的{{count}}个会话', language: 'English', b: '10:30，5.2%' };
    expect(checkCatalogue(en, zh)).toEqual([]);
  });
});
