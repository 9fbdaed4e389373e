import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { HostPort } from '#electron/host/port-edge.ts';

/** What a fake was told, in order: the name of the call and what it was given. */
export interface Call {
  readonly name: string;
  readonly given: readonly unknown[];
}

/** Electron's main-process end of a port, over a channel of Node's. */
export class FakePortMain extends EventEmitter implements HostPort {
  readonly #port: MessagePort;
  closed = false;

  constructor(port: MessagePort) {
    super();
    this.#port = port;
    port.on('close', () => {
      this.closed = true;
      this.emit('close');
    });
  }

  postMessage(message: unknown): void {
    this.#port.postMessage(message);
  }

  start(): void {
    this.#port.on('message', (data: unknown) => this.emit('message', { data }));
  }

  close(): void {
    this.#port.close();
  }
}

/** A channel as `MessageChannelMain` makes it; the page's end is Node's own port. */
export function fakeChannel(): { readonly host: FakePortMain; readonly page: MessagePort } {
  const { port1, port2 } = new MessageChannel();
  return { host: new FakePortMain(port1), page: port2 };
}

type OpenHandler = (details: { url: string }) => { action: string };

/** Contents of a window: events, and the handler of new windows. */
export class FakeContents extends EventEmitter {
  readonly id: number;
  openHandler: OpenHandler | null = null;

  constructor(id = 1) {
    super();
    this.id = id;
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  /** Tells an event that can be prevented; answers whether it was. */
  prevented(name: string, url: string): boolean {
    let prevented = false;
    const preventDefault = () => {
      prevented = true;
    };
    this.emit(name, { url, preventDefault });
    return prevented;
  }
}

/** A frame of a page; keeps what it was posted. */
export class FakeFrame {
  readonly parent: FakeFrame | null;
  readonly origin: string;
  readonly detached: boolean;
  readonly posted: { readonly channel: string; readonly ports: readonly MessagePort[] }[] = [];
  /** What came without a port. */
  readonly told: { readonly channel: string; readonly message: unknown }[] = [];

  constructor(options: { readonly origin?: string; readonly parent?: FakeFrame; readonly detached?: boolean } = {}) {
    this.origin = options.origin ?? 'app://console';
    this.parent = options.parent ?? null;
    this.detached = options.detached ?? false;
  }

  postMessage(channel: string, message: unknown, ports: readonly MessagePort[] = []): void {
    this.posted.push({ channel, ports });
    if (ports.length === 0) this.told.push({ channel, message });
  }
}

type Handler = (...given: never[]) => unknown;

/** A session: keeps the handlers it was given, by the name of the call. */
export class FakeSession extends EventEmitter {
  readonly handlers = new Map<string, Handler>();
  spellCheck = true;
  readonly protocol = { handle: (scheme: string, handler: Handler) => void this.handlers.set(`protocol:${scheme}`, handler) };
  readonly webRequest = { onBeforeRequest: (handler: Handler) => void this.handlers.set('request', handler) };

  setPermissionRequestHandler(handler: Handler): void {
    this.handlers.set('permission', handler);
  }

  setPermissionCheckHandler(handler: Handler): void {
    this.handlers.set('check', handler);
  }

  setDevicePermissionHandler(handler: Handler): void {
    this.handlers.set('device', handler);
  }

  setDisplayMediaRequestHandler(handler: Handler): void {
    this.handlers.set('display', handler);
  }

  setSpellCheckerEnabled(on: boolean): void {
    this.spellCheck = on;
  }

  /** Calls a handler as Electron would; a missing one is a fault of the test's subject. */
  call(name: string, ...given: readonly unknown[]): unknown {
    const handler = this.handlers.get(name) as ((...given: readonly unknown[]) => unknown) | undefined;
    if (!handler) throw new Error(`no handler was set: ${name}`);
    return handler(...given);
  }
}

export type Backend = 'basic_text' | 'gnome_libsecret' | 'kwallet' | 'kwallet5' | 'kwallet6' | 'unknown';

/** Key storage that turns bytes round; its faults are set by the test. */
export class FakeSafeStorage {
  available = true;
  backend: Backend = 'gnome_libsecret';
  shouldReEncrypt = false;
  refusal: string | null = null;
  /** What it decrypts to instead of what it was given. */
  instead: string | null = null;
  wraps = 0;

  async isAsyncEncryptionAvailable(): Promise<boolean> {
    return this.available;
  }

  getSelectedStorageBackend(): Backend {
    return this.backend;
  }

  async encryptStringAsync(text: string): Promise<Buffer> {
    this.wraps += 1;
    return Buffer.from(`${this.wraps}:${text}`).reverse();
  }

  async decryptStringAsync(bytes: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
    if (this.refusal !== null) throw new Error(this.refusal);
    const text = Buffer.from(bytes).reverse().toString().replace(/^\d+:/, '');
    return { result: this.instead ?? text, shouldReEncrypt: this.shouldReEncrypt };
  }
}

/** The system's clipboard, as the main process reads it. */
export class FakeClipboard {
  text = '';
  refusal: string | null = null;

  async readText(): Promise<string> {
    if (this.refusal !== null) throw new Error(this.refusal);
    return this.text;
  }

  clear(): void {
    this.text = '';
  }
}

/** Processes as Electron forks them, each a real one of Node's. */
export const fakeUtilityProcess = {
  fork(file: string) {
    const child = fork(file, [], { serialization: 'advanced', execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    return Object.assign(child, { postMessage: (message: unknown) => void child.send(message as object, () => undefined) });
  },
};

/** A window: its contents, and the options it was made with. */
export class FakeWindow extends EventEmitter {
  readonly options: Readonly<Record<string, unknown>>;
  readonly webContents: FakeContents;
  readonly told: string[] = [];
  loaded = '';

  constructor(options: Readonly<Record<string, unknown>>, id: number) {
    super();
    this.options = options;
    this.webContents = new FakeContents(id);
  }

  async loadURL(address: string): Promise<void> {
    this.loaded = address;
  }

  isDestroyed = () => false;
  isMinimized = () => true;
  getNormalBounds = () => ({ x: 1, y: 2, width: 1000, height: 700 });
  show = () => void this.told.push('show');
  focus = () => void this.told.push('focus');
  restore = () => void this.told.push('restore');
  reload = () => void this.told.push('reload');
}

/** Electron as its main process sees it, far enough to run the desktop edition's entry; `calls` says what it was told. */
export function fakeElectron(options: { readonly lock?: boolean } = {}) {
  const calls: Call[] = [];
  const note =
    (name: string, answer?: unknown) =>
    (...given: readonly unknown[]) => {
      calls.push({ name, given });
      return answer;
    };
  const ready = Promise.withResolvers<void>();
  const windows: FakeWindow[] = [];
  const sessions = new Map<string, FakeSession>();
  const partition = (name: string) => {
    const known = sessions.get(name) ?? new FakeSession();
    sessions.set(name, known);
    return known;
  };
  const app = Object.assign(new EventEmitter(), {
    isPackaged: true,
    whenReady: () => ready.promise,
    getLocale: () => 'en-GB',
    getVersion: () => '0.0.1',
    getPath: (name: string) => `/fake/${name}`,
    setPath: note('setPath'),
    setAppUserModelId: note('setAppUserModelId'),
    setBadgeCount: note('setBadgeCount'),
    requestSingleInstanceLock: note('requestSingleInstanceLock', options.lock ?? true),
    enableSandbox: note('enableSandbox'),
    setAsDefaultProtocolClient: note('setAsDefaultProtocolClient', true),
    quit: note('quit'),
    exit: note('exit'),
  });
  class BrowserWindow extends FakeWindow {
    constructor(given: Readonly<Record<string, unknown>>) {
      super(given, windows.length + 1);
      windows.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
  }
  class MessageChannelMain {
    readonly port1: FakePortMain;
    readonly port2: MessagePort;

    constructor() {
      const { host, page } = fakeChannel();
      this.port1 = host;
      this.port2 = page;
    }
  }
  const electron = {
    app,
    BrowserWindow: BrowserWindow as new (given: Readonly<Record<string, unknown>>) => FakeWindow,
    MessageChannelMain,
    clipboard: new FakeClipboard(),
    dialog: { showErrorBox: note('showErrorBox') },
    ipcMain: new EventEmitter(),
    Menu: { setApplicationMenu: note('setApplicationMenu'), buildFromTemplate: (template: unknown) => template },
    powerSaveBlocker: { start: note('powerSaveBlocker') },
    protocol: { registerSchemesAsPrivileged: note('registerSchemesAsPrivileged') },
    safeStorage: new FakeSafeStorage(),
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    session: { fromPartition: partition, defaultSession: partition('') },
    shell: { openExternal: note('openExternal', Promise.resolve()) },
    utilityProcess: fakeUtilityProcess,
  };
  return {
    electron,
    calls,
    windows,
    sessions,
    ready: () => ready.resolve(),
    of: (name: string) => calls.filter((call) => call.name === name).map((call) => call.given),
  };
}
