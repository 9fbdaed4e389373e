import { afterEach, expect, test, vi } from 'vitest';
import { clearLater } from '#renderer/features/reveal/clear-clipboard.ts';

afterEach(() => vi.unstubAllGlobals());

test('in the desktop edition the main process is told the hash of what was copied, and nothing else', async () => {
  const told: unknown[] = [];
  vi.stubGlobal('window', { consoleHost: { edition: 'desktop', tellCopied: (...given: unknown[]) => told.push(...given) } });
  await clearLater('13800138000');
  // printf 13800138000 | sha256sum
  expect(told).toEqual(['a6942f9771d67f34034d2f1926988ed3fad3bf1b4e7cedb9a31f31398dea43bc']);
});
