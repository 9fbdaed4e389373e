import { expect, test } from 'vitest';
import { checkFrames } from '#tests/architecture/check-frames.ts';
import { sources, told } from '#tests/architecture/sources.ts';

test('a stranger’s HTML goes into the one guarded frame and nowhere else', () => {
  const program = sources('.ts', '.tsx', '.html').filter(({ file }) => /^(?:electron|renderer|shared)\//.test(file));
  expect(told(program.flatMap(checkFrames))).toEqual([]);
  const bad = [
    "export const FRAME_SANDBOX = 'allow-same-origin allow-scripts';",
    "'sandbox allow-same-origin allow-popups',",
    '<iframe src="/mail-frame" />',
    "document.createElement('iframe')",
    '<div srcDoc={html} />',
    '<p dangerouslySetInnerHTML={{ __html: html }} />',
    'page.body.innerHTML = mail.html;',
  ];
  for (const text of bad) expect(checkFrames({ file: 'renderer/features/conversation/x.tsx', text }), text).toHaveLength(1);
  expect(checkFrames({ file: 'electron/host/x.ts', text: '/** `allow-scripts` must never join this. */' })).toEqual([]);
});
