import { expect, test } from 'vitest';
import { checkScreenTexts } from '#tests/architecture/check-screen-texts.ts';
import { sources, told } from '#tests/architecture/sources.ts';

const screens = sources('.ts', '.tsx').filter(({ file }) => file.startsWith('renderer/') && !file.startsWith('renderer/i18n/'));

test('no text for people outside the catalogues', () => {
  expect(told(screens.flatMap(checkScreenTexts))).toEqual([]);
});

test.each([
  '<p>Hello there</p>',
  '<button type="button">\n  Send\n</button>',
  '<p>is typing {dots}</p>',
  '<b>客服</b>',
  '<input placeholder="Search" />',
  "<ActionIcon aria-label={'More'} />",
  '<ActionIcon title={`More`} />',
  "notifications.show({ message: 'Not sent' })",
])('finds the text in %s', (text) => {
  expect(checkScreenTexts({ file: 'renderer/app/app.tsx', text })).toHaveLength(1);
});

test.each([
  "<p>{t('hello')}</p>",
  "<span aria-label={t('mark')} className='big'>·</span>",
  'const more = (a: Map<string, number>) => a.size > least && b < most;',
  'const seen = useRef<Set<string>>(new Set()); const other: Array<Case> = [];',
  '// <p>Hello</p>',
])('has nothing against %s', (text) => {
  expect(checkScreenTexts({ file: 'renderer/app/app.tsx', text })).toEqual([]);
});
