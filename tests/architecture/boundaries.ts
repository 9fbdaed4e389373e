/**
 * Who may import what: the one table behind the boundary tests and the import rules of biome.json.
 * Paths are globs from the root, as in `path.matchesGlob`. A room is the first row whose path matches a file; its own
 * files may always import each other. What is not in the table is refused, so a new folder or package needs a line here.
 */

export interface Room {
  readonly path: string;
  readonly may: readonly string[];
  /** Whether Node's own modules may be imported. */
  readonly node: boolean;
}

export interface Exception {
  readonly from: string;
  readonly to: string;
  /** Whether only types may pass. */
  readonly types: boolean;
  readonly why: string;
}

/** From the bottom up: each may import those before it. */
const sharedRooms = ['lib', 'wallet', 'case', 'desk', 'review', 'metrics', 'contract'] as const;

const shared: readonly Room[] = sharedRooms.map((name, index) => ({
  path: `shared/${name}/**`,
  may: sharedRooms.slice(0, index).map((lower) => `shared/${lower}/**`),
  node: false,
}));

const anyShared = 'shared/**';

const electron = (path: string, ...may: readonly string[]): Room => ({ path: `electron/${path}`, may: [anyShared, ...may], node: true });
const renderer = (path: string, ...may: readonly string[]): Room => ({ path: `renderer/${path}`, may: [anyShared, ...may], node: false });

/** One implementation of a port: it knows the port's room, SQLite and nothing of its neighbours. */
const driver = (port: string, name: string, ...more: readonly string[]): Room =>
  electron(`${port}/${name}/**`, `electron/${port}/*.ts`, 'electron/sqlite/*.ts', ...more);

/** What a feature may take from another: selectors and actions, which is what slices hold, and the calls named here. */
const ofOtherFeatures = [
  'renderer/features/*/*-slice.ts',
  'renderer/features/case-actions/{allowed,case-line,perform,same-wish,snooze-presets,use-case-commands}.ts',
  'renderer/features/case-actions/{form-dialog,use-act,wrap-up-clock}.tsx',
  'renderer/features/customer/{load-customer,use-load-parts}.ts',
  // Pieces that guard what is shown, the same wherever a value, a proof or a customer is asked for.
  'renderer/features/reveal/revealable.tsx',
  'renderer/features/step-up/{code-prompt.tsx,proof-prompt.tsx,make-passkey.ts,step-up-fault.ts,use-step-up.ts}',
  'renderer/features/access/{alert-list,break-glass,leave-strip}.tsx',
];

const feature = (name: string): Room =>
  renderer(`features/${name}/**`, 'renderer/app/*.ts', 'renderer/ui/**', 'renderer/i18n/*.ts', 'renderer/transport/**', ...ofOtherFeatures);

/** The rooms of the program; `features` are the folders found in renderer/features. */
export function rooms(features: readonly string[]): readonly Room[] {
  return [
    ...shared,
    { path: 'electron/sqlite/**', may: ['shared/lib/**'], node: true },
    // The neutral HTTP room: a loopback server and the frames of RPC, used by the browser edition and by channels.
    { path: 'electron/http/**', may: ['shared/lib/**', 'shared/contract/request-frame.ts'], node: true },
    driver('engine', 'embedded'),
    driver('engine', 'nats'),
    // From one place to another by what every engine gives.
    electron('engine/copy/**', 'electron/engine/*.ts'),
    electron('engine/*.ts'),
    driver('wallet', 'demo', 'electron/wallet/conformance/under-check.ts'),
    driver('wallet', 'http', 'electron/wallet/conformance/under-check.ts'),
    driver('wallet', 'vault'),
    // What every wallet promises, for the tests and for an operator's engineers.
    electron('wallet/conformance/**', 'electron/wallet/*.ts'),
    electron('wallet/*.ts'),
    // Mails are read and remembered in workers, as databases are.
    electron('channels/email/**', 'electron/channels/*.ts', 'electron/sqlite/*.ts'),
    ...['chat', 'phone', 'wechat', 'weibo', 'whatsapp', 'telegram'].map((name) =>
      electron(`channels/${name}/**`, 'electron/channels/*.ts', 'electron/http/**'),
    ),
    electron('channels/*.ts'),
    electron('store/**', 'electron/sqlite/*.ts'),
    // The use cases know ports alone; the event log is the engine's port as the desk reads it, opened and typed.
    electron('desk/**', 'electron/*/port.ts', 'electron/engine/event-log.ts'),
    // Made-up people write through the same door as real ones.
    electron('demo/**', 'electron/wallet/demo/*.ts', 'electron/channels/{port,social-port}.ts'),
    electron('host/**', 'electron/{sqlite,http,engine,wallet,channels,store,desk,demo}/**'),
    electron('main/**', 'electron/host/**'),
    electron('browser-host/**', 'electron/host/**', 'electron/http/**'),
    electron('cli/**', 'electron/host/**'),
    { path: 'electron/preload/**', may: [anyShared], node: false },
    renderer('transport/**'),
    renderer('i18n/**'),
    renderer('ui/**', 'renderer/i18n/*.ts'),
    ...features.map(feature),
    // Puts the features together: the store, the workbench, the rail.
    renderer('app/**', 'renderer/{features,ui,i18n,transport}/**'),
    // The customer's page is small and public: of the catalogues its own alone, nothing of the console.
    renderer('chat/**', 'renderer/transport/**', 'renderer/i18n/*/chat.ts'),
    // One small script on pages of other people: of the catalogues its own few words alone.
    renderer('widget/**', 'renderer/i18n/*/widget.ts'),
    renderer('*.{ts,tsx}', 'renderer/{app,i18n,transport}/**'),
    { path: 'tests/**', may: ['**'], node: true },
    { path: '*.config.ts', may: [], node: true },
  ];
}

/** Single imports that the rooms above refuse, with their reason. One that is no longer needed fails the tests. */
export const exceptions: readonly Exception[] = [
  {
    from: 'vitest.config.ts',
    to: 'tests/longest-first.ts',
    types: false,
    why: 'the order of the tests is told where the tests are configured',
  },
  {
    from: 'vitest.config.ts',
    to: 'tests/stray-errors.ts',
    types: false,
    why: 'a reporter of the tests’ own is named where the tests are configured',
  },
  {
    from: 'electron/channels/port.ts',
    to: 'electron/engine/port.ts',
    types: true,
    why: 'a channel passes the engine’s signals (typing, viewing) on as they are',
  },
  {
    from: 'electron/store/port.ts',
    to: 'electron/engine/port.ts',
    types: true,
    why: 'the cache keeps the engine’s cursor, which nobody else can read',
  },
  {
    from: 'electron/cli/start-console.ts',
    to: 'electron/browser-host/browser-edition.ts',
    types: true,
    why: 'the command starts the built edition, whose shape it must know',
  },
  {
    from: 'renderer/i18n/fault-text.ts',
    to: 'renderer/transport/call-fault.ts',
    types: true,
    why: 'puts the faults of calls into words',
  },
  ...['case-actions/use-case-commands.ts', 'conversation/forwarding.ts'].map((part) => ({
    from: `renderer/features/${part}`,
    to: 'renderer/features/composer/use-forward.ts',
    types: false,
    why: 'a message is sent on from where it stands and by a key, in the one way that tells what finds no room',
  })),
  {
    from: 'renderer/features/drafts/drafts-list.tsx',
    to: 'renderer/features/composer/goes-to.tsx',
    types: false,
    why: 'whom words go to reads alike wherever they are listed',
  },
  ...['calls/call-bar.tsx', 'composer/composer.tsx', 'customer/customer-pane.tsx', 'customer/customer-alone.tsx', 'incidents/incident-banner.tsx'].map(
    (part) => ({
      from: 'renderer/features/conversation/case-panes.tsx',
      to: `renderer/features/${part}`,
      types: false,
      why: 'the panes of one open case are put together here, so that a popped-out case is the same tree',
    }),
  ),
  {
    from: 'renderer/features/conversation/case-panes.tsx',
    to: 'renderer/features/customer/customer-commands.tsx',
    types: false,
    why: 'what can be done with a customer gets its keys in the settings also while no case is open',
  },
  {
    from: 'renderer/features/conversation/case-header.tsx',
    to: 'renderer/features/case-actions/case-actions.tsx',
    types: false,
    why: 'the actions on a case stand in its header',
  },
  ...[
    ['replay-page.tsx', 'conversation/conversation.tsx'],
    ...['account-summary', 'promotion-list', 'security-list'].map((part) => ['seen-panel.tsx', `customer/${part}.tsx`] as const),
    ['seen-panel.tsx', 'timeline/transaction-row.tsx'],
  ].map(([from, to]) => ({
    from: `renderer/features/replay/${from}`,
    to: `renderer/features/${to}`,
    types: false,
    why: 'a case that is played again looks as it looked to its agent',
  })),
  {
    from: 'renderer/features/supervise/supervise-page.tsx',
    to: 'renderer/features/incidents/incidents-panel.tsx',
    types: false,
    why: 'incidents are directed from where the desk is watched',
  },
  {
    from: 'renderer/features/customer/customer-pane.tsx',
    to: 'renderer/features/account-actions/actions-panel.tsx',
    types: false,
    why: 'what can be done on the account stands beside it',
  },
  {
    from: 'renderer/features/account-actions/actions-panel.tsx',
    to: 'renderer/features/verification/verify-dialog.tsx',
    types: false,
    why: 'an action leads to what it takes',
  },
  {
    from: 'renderer/features/conversation/case-header.tsx',
    to: 'renderer/features/verification/verification-badge.tsx',
    types: false,
    why: 'the header says how surely the customer is known',
  },
  {
    from: 'renderer/features/supervise/supervise-page.tsx',
    to: 'renderer/features/account-actions/approvals-panel.tsx',
    types: false,
    why: 'a supervisor is the second person',
  },
  {
    from: 'renderer/features/customer/customer-pane.tsx',
    to: 'renderer/features/timeline/timeline.tsx',
    types: false,
    why: 'the time axis is the lower half of the customer’s pane',
  },
  {
    from: 'renderer/features/customer/look-pane.tsx',
    to: 'renderer/features/timeline/timeline.tsx',
    types: false,
    why: 'a customer who is opened without a case has the same time axis, without messages',
  },
  {
    from: 'renderer/features/customer/customer-pane.tsx',
    to: 'renderer/features/linked/linked-strip.tsx',
    types: false,
    why: 'what the case is about stands between the account and the time axis',
  },
  {
    from: 'renderer/features/linked/linked-strip.tsx',
    to: 'renderer/features/timeline/transaction-row.tsx',
    types: false,
    why: 'a linked transaction stands there as it does on the time axis',
  },
  {
    from: 'renderer/features/calls/call-bar.tsx',
    to: 'renderer/features/conversation/message-text.tsx',
    types: false,
    why: 'the number of a call is shown and revealed like one in a message',
  },
  {
    from: 'renderer/features/timeline/entry-row.tsx',
    to: 'renderer/features/conversation/step-text.ts',
    types: false,
    why: 'a step of a case reads the same on the time axis as in the conversation',
  },
];

/** Where each package may be imported; a package that is not here may be imported nowhere. `*` at the end stands for a scope's packages. */
export const packageHomes: Readonly<Record<string, readonly string[]>> = {
  electron: ['electron/main/**', 'electron/preload/**'],
  'electron-store': ['electron/main/**'],
  'better-sqlite3-multiple-ciphers': ['electron/sqlite/**'],
  '@nats-io/*': ['electron/engine/nats/**', 'electron/cli/**'],
  '@fastify/static': ['electron/http/**'],
  fastify: ['electron/http/**', 'electron/browser-host/**', 'electron/channels/*/**', 'electron/wallet/http/**'],
  ws: ['electron/http/**', 'electron/browser-host/**'],
  pino: ['electron/host/**'],
  conf: ['electron/host/**', 'electron/main/**'],
  'env-paths': ['electron/host/**'],
  open: ['electron/cli/**'],
  jose: ['electron/channels/chat/**'],
  otpauth: ['electron/desk/step-up/**'],
  '@simplewebauthn/server': ['electron/desk/step-up/**'],
  '@simplewebauthn/browser': ['renderer/features/step-up/**'],
  uqr: ['renderer/features/settings/**'],
  vite: ['electron/cli/**', 'vite.config.ts'],
  'file-type': ['electron/desk/attachments/**', 'electron/channels/email/**'],
  'postal-mime': ['electron/channels/email/**'],
  htmlparser2: ['electron/channels/email/**', 'electron/channels/wechat/**'],
  dompurify: ['renderer/features/conversation/**'],
  nodemailer: ['electron/channels/email/**'],
  imapflow: ['electron/channels/email/**'],
  // Of the server side the desk takes the publisher alone, which is a queue without a transport.
  '@orpc/server': ['electron/host/**', 'electron/main/**', 'electron/browser-host/**', 'electron/channels/*/**', 'electron/desk/**'],
  '@orpc/contract': ['shared/contract/**', 'renderer/**'],
  '@orpc/client': ['renderer/**'],
  zod: ['shared/**', 'electron/**', 'renderer/**'],
  uuid: ['electron/host/**', 'electron/main/**', 'electron/browser-host/**', 'electron/cli/**', 'renderer/**'],
  'libphonenumber-js': ['shared/wallet/**'],
  partysocket: ['renderer/transport/**', 'renderer/chat/**'],
  react: ['renderer/**'],
  'react-dom': ['renderer/*.tsx', 'renderer/app/**', 'renderer/chat/**'],
  '@reduxjs/toolkit': ['renderer/app/**', 'renderer/features/**'],
  'react-redux': ['renderer/*.tsx', 'renderer/app/**', 'renderer/features/**'],
  'react-i18next': ['renderer/*.tsx', 'renderer/app/**', 'renderer/features/**', 'renderer/ui/**', 'renderer/i18n/*.ts'],
  i18next: ['renderer/app/**', 'renderer/features/**', 'renderer/ui/**', 'renderer/i18n/*.ts'],
  '@mantine/*': ['renderer/*.tsx', 'renderer/app/**', 'renderer/features/**', 'renderer/ui/**'],
  '@tabler/icons-react': ['renderer/app/**', 'renderer/features/**', 'renderer/ui/**'],
  'ag-grid-community': ['renderer/features/**', 'renderer/ui/**'],
  'ag-grid-react': ['renderer/features/**', 'renderer/ui/**'],
  virtua: ['renderer/features/**', 'renderer/ui/**'],
  vitest: ['vitest.config.ts'],
  '@vitejs/plugin-react': ['vite.config.ts'],
  '@playwright/test': ['playwright.config.ts'],
};

/** The parts of the source tree; lint refuses what no room of a part may import from another part. */
export const parts = ['shared', 'electron', 'renderer', 'tests'] as const;
export type Part = (typeof parts)[number];
