import { expect, test } from 'vitest';
import { makeOpenExternal, mayOpenExternally } from '#electron/main/external-links.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const CHAT = 'http://127.0.0.1:4711/?lang=en';

test.each([
  ['https://example.com/help?id=1#top', true],
  ['https://例子.测试/', true],
  ['mailto:desk@example.com?subject=hello', true],
  ['http://127.0.0.1:4711/?c=signed', true],
  ['http://127.0.0.1:4712/', false],
  ['http://localhost:4711/', false],
  ['http://example.com/', false],
  ['http://127.0.0.1:4711@example.com/', false],
  ['https://user:pass@example.com/', false],
  ['https://user@example.com/', false],
  ['javascript:alert(1)', false],
  ['JaVaScRiPt:alert(1)', false],
  ['java\nscript:alert(1)', false],
  [' https://example.com/', false],
  ['https://example.com/\u0000.exe', false],
  ['https:\\\\example.com\\share', false],
  ['file:///etc/passwd', false],
  ['file://host/share/run.exe', false],
  ['smb://host/share', false],
  ['\\\\host\\share', false],
  ['//host/share', false],
  ['data:text/html,<script>1</script>', false],
  ['blob:app://console/1', false],
  ['app://console/', false],
  ['vbscript:msgbox(1)', false],
  ['ms-msdt:/id PCWDiagnostic', false],
  ['search-ms:query=x', false],
  ['ftp://example.com/', false],
  ['tel:+8613800138000', false],
  ['about:blank', false],
  ['https://', false],
  ['nothing', false],
  ['', false],
  [`https://example.com/${'a'.repeat(2_000)}`, false],
])('%j may be opened: %s', (address, allowed) => {
  expect(mayOpenExternally(address, CHAT)).toBe(allowed);
});

test('without a chat page no plain http address is opened', () => {
  expect(mayOpenExternally('http://127.0.0.1:4711/', null)).toBe(false);
});

test('the wrapper opens what may be opened and logs the rest without the address', () => {
  const opened: string[] = [];
  const logger = recordingLogger();
  const openExternal = makeOpenExternal({ open: async (address) => void opened.push(address), chatUrl: () => CHAT, logger: () => logger });
  openExternal('https://example.com/');
  openExternal('smb://host/secret-share');
  openExternal('\\\\host\\secret-share');
  expect(opened).toEqual(['https://example.com/']);
  expect(logger.lines.map((line) => line.fields)).toEqual([{ scheme: 'smb:' }, { scheme: 'none' }]);
  expect(JSON.stringify(logger.lines)).not.toContain('secret');
});

test('a system without a program for an address is told to the log, not thrown', async () => {
  const logger = recordingLogger();
  const openExternal = makeOpenExternal({ open: () => Promise.reject(new Error('none')), chatUrl: () => null, logger: () => logger });
  openExternal('mailto:desk@example.com');
  await Promise.resolve();
  await Promise.resolve();
  expect(logger.lines).toHaveLength(1);
});
