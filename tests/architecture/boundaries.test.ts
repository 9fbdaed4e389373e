import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { exceptions, packageHomes, rooms } from '#tests/architecture/boundaries.ts';
import { checkBoundaries, excepted } from '#tests/architecture/check-boundaries.ts';
import { findCycles } from '#tests/architecture/find-cycles.ts';
import { importsOf, packageOf } from '#tests/architecture/imports.ts';
import { root, sources, told } from '#tests/architecture/sources.ts';

const table = rooms(readdirSync(path.join(root, 'renderer/features')));
const imports = sources('.ts', '.tsx').flatMap(importsOf);

/** What the table says of one line of code in one file. */
const said = (file: string, text: string) => told(checkBoundaries(importsOf({ file, text }), table, exceptions));

describe('boundaries', () => {
  test('every import is in the table', () => {
    expect(imports.length).toBeGreaterThan(1_000);
    expect(told(checkBoundaries(imports, table, exceptions))).toEqual([]);
  });

  test('every imported file exists', () => {
    const missing = imports.filter(({ file }) => file !== null && !existsSync(path.join(root, file)));
    expect(missing.map(({ from, specifier }) => `${from}: ${specifier}`)).toEqual([]);
  });

  test('every exception and every package of the table is in use', () => {
    expect(exceptions.filter((exception) => !imports.some((found) => excepted(exception, found)))).toEqual([]);
    const used = new Set(imports.filter(({ file }) => file === null).map(({ specifier }) => packageOf(specifier)));
    const declared = Object.keys(packageHomes).filter((name) => !name.endsWith('*'));
    const ahead = new Set(['electron', 'electron-store', 'conf']);
    expect(declared.filter((name) => !used.has(name) && !ahead.has(name))).toEqual([]);
  });

  test.each([
    ['shared/lib/money.ts', "import { x } from '#shared/case/state.ts';"],
    ['shared/case/state.ts', "import type { X } from '#electron/store/port.ts';"],
    ['shared/case/state.ts', "import { readFileSync } from 'node:fs';"],
    ['electron/desk/inbox/inbox.ts', "import { SqliteStore } from '#electron/store/sqlite-store.ts';"],
    ['electron/desk/inbox/inbox.ts', "import { app } from 'electron';"],
    ['electron/host/host.ts', "import { app } from 'electron/main';"],
    ['electron/store/sqlite-store.ts', "import type { EventLog } from '#electron/engine/event-log.ts';"],
    ['electron/store/port.ts', "import { Cursor } from '#electron/engine/port.ts';"],
    ['electron/engine/nats/stream.ts', "import { x } from '#electron/engine/embedded/follow.ts';"],
    ['electron/main/main.ts', "import { x } from '#electron/browser-host/browser-host.ts';"],
    ['electron/host/host.ts', "import { x } from '#tests/fixtures/case-log.ts';"],
    ['electron/host/host.ts', "import x from 'left-pad';"],
    ['electron/new-room/thing.ts', "import path from 'node:path';"],
    ['renderer/features/inbox/inbox-pane.tsx', "import { Composer } from '#renderer/features/composer/composer.tsx';"],
    ['renderer/features/inbox/inbox-pane.tsx', "import { App } from '#renderer/app/app.tsx';"],
    ['renderer/chat/chat-app.tsx', "import { store } from '#renderer/app/store.ts';"],
    ['renderer/chat/chat-app.tsx', "const lazy = () => import('#renderer/i18n/en/inbox.ts');"],
  ])('refuses in %s: %s', (file, text) => {
    expect(said(file, text)).toHaveLength(1);
  });

  test.each([
    ['shared/case/state.ts', "import { money } from '#shared/lib/money.ts';"],
    ['electron/desk/inbox/inbox.ts', "import type { Cache } from '#electron/store/port.ts';"],
    ['electron/main/window.ts', "import { BrowserWindow } from 'electron';"],
    ['electron/store/port.ts', "import type { Cursor } from '#electron/engine/port.ts';"],
    ['renderer/features/inbox/inbox-pane.tsx', "import { casesForgotten } from '#renderer/features/conversation/cases-slice.ts';"],
    ['shared/case/state.ts', "// import { readFileSync } from 'node:fs';"],
  ])('lets pass in %s: %s', (file, text) => {
    expect(said(file, text)).toEqual([]);
  });
});

describe('cycles', () => {
  test('no file loads itself by way of others', () => {
    expect(findCycles(imports.filter(({ types }) => !types))).toEqual([]);
  });

  test('no part of the program needs its own types by way of others', () => {
    expect(findCycles(imports.filter(({ from }) => !from.startsWith('tests/')))).toEqual([]);
  });

  test('finds circles, those of one file included, and nothing else', () => {
    const edges = ['a b', 'b c', 'c a', 'c d', 'd e', 'f f'].map((edge) => ({ from: edge[0] ?? '', file: edge[2] ?? null }));
    expect(findCycles(edges)).toEqual([['a', 'b', 'c'], ['f']]);
  });
});

test('reads every form of import, with its line', () => {
  const text = [
    "import './a.css';",
    "import type { A } from '#shared/a.ts';",
    "import b, {\n  type C,\n} from '#shared/b.ts';",
    "export { d } from './d.ts';",
    "export function e(from: string) { return import('@x/y/z'); }",
    "export type F = typeof import('#shared/f.ts');",
    "const text = `\nimport { no } from 'template';`;",
  ].join('\n');
  const found = importsOf({ file: 'shared/lib/x.ts', text });
  expect(found.map(({ specifier, file, types, passedOn, line }) => [line, file ?? packageOf(specifier), types, passedOn])).toEqual([
    [1, 'shared/lib/a.css', false, false],
    [2, 'shared/a.ts', true, false],
    [3, 'shared/b.ts', false, false],
    [6, 'shared/lib/d.ts', false, true],
    [7, '@x/y', false, false],
    [8, 'shared/f.ts', true, false],
  ]);
});
