import { describe, expect, test } from 'vitest';
import { en } from '#renderer/i18n/en.ts';
import { unusedTexts } from '#tests/architecture/check-used-texts.ts';
import { sources } from '#tests/architecture/sources.ts';

const screens = sources('.ts', '.tsx').filter(({ file }) => /^(?:renderer|shared)\//.test(file) && !/^renderer\/i18n\/(?:en|zh-CN)/.test(file));

test('every text is shown somewhere', () => {
  expect(unusedTexts(en, screens, { failures: /_(?:what|say|do)$/, supervise: /^figure_/ })).toEqual([]);
});

describe('a text', () => {
  const texts = {
    shell: { close: 'Close', other: 'Other', cases_one: 'A case', cases_other: '{{count}} cases', state_busy: 'Busy' },
    status: { close: 'Close' },
  };
  const unused = (...screens: readonly (readonly [file: string, text: string])[]) =>
    unusedTexts(
      texts,
      screens.map(([file, text]) => ({ file, text })),
    );
  const all = ['shell:close', 'shell:other', 'shell:cases_one', 'shell:cases_other', 'shell:state_busy', 'status:close'];

  test('is used by its name in a file that names its catalogue, or is of its feature', () => {
    expect(unused(['renderer/app/a.tsx', "const { t } = useTranslation('shell'); t('close'); t('cases', { count })"])).toEqual(
      all.filter((key) => !/shell:c/.test(key)),
    );
    expect(unused(['renderer/features/status/a.tsx', "t('close')"])).toEqual(all.slice(0, -1));
  });

  test('is used by its catalogue and name anywhere, and by what a template can become', () => {
    expect(unused(['renderer/ui/a.tsx', `t(busy ? \`shell:state_\${x({ y: 1 })}\` : 'status:close')`])).toEqual(all.slice(0, 4));
  });

  test('is not used by its name elsewhere, by a remark, or by a template of any word', () => {
    expect(
      unused(['renderer/ui/a.tsx', `t('close'); t(\`\${x}\`)`], ['renderer/app/b.tsx', `// 'shell:close'\nt('shell'); t(\`\${x}\`); t(\`\${x}_\${y}\`)`]),
    ).toEqual(all);
  });
});
