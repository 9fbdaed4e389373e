import { renderToStaticMarkup } from 'react-dom/server';
import { I18nextProvider } from 'react-i18next';
import { describe, expect, test } from 'vitest';
import { FailureHelp } from '#renderer/features/timeline/failure-help.tsx';
import { failures as english } from '#renderer/i18n/en/failures.ts';
import { makeI18n } from '#renderer/i18n/i18n.ts';
import { failures as chinese } from '#renderer/i18n/zh-CN/failures.ts';
import type { Language } from '#shared/lib/localized.ts';

/** What an agent reads, line by line. */
function shown(language: Language, code: string, full: boolean): readonly string[] {
  const markup = renderToStaticMarkup(
    <I18nextProvider i18n={makeI18n(language)}>
      <FailureHelp code={code} full={full} />
    </I18nextProvider>,
  );
  return markup.split(/<[^>]+>/).filter((text) => text !== '');
}

describe.each([
  ['en', english],
  ['zh-CN', chinese],
] as const)('help with a failure in %s', (language, texts) => {
  test('is what happened, in short', () => {
    expect(shown(language, 'iso8583:51', false)).toEqual([texts['iso8583:51_what']]);
  });

  test('is also what to say and to do, in full', () => {
    expect(shown(language, 'iso8583:91', true)).toEqual([texts['iso8583:91_what'], texts.say, texts['iso8583:91_say'], texts.do, texts['iso8583:91_do']]);
  });

  test.each(['iso8583:999', 'nonsense', 'failures:say', 'constructor', ''])('names the code "%s", which nobody has explained', (code) => {
    for (const full of [false, true]) {
      const lines = shown(language, code, full);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toContain(code);
      expect(lines[0]).not.toContain('unknownCode');
    }
  });
});
