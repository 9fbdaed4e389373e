import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { checkFrames } from '#tests/architecture/check-frames.ts';
import { root, sources, told } from '#tests/architecture/sources.ts';

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

test('the sanitiser is not one of those with known holes', () => {
  const { version } = JSON.parse(readFileSync(path.join(root, 'node_modules/dompurify/package.json'), 'utf8')) as { readonly version: string };
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  // Fixed in 3.4.16: CVE-2026-109344 and CVE-2026-109345.
  expect((major * 1_000 + minor) * 1_000 + patch).toBeGreaterThanOrEqual(3_004_016);
});
