import { ChatServer } from '#electron/channels/chat/chat-server.ts';
import { SocialArrivals } from '#electron/demo/social-arrivals.ts';
import { UploadDesk } from '#electron/desk/attachments/uploads.ts';
import { CallDesk } from '#electron/desk/calls/call-desk.ts';
import { CaseDesk } from '#electron/desk/cases/case-desk.ts';
import { HubFeed } from '#electron/desk/cases/case-feed.ts';
import { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { DeskIntake } from '#electron/desk/cases/intake.ts';
import { Viewers } from '#electron/desk/cases/viewers.ts';
import { WakeDue } from '#electron/desk/cases/wake-due.ts';
import { ConfigurationDesk } from '#electron/desk/configuration/configuration-desk.ts';
import { Inbox } from '#electron/desk/inbox/inbox.ts';
import { Outbound } from '#electron/desk/outbound/outbound.ts';
import { ClosedCases } from '#electron/desk/replay/closed-cases.ts';
import { Replay } from '#electron/desk/replay/replay.ts';
import { ReviewedCases } from '#electron/desk/replay/reviewed-cases.ts';
import { ShareForTraining } from '#electron/desk/replay/share-for-training.ts';
import { EndWrapUp } from '#electron/desk/routing/end-wrap-up.ts';
import { ReturnLost } from '#electron/desk/routing/return-lost.ts';
import { Ringer } from '#electron/desk/routing/ringer.ts';
import { Workload } from '#electron/desk/routing/workload.ts';
import { Door } from '#electron/desk/session/door.ts';
import { LocalAccounts } from '#electron/desk/session/local-accounts.ts';
import { presentCost } from '#electron/desk/session/password-verifier.ts';
import { Sessions } from '#electron/desk/session/sessions.ts';
import { deskRules } from '#electron/desk/settings/desk-rules.ts';
import { LiveBoard } from '#electron/desk/supervision/live-board.ts';
import { Topic } from '#electron/desk/topic.ts';
import { Trail } from '#electron/desk/trail/trail.ts';
import { EventLog } from '#electron/engine/event-log.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { EngineConfig } from '#electron/host/config-file.ts';
import type { ConsoleContext } from '#electron/host/console-access.ts';
import { type ConsoleRouter, makeConsoleRouter } from '#electron/host/console-router.ts';
import { demoArrivals, demoDesk, fillDemoDesk, fillSharedDemoWallet } from '#electron/host/demo-desk.ts';
import { DemoLife, demoColleagues } from '#electron/host/demo-life.ts';
import type { DeskServices } from '#electron/host/desk-services.ts';
import { EmailDesk } from '#electron/host/email-desk.ts';
import { NoWallet } from '#electron/host/no-wallet.ts';
import { EngineConfigFault, makeEngine } from '#electron/host/open-engine.ts';
import { DemoSocial } from '#electron/host/social-desk.ts';
import type { Ledger } from '#electron/store/port.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import { DemoWallet } from '#electron/wallet/demo/demo-wallet.ts';
import { EmbeddedVault } from '#electron/wallet/vault/embedded-vault.ts';
import type { HostInfo, StartupFrame } from '#shared/contract/schemas.ts';
import { DESK, DESK_GROUP, REVIEWS_GROUP, TRAIL_GROUP, UNSORTED } from '#shared/desk/desk-stream.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { NewId, PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Language } from '#shared/lib/localized.ts';
import type { CreateLogger } from '#shared/lib/logger.ts';

export interface HostOptions {
  /** The desk's own data folder; null keeps everything in memory. */
  readonly folder: string | null;
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly keySource: HostInfo['keySource'];
  readonly demo: boolean;
  /** Where the desk's log lies when it is shared with other hosts; null: in the folder. */
  readonly engine: EngineConfig | null;
  readonly edition: HostInfo['edition'];
  readonly version: string;
  readonly language: Language | null;
  /** Where the customer's chat page is served from; null serves none. Port 0 takes any free one. */
  readonly chat: { readonly staticFolder: string; readonly port: number } | null;
  readonly createLogger: CreateLogger;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** A timer that keeps no process alive. */
const setTimer = (work: () => void, ms: number): unknown => setTimeout(work, ms).unref();
const clearTimer = (timer: unknown): void => clearTimeout(timer as NodeJS.Timeout);

/** A name of this host that lasts as long as its ledger. */
async function hostName(ledger: Ledger, newId: NewId): Promise<string> {
  const known = await ledger.setting('host.name');
  if (known !== null) return known;
  const made = newId();
  await ledger.saveSetting('host.name', made);
  return made;
}

/** Does something each time an engine is connected again; answers how to end that. */
function whenConnected(engine: QueueEngine, work: () => Promise<unknown>): () => void {
  let before = engine.health().state;
  return engine.onHealth(({ state }) => {
    const again = state === 'connected' && before !== 'connected';
    before = state;
    // What fails now is tried when it is connected the next time, or at the next start.
    if (again) work().catch(() => undefined);
  });
}

type Stoppable = { stop(): Promise<void> | void };

/** The composition root: makes every part, starts them in order, stops them in reverse. */
export class DeskHost {
  readonly consoleRouter: ConsoleRouter;
  readonly startup = new Topic<StartupFrame>({ phase: 'opening', done: 0, total: 0 });
  readonly #options: HostOptions;
  readonly #ready = Promise.withResolvers<DeskServices>();
  readonly #started: Stoppable[] = [];
  #chatUrl: string | null = null;

  constructor(options: HostOptions) {
    this.#options = options;
    // A failed start is told by start() itself; calls that wait for the services see the rejection too.
    this.#ready.promise.catch(() => undefined);
    this.consoleRouter = makeConsoleRouter({ info: () => this.info(), startup: this.startup, services: this.#ready.promise });
  }

  info(): HostInfo {
    const { version, edition, demo, folder, keySource, language } = this.#options;
    return { version, edition, demo, memory: folder === null, keySource, chatUrl: this.#chatUrl, defaultLanguage: language };
  }

  get chatUrl(): string | null {
    return this.#chatUrl;
  }

  openSession(sessionId: string): ConsoleContext {
    return { sessionId };
  }

  closeSession(sessionId: string): void {
    this.#ready.promise
      .then((services) => {
        services.uploads.drop(sessionId);
        services.email.imports.drop(sessionId);
        return services.sessions.signOut(sessionId);
      })
      .catch(() => undefined);
  }

  /** Opens the desk; rejects with a typed fault of the part that could not be opened, after stopping the others. */
  async start(): Promise<void> {
    try {
      this.#ready.resolve(await this.#open());
      this.startup.set({ phase: 'ready', done: 1, total: 1 });
    } catch (cause) {
      this.#ready.reject(cause);
      await this.stop();
      throw cause;
    }
  }

  /** Stops everything that was started, newest first. */
  async stop(): Promise<void> {
    for (const part of this.#started.splice(0).reverse()) await part.stop();
  }

  async #begin(...parts: (Stoppable & { start(): Promise<void> | void })[]): Promise<void> {
    this.#started.push(...parts);
    await Promise.all(parts.map((part) => part.start()));
  }

  /** Tells the page, and whoever started the program, what the engine is waiting for. */
  async #startEngine(engine: QueueEngine): Promise<void> {
    const off = engine.onHealth(({ state, lastError }) => {
      if (state === 'connected' || state === 'stopped') return;
      this.startup.set({ phase: 'connecting', done: 0, total: 0, ...(lastError === null ? {} : { detail: `${state}: ${lastError.text}` }) });
    });
    try {
      await this.#begin(engine);
    } finally {
      off();
    }
  }

  /** The demo's cases lie on the engine; the wallet behind them is made anew here, as it was when they were. */
  async #fillSharedDemo(wallet: DemoWallet, log: EventLog, onProgress: (done: number, total: number) => void): Promise<void> {
    const [first] = await log.read(DESK);
    if (!first) throw new EngineConfigFault('the desk on the engine is empty: fill it with "npm run engine -- demo", or start with --no-demo');
    await fillSharedDemoWallet(wallet, first.at, onProgress);
  }

  async #open(): Promise<DeskServices> {
    const { folder, key, demo, clock, newId, createLogger } = this.#options;
    const place = (name: string) => (folder === null ? { memory: true as const } : { file: `${folder}/${name}` });
    let hub: CaseHub | null = null;
    const store = new SqliteStore({
      ...(folder === null ? { memory: true as const } : { folder }),
      key,
      logger: createLogger('store'),
      onCacheReset: (reason) => hub?.refill(reason),
    });
    const vault = new EmbeddedVault({ ...place('vault.db'), key, logger: createLogger('vault') });
    const demoWallet = demo ? new DemoWallet({ ...place('wallet.db'), key, clock, logger: createLogger('wallet') }) : null;
    const wallet = demoWallet ?? new NoWallet();
    const logger = createLogger('desk');
    await this.#begin(store, vault, wallet);
    const engine = await makeEngine({ config: this.#options.engine, folder, key, store, clock, newId, logger: createLogger('engine') });
    await this.#startEngine(engine);

    const log = new EventLog(engine, (fault, raw) => {
      logger.warn('open: an event could not be read and is kept aside', { place: fault.place, fault: fault.fault });
      void store.ledger.quarantine('engine', `${fault.place}: ${fault.fault}`, JSON.stringify(raw), clock());
    });
    if (demoWallet) {
      const seeding = (done: number, total: number) => this.startup.set({ phase: 'seeding', done, total });
      seeding(0, 1);
      if (this.#options.engine === null) await fillDemoDesk({ wallet: demoWallet, log, vault, ledger: store.ledger, clock }, seeding);
      else await this.#fillSharedDemo(demoWallet, log, seeding);
    }
    this.startup.set({ phase: 'catching-up', done: 0, total: 0 });
    const openCases = async () => (await store.cache.openCases()).queues;
    const configurationDesk = new ConfigurationDesk({ log, openCases, clock, newId });
    await configurationDesk.load(demo && this.#options.engine === null ? demoDesk : null);
    const { configuration } = configurationDesk;
    const group = DESK_GROUP;
    hub = new CaseHub({ log, cache: store.cache, groups: configurationDesk.groups(), clock, logger });
    configurationDesk.follow(hub);
    this.#started.push(configurationDesk);
    await this.#begin(hub);

    const rules = deskRules(configuration);
    const desk = new CaseDesk({ hub, log, ledger: store.ledger, rules, clock, newId, logger });
    this.#started.push({ stop: whenConnected(engine, () => desk.recover()) });
    const recovered = await desk.recover();
    if (recovered > 0) logger.info('recover: unfinished commands were settled', { commands: recovered });
    const feed = new HubFeed({ hub, cache: store.cache, engine, desk });
    const groupOf = (id: QueueId) => configuration.value.queues.find((queue) => queue.id === id)?.group ?? group;
    // The first queue takes what belongs to none; without any queue cases wait where those who see all find them.
    const queueOf = (wished: QueueId) => {
      const { queues } = configuration.value;
      return queues.some(({ id }) => id === wished) ? wished : (queues[0]?.id ?? UNSORTED);
    };
    const intake = new DeskIntake({ hub, log, desk, vault, rules, groupOf, queueOf, clock, newId });
    const uploads = new UploadDesk({
      putBlob: (caseId, bytes) => log.putBlob({ kind: 'case', id: caseId }, bytes),
      getBlob: (caseId, hash) => log.getBlob({ kind: 'case', id: caseId }, hash),
      newId,
      clock,
    });
    const nameOf = (id: PersonId) => configuration.value.people.find((person) => person.id === id)?.name[this.#options.language ?? 'en'] ?? null;
    await this.#begin(new WakeDue({ cache: store.cache, desk, clock, logger }));

    // Where others would not believe what a customer wrote here, no customer is let write.
    const takesCustomers = engine.mayActAs({ kind: 'customer', id: 'anybody' });
    const chat =
      this.#options.chat && takesCustomers
        ? new ChatServer({
            parts: { intake, feed, uploads, nameOf, clock, newId, logger: createLogger('chat') },
            staticFolder: this.#options.chat.staticFolder,
            port: this.#options.chat.port,
            secret: key,
            language: this.#options.language,
          })
        : null;
    if (chat) {
      this.#started.push(chat);
      this.#chatUrl = (await chat.start()).url;
    }
    const email = new EmailDesk({
      folder,
      key,
      demo,
      intake,
      feed,
      uploads,
      log,
      ledger: store.ledger,
      configuration,
      clock,
      newId,
      logger: createLogger('email'),
    });
    await this.#begin(email);
    const sessions = new Sessions({ log, configuration, group, clock, newId });
    await this.#begin(sessions);
    const accounts = new LocalAccounts({ book: store.accounts, cost: presentCost, clock });
    const door = new Door({
      accounts,
      sessions,
      desk: configurationDesk,
      demo,
      mayActAs: ({ id, role }) => engine.mayActAs({ kind: role, id }),
      engineId: engine.id,
    });
    const workload = new Workload({ hub, cache: store.cache, configuration });
    await this.#begin(sessions, workload);
    const ringer = new Ringer({ engine, desk, sessions, workload, configuration, clock, random: Math.random, setTimer, clearTimer, logger });
    const returnLost = new ReturnLost({ hub, log, desk, sessions, workload, configuration, clock, logger });
    await this.#begin(
      ringer,
      new EndWrapUp({ desk, workload, configuration, clock, logger }),
      returnLost,
      new ShareForTraining({ hub, engine, sessions, logger }),
    );
    const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const board = new LiveBoard({ engine, sessions, groups: () => configurationDesk.groups(), configuration, timeZone, clock, logger });
    this.#started.push(board);
    const reviewed = new ReviewedCases({ engine, groups: [group, REVIEWS_GROUP], logger });
    this.#started.push(reviewed);
    const trail = new Trail({ log, group: TRAIL_GROUP, clock, newId });
    const social = demoWallet
      ? new DemoSocial({ intake, feed, hub, cache: store.cache, configuration, clock, newId, setTimer, clearTimer, logger: createLogger('social') })
      : null;
    if (social) await this.#begin(social);
    const deliverers = [email.channel, ...(social?.channels ?? [])];
    await this.#begin(
      new Outbound({ hub, cache: store.cache, log, desk, rules, deliverers, host: await hostName(store.ledger, newId), clock, setTimer, clearTimer, logger }),
    );
    const demoIntake = social ? new SocialArrivals(intake, social.providers, Math.random) : intake;
    const arrivals = demoWallet ? demoArrivals({ wallet: demoWallet, intake: demoIntake, feed, clock, newId, logger: createLogger('demo') }) : null;
    const colleagues = demoColleagues({ sessions, ringer, workload, desk, hub, configuration, logger }, { setTimer, clearTimer });
    if (arrivals) {
      await this.#begin(arrivals);
      this.#started.push(colleagues);
    }
    return {
      hub,
      desk,
      calls: new CallDesk({ hub, log, ledger: store.ledger, desk, workload, wallet, vault, groupOf, clock }),
      feed,
      viewers: new Viewers(),
      inbox: new Inbox({ hub, cache: store.cache, configuration }),
      sessions,
      door,
      accounts,
      configurationDesk,
      workload,
      ringer,
      board,
      trail,
      replay: new Replay({ hub, log, ledger: store.ledger, trail, reviewed, vault, group: REVIEWS_GROUP, clock, newId }),
      closed: new ClosedCases({ store, vault, configuration, reviewed }),
      uploads,
      email,
      engine,
      store,
      wallet,
      vault,
      configuration,
      clock,
      logger,
      chatLink: chat ? (customer, name) => chat.signedLink(customer, name) : null,
      demo: arrivals && new DemoLife(arrivals, colleagues),
    };
  }
}
