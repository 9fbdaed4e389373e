import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import path from 'node:path';
import {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  utilityProcess,
} from 'electron';
import ElectronStore from 'electron-store';
import { openLogs } from '#electron/host/logger.ts';
import { readOptions, type StartOptions, usage } from '#electron/host/start-options.ts';
import { APP_ID } from '#electron/main/app-id.ts';
import { APP_ORIGIN, appScheme, serveApp } from '#electron/main/app-protocol.ts';
import { menuTemplate } from '#electron/main/application-menu.ts';
import { CALL_CHANNEL, CallLinks, linkAmong } from '#electron/main/call-links.ts';
import { badgeOf, boundsToRestore, webPreferences, windowOptions } from '#electron/main/console-window.ts';
import { COPIED_CHANNEL, CopiedValues } from '#electron/main/copied-values.ts';
import { type DesktopEdition, openDesktop } from '#electron/main/desktop-edition.ts';
import { makeOpenExternal } from '#electron/main/external-links.ts';
import { guardContents } from '#electron/main/guard-contents.ts';
import { guardSession } from '#electron/main/guard-session.ts';
import { ownArguments } from '#electron/main/own-arguments.ts';
import { PORT_CHANNEL, PortHandover } from '#electron/main/port-handover.ts';
import { safeStorageKeys } from '#electron/main/safe-storage-keys.ts';
import { inUtilityProcess } from '#electron/main/utility-worker.ts';
import { CALL_SCHEME } from '#shared/contract/call-link.ts';
import type { CreateLogger } from '#shared/lib/logger.ts';

const NAME = 'wallet-service-console';
const TITLE = 'Wallet service console';

/** The built parts lie side by side: `main` (this file), `preload`, `renderer` and `chat`. */
const dist = path.dirname(import.meta.dirname);

let edition: DesktopEdition | null = null;
let ending = false;
let createLogger: CreateLogger = openLogs(null).createLogger;
const logger = () => createLogger('shell');
const openExternal = makeOpenExternal({ open: (address) => shell.openExternal(address), chatUrl: () => edition?.host.chatUrl ?? null, logger });

const callLinks = new CallLinks({ now: Date.now, logger });

/** A refusal: one line in a box and on stderr, exit code 1. */
function refuse(fault: string): void {
  process.stderr.write(`${fault}\n`);
  dialog.showErrorBox(TITLE, fault);
  app.exit(1);
}

/** Opens the console's window and lets its page ask for a port. */
function openWindow(handover: PortHandover): void {
  const kept = new ElectronStore<{ bounds?: unknown }>({ name: 'window', clearInvalidConfig: true });
  const bounds = boundsToRestore(
    kept.get('bounds'),
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow(windowOptions(bounds, webPreferences(path.join(dist, 'preload/preload.cjs'), app.isPackaged)));
  handover.admit(window.webContents);
  window.once('ready-to-show', () => window.show());
  window.on('close', () => kept.set('bounds', window.getNormalBounds()));
  window.on('page-title-updated', (_event, title) => app.setBadgeCount(badgeOf(title)));
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    logger().error('window: its page ended and is loaded again', { reason });
    window.reload();
  });
  const raise = () => {
    if (window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.focus();
  };
  app.on('second-instance', (_event, argv) => {
    const link = linkAmong(argv);
    if (link === null || callLinks.opened(link)) raise();
  });
  void window.loadURL(`${APP_ORIGIN}/`);
}

async function start(options: StartOptions): Promise<void> {
  await app.whenReady();
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(menuTemplate(options.language ?? (app.getLocale().startsWith('zh') ? 'zh-CN' : 'en'), process.platform, app.isPackaged)),
  );
  const opened = await openDesktop({
    options,
    keys: safeStorageKeys(safeStorage, process.platform, userInfo().username),
    dist,
    version: app.getVersion(),
    onDamage: (line) => void process.stderr.write(`${line}\n`),
    runApart: inUtilityProcess(utilityProcess),
  });
  if (!opened.ok) return refuse(opened.error);
  const { host, edge, stop } = opened.value;
  edition = opened.value;
  createLogger = edition.createLogger;
  const copied = new CopiedValues({ clipboard, later: (run, ms) => void setTimeout(run, ms), logger });
  ipcMain.on(COPIED_CHANNEL, (event, hash: unknown) => copied.copied(event, hash));
  app.on('will-quit', (event) => {
    event.preventDefault();
    ending = true;
    Promise.all([copied.stop(), stop()]).then(
      () => app.exit(0),
      (cause: unknown) => refuse(String(cause)),
    );
  });

  // Protocols and permissions belong to a session: this is the one that every window has.
  const pages = session.fromPartition('console', { cache: false });
  guardSession(pages, { packaged: app.isPackaged, logger });
  guardSession(session.defaultSession, { packaged: app.isPackaged, logger });
  pages.protocol.handle(appScheme.scheme, serveApp(path.join(dist, 'renderer')));

  const handover = new PortHandover({
    newSessionId: randomUUID,
    newChannel: () => {
      const { port1, port2 } = new MessageChannelMain();
      return { host: port1, page: port2 };
    },
    serve: (port, sessionId) => edge.serve(port, host.openSession(sessionId)),
    closeSession: (sessionId) => host.closeSession(sessionId),
    logger: logger(),
  });
  ipcMain.on(PORT_CHANNEL, (event) => handover.answer(event));
  ipcMain.on(CALL_CHANNEL, (event) => callLinks.asked(event));
  powerSaveBlocker.start('prevent-app-suspension');
  // The page shows how far the desk is while it opens, and asks for a key that cannot be had.
  openWindow(handover);
  try {
    await host.start();
  } catch (cause) {
    // A desk that is closed while it opens cannot be opened; nobody has to be told.
    if (!ending) throw cause;
  }
}

// What this program writes is its owner's alone.
process.umask(0o077);
const read = readOptions(ownArguments(process.argv, app.isPackaged), process.env);
if (!read.ok) refuse(read.error);
else if (read.value === 'help') {
  process.stdout.write(`${usage}\n`);
  app.exit(0);
} else {
  const options = read.value;
  // One window for one data folder; desks in different folders run side by side.
  app.setPath('userData', options.dataDir === null ? path.join(app.getPath('appData'), NAME) : path.resolve(options.dataDir, 'desktop'));
  if (process.platform === 'win32') app.setAppUserModelId(APP_ID);
  if (!app.requestSingleInstanceLock()) app.exit(0);
  else {
    protocol.registerSchemesAsPrivileged([appScheme]);
    // macOS tells of a link so, also before the program is ready; elsewhere it stands among the arguments.
    app.on('open-url', (event, address) => {
      event.preventDefault();
      callLinks.opened(address);
    });
    const link = linkAmong(process.argv);
    if (link !== null) callLinks.opened(link);
    // What follows `--` is no switch, whatever a link is made of. A program run from source is not the system's to start.
    if (app.isPackaged) app.setAsDefaultProtocolClient(CALL_SCHEME, process.execPath, ['--']);
    app.enableSandbox();
    app.on('web-contents-created', (_event, contents) => guardContents(contents, openExternal, logger));
    app.on('window-all-closed', () => app.quit());
    // Not awaited: Electron is ready only after this file has run.
    start(options).catch((cause: unknown) => refuse((cause instanceof Error ? cause.message : String(cause)).split('\n')[0] ?? 'unknown'));
  }
}
