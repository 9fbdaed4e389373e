import type { PhoneDesk } from '#electron/desk/calls/phone-desk.ts';
import { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { DeferredCommands } from '#electron/desk/cases/deferred-commands.ts';
import { MergedLines } from '#electron/desk/cases/merged-lines.ts';
import { SplitCases } from '#electron/desk/cases/split-cases.ts';
import { Viewers } from '#electron/desk/cases/viewers.ts';
import { WakeDue } from '#electron/desk/cases/wake-due.ts';
import { ConfigurationDesk } from '#electron/desk/configuration/configuration-desk.ts';
import { Drafts } from '#electron/desk/drafts/drafts.ts';
import { Erasure } from '#electron/desk/erasure/erasure.ts';
import { Inbox } from '#electron/desk/inbox/inbox.ts';
import { UndeliveredMessages } from '#electron/desk/outbound/undelivered.ts';
import { ClosedCases } from '#electron/desk/replay/closed-cases.ts';
import { Replay } from '#electron/desk/replay/replay.ts';
import { ReviewedCases } from '#electron/desk/replay/reviewed-cases.ts';
import { ShareForTraining } from '#electron/desk/replay/share-for-training.ts';
import { Retention } from '#electron/desk/retention/retention.ts';
import { EndWrapUp } from '#electron/desk/routing/end-wrap-up.ts';
import { ReturnLost } from '#electron/desk/routing/return-lost.ts';
import { Ringer } from '#electron/desk/routing/ringer.ts';
import { WaitingLine } from '#electron/desk/routing/waiting-line.ts';
import { Workload } from '#electron/desk/routing/workload.ts';
import { Door } from '#electron/desk/session/door.ts';
import { LocalAccounts } from '#electron/desk/session/local-accounts.ts';
import { presentCost } from '#electron/desk/session/password-verifier.ts';
import { Sessions } from '#electron/desk/session/sessions.ts';
import { LiveBoard } from '#electron/desk/supervision/live-board.ts';
import { Topic } from '#electron/desk/topic.ts';
import { makeAccountDesk } from '#electron/host/account-desk.ts';
import { ChannelAccounts } from '#electron/host/channels/channel-accounts.ts';
import { ChatSettingsDesk } from '#electron/host/channels/chat-settings-desk.ts';
import { makeChannelDesk } from '#electron/host/channels/make-channel-desk.ts';
import { makeChat } from '#electron/host/chat-desk.ts';
import type { ConsoleContext } from '#electron/host/console-access.ts';
import { type ConsoleRouter, makeConsoleRouter } from '#electron/host/console-router.ts';
import { demoDesk, fillDemoDesk, fillSharedDemoWallet } from '#electron/host/demo-desk.ts';
import { demoPhone } from '#electron/host/demo-phone.ts';
import type { DeskServices } from '#electron/host/desk-services.ts';
import { EmailDesk } from '#electron/host/email-desk.ts';
import { makeGuards } from '#electron/host/guards.ts';
import { hostName } from '#electron/host/host-name.ts';
import type { HostOptions } from '#electron/host/host-options.ts';
import { DataFault } from '#electron/host/keeping/desk-files.ts';
import { KeptFolder } from '#electron/host/keeping/kept-folder.ts';
import { makeCallDesks } from '#electron/host/make-call-desks.ts';
import { makeCaseParts } from '#electron/host/make-case-parts.ts';
import { makeDemo } from '#electron/host/make-demo.ts';
import { makeEventLog } from '#electron/host/make-event-log.ts';
import { makeIncidentDesk } from '#electron/host/make-incident-desk.ts';
import { makeOutbound } from '#electron/host/make-outbound.ts';
import { keepTold, makeOwnAddresses } from '#electron/host/make-own-addresses.ts';
import { makeTemplateBook } from '#electron/host/make-template-book.ts';
import { makeEngine } from '#electron/host/open-engine.ts';
import { openWallet } from '#electron/host/open-wallet.ts';
import { RecoveryDesk } from '#electron/host/recovery-desk.ts';
import { startEngine } from '#electron/host/start-engine.ts';
import { startFault } from '#electron/host/start-fault.ts';
import { clearTimer, setTimer } from '#electron/host/timers.ts';
import { whenConnected } from '#electron/host/when-connected.ts';
import type { Restored } from '#electron/store/port.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import { EmbeddedVault } from '#electron/wallet/vault/embedded-vault.ts';
import type { HostInfo, StartupFrame } from '#shared/contract/schemas.ts';
import { DESK_GROUP, REVIEWS_GROUP } from '#shared/desk/desk-stream.ts';
import type { EngineState } from '#shared/desk/engine-health.ts';
import type { PersonId } from '#shared/lib/ids.ts';

type Stoppable = { stop(): Promise<void> | void };

/** The composition root: makes every part, starts them in order, stops them in reverse. */
export class DeskHost {
  readonly consoleRouter: ConsoleRouter;
  readonly startup = new Topic<StartupFrame>({ phase: 'opening', done: 0, total: 0 });
  readonly #options: HostOptions;
  readonly #ready = Promise.withResolvers<DeskServices>();
  readonly services = this.#ready.promise;
  readonly #started: Stoppable[] = [];
  #chatUrl: string | null = null;
  #kept: KeptFolder | null = null;

  constructor(options: HostOptions) {
    this.#options = options;
    // A failed start is told by start() itself; calls that wait for the services see the rejection too.
    this.#ready.promise.catch(() => undefined);
    this.consoleRouter = makeConsoleRouter({ info: () => this.info(), startup: this.startup, keys: options.keys, services: this.#ready.promise });
  }

  info(): HostInfo {
    const { version, edition, demo, wallet, folder, keys, language } = this.#options;
    return {
      version,
      edition,
      demo,
      wallet: demo || wallet !== null,
      memory: folder === null,
      keySource: keys.source(),
      chatUrl: this.#chatUrl,
      defaultLanguage: language,
    };
  }

  get chatUrl(): string | null {
    return this.#chatUrl;
  }

  /** What was put back from backups at this start. */
  get restored(): readonly Restored[] {
    return this.#kept?.restored ?? [];
  }

  openSession(sessionId: string, pageOrigin: string | null = null): ConsoleContext {
    return { sessionId, pageOrigin };
  }

  closeSession(sessionId: string): void {
    this.#ready.promise
      .then(({ uploads, email, recovery, stepUp, sessions }) => {
        for (const part of [uploads, email.imports, recovery, stepUp]) part.drop(sessionId);
        return sessions.signOut(sessionId);
      })
      .catch(() => undefined);
  }

  /** Waits for the key, then opens the desk; rejects with a typed fault of the part that could not be opened, after stopping the others. */
  async start(): Promise<void> {
    try {
      const key = await this.#options.keys.open((lock) => this.startup.set({ phase: 'locked', done: 0, total: 0, lock }));
      if (this.startup.value.phase === 'locked') this.startup.set({ phase: 'opening', done: 0, total: 0 });
      this.#ready.resolve(await this.#open(key));
      this.startup.set({ phase: 'ready', done: 1, total: 1 });
    } catch (cause) {
      this.#ready.reject(cause);
      await this.stop();
      const why = this.#kept?.explain(cause) ?? cause;
      const [detail, damaged] = [startFault(why), why instanceof DataFault ? why.damaged : null];
      this.startup.set({ phase: 'failed', done: 0, total: 0, ...(detail === null ? {} : { detail }), ...(damaged === null ? {} : { damaged }) });
      throw why;
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
  #waits(state: EngineState, why: string | null): void {
    const where = this.#options.engine?.servers.join(', ') ?? '';
    const detail = why === null ? {} : { detail: `${where === '' ? '' : `${where}, `}${state}: ${why}` };
    this.startup.set({ phase: 'connecting', done: 0, total: 0, ...detail });
  }

  async #open(key: Uint8Array): Promise<DeskServices> {
    const { folder, keys, demo, demoCustomers, engine: config, clock, newId, createLogger, onDamage = () => undefined } = this.#options;
    const place = (name: string) => (folder === null ? { memory: true as const } : { file: `${folder}/${name}` });
    let hub: CaseHub | null = null;
    const kept = new KeptFolder({ ...this.#options, key, engineHere: config === null, onDamage, logger: createLogger('keeper') });
    this.#kept = kept;
    await this.#begin(kept);
    const store = new SqliteStore({
      ...(folder === null ? { memory: true as const } : { folder }),
      key,
      logger: createLogger('store'),
      onCacheReset: (reason) => hub?.refill(reason),
      onFault: kept.met,
    });
    const vault = new EmbeddedVault({ ...place('vault.db'), key, logger: createLogger('vault') });
    const parts = { config: this.#options.wallet, demo, demoCustomers, place: place('wallet.db'), key, clock, logger: createLogger('wallet') };
    const { wallet, demoWallet, signer, limits } = openWallet(parts);
    const logger = createLogger('desk');
    await this.#begin(store, vault, ...new Set([wallet, demoWallet ?? wallet]));
    await keys.settle(store.ledger);
    const engine = await makeEngine({ config: this.#options.engine, folder, key, store, clock, newId, logger: createLogger('engine'), onFault: kept.met });
    await startEngine(
      engine,
      () => this.#begin(engine),
      (state, why) => this.#waits(state, why),
    );
    const restoredAt = await kept.settle(store, engine);

    const log = makeEventLog(engine, store.ledger, clock, logger);
    if (demoWallet) {
      const seeding = (done: number, total: number) => this.startup.set({ phase: 'seeding', done, total });
      if (this.#options.engine === null) await fillDemoDesk({ wallet: demoWallet, log, vault, ledger: store.ledger, clock }, seeding);
      else await fillSharedDemoWallet(demoWallet, log, seeding);
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

    const drafts = new Drafts({ ledger: store.ledger, clock, newId });
    const onWords = (person: PersonId) => drafts.changed(person);
    const cases = makeCaseParts({ hub, log, store, vault, configuration, clock, newId, logger, onWords });
    const { rules, desk, feed, intake, uploads, recipients, address, groupOf } = cases;
    this.#started.push({ stop: whenConnected(engine, () => desk.recover()) });
    const recovered = await desk.recover();
    if (recovered > 0) logger.info('recover: unfinished commands were settled', { commands: recovered });
    const deferred = new DeferredCommands({
      ...{ desk, engine, address, ledger: store.ledger, clock, random: Math.random, setTimer, clearTimer, logger, onWords },
      holds: uploads.holds.bind(uploads),
    });
    await this.#begin(deferred);
    this.#started.push({ stop: drafts.onChanged(() => void deferred.reload()) });
    await this.#begin(
      new WakeDue({ cache: store.cache, desk, clock, logger }),
      new MergedLines({ hub, cache: store.cache, desk, logger }),
      new SplitCases({ hub, log, cache: store.cache, desk, groupOf, logger }),
    );
    const email = new EmailDesk({
      ...{ folder, key, demo, intake, feed, uploads, recipients, log, ledger: store.ledger, configuration, clock, newId },
      logger: createLogger('email'),
    });
    await this.#begin(email);
    const { connections, socialChannels } = this.#options;
    // The phone is made after the channels, whose accounts are connected after that.
    const phone = Promise.withResolvers<PhoneDesk>();
    const channels = makeChannelDesk({
      ...{ intake, feed, uploads, log, email, clock, connections, channels: socialChannels },
      phone: { calls: { take: async (line, event) => (await phone.promise).take(line, event) }, ledger: store.ledger },
      logger: createLogger('channels'),
    });
    let accountsOfChannels: ChannelAccounts | null = null;
    const hooks = {
      knows: (id: string) => channels.knows(id),
      answer: channels.webhook.bind(channels),
      publicHost: () => accountsOfChannels?.publicHost() ?? null,
    };
    const onErased = async () => {
      drafts.refresh();
      await deferred.reload();
      await kept.replaceBackups();
    };
    const erasure = new Erasure({ hub, log, desk, store, vault, deferred, mail: email, onErased, logger });
    await this.#begin(erasure, new Retention({ hub, cache: store.cache, configuration, clock, logger }));
    this.#started.push({ stop: whenConnected(engine, () => erasure.resume()) });
    const guards = makeGuards({ store, log, hub, keys, key, demo, clock, newId, logger });
    const { audit, trail, keyRecord } = guards;
    await this.#begin(audit, guards.alerts);
    const ofChannels = { ledger: store.ledger, audit, logger: createLogger('channels') };
    const channelAccounts = new ChannelAccounts({ ...ofChannels, desk: channels, localUrl: () => this.#chatUrl, file: this.#options });
    const chatSettings = new ChatSettingsDesk({ ...ofChannels, configuration, file: this.#options.chat?.settings ?? null });
    await this.#begin(chatSettings);
    accountsOfChannels = channelAccounts;
    const sessions = new Sessions({ log, configuration, group, onSession: guards.onSession, clock, newId });
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
    await this.#begin(workload);
    const line = new WaitingLine({ workload, setTimer, clearTimer });
    await this.#begin(line);
    const chat = makeChat(this.#options, {
      ...{ intake, feed, uploads, hub, cache: store.cache, engine, vault, line, configuration, hooks, clock, newId, secret: key },
      phone: demoWallet && demoPhone(demoWallet, hub, clock),
      settings: chatSettings.live,
      logger: createLogger('chat'),
    });
    if (chat) {
      this.#started.push(chat);
      this.#chatUrl = (await chat.start()).url;
      chatSettings.serving(this.#chatUrl);
    }
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
    const incidents = makeIncidentDesk({ hub, log, desk, cache: store.cache, wallet, vault, rules, configuration, clock, newId, logger });
    await this.#begin(incidents);
    const reviewed = new ReviewedCases({ engine, groups: [group, REVIEWS_GROUP], logger });
    this.#started.push(reviewed);
    if (keys.recovery?.used()) {
      const noting = keyRecord.note({ kind: 'system', id: 'desk' }, 'used').catch((cause: unknown) => {
        // The desk is open all the same: who has its recovery key could open it without this program too.
        logger.error('open: the use of the recovery key is not on record', { cause: String(cause) });
      });
      // A log that lies elsewhere may not be reached for long.
      if (this.#options.engine === null) await noting;
    }
    const name = await hostName(store.ledger, newId);
    const account = makeAccountDesk({ hub, store, desk, engine, wallet, vault, signer, limits, guards, sessions, host: name, clock, newId, logger });
    const calling = makeCallDesks({ ...cases, hub, log, store, workload, wallet, vault, sessions, accounts, configuration, clock, newId, logger });
    phone.resolve(calling.phone);
    await this.#begin(account.openActions, account.asker, account.teller, calling.callBacks, calling.passedCalls);
    this.#started.push({ stop: whenConnected(engine, () => account.asker.look()) });
    const life = { wallet: demoWallet, ownDesk: this.#options.engine === null, channels, cache: store.cache, hub, desk, intake, feed, sessions, ringer };
    const demoParts = makeDemo({ ...life, workload, configuration, email, clock, newId, createLogger, logger });
    if (demoParts) await this.#begin(demoParts.social);
    const addresses = makeOwnAddresses({ email, log, hub, host: name, clock, logger });
    await this.#begin(addresses);
    await this.#begin(channelAccounts);
    this.#started.push({ stop: keepTold(addresses, log) });
    const outbound = makeOutbound({ hub, store, log, desk, rules, email, channels, host: name, restoredAt, clock, logger });
    const templates = makeTemplateBook({ channels, log, hub, clock, logger });
    await this.#begin(outbound, templates);
    this.#started.push({ stop: channels.attached.onChange(() => void outbound.again()) });
    // Before messages that leave by it are waited for.
    this.#started.push({ stop: () => demoParts?.social.rest() });
    const undelivered = new UndeliveredMessages({ hub, cache: store.cache });
    await this.#begin(undelivered);
    if (demoParts) await this.#begin(demoParts.life);
    await kept.watch(store);
    this.#started.push({ stop: () => kept.rest() });
    return {
      hub,
      desk,
      deferred,
      drafts,
      undelivered,
      ...calling,
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
      incidents,
      ...guards,
      ...account,
      reveal: demoWallet,
      loginOf: async (id) => (demo ? null : accounts.loginOf(id)),
      recovery: new RecoveryDesk({ demo, folder: keys.recovery, record: keyRecord }),
      replay: new Replay({ hub, log, ledger: store.ledger, trail, reviewed, group: REVIEWS_GROUP, clock, newId }),
      closed: new ClosedCases({ store, vault, configuration, reviewed }),
      uploads,
      recipients,
      erasure,
      email,
      channelAccounts,
      chatSettings,
      templates,
      engine,
      store,
      storage: kept.storage,
      wallet,
      signer,
      vault,
      configuration,
      clock,
      logger,
      chatLink: chat ? (customer, name) => chat.signedLink(customer, name) : null,
      demo: demoParts?.life ?? null,
    };
  }
}
