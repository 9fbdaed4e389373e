import { createHash } from 'node:crypto';
import type { Cursor, Journal, JournalEntry } from '#electron/engine/port.ts';
import type { CacheSearch, ClosedQuery, InboxQuery, OpenCases, SearchHit } from '#electron/store/cache-queries.ts';
import type { AccountAction } from '#shared/case/account-action.ts';
import type { Attachment } from '#shared/case/attachment.ts';
import type { ChannelKind } from '#shared/case/channel.ts';
import type { CaseCommand, Refusal } from '#shared/case/commands.ts';
import type { AnyEvent, LogEvent, Position } from '#shared/case/envelope.ts';
import type { InboxRow, InboxView } from '#shared/case/inbox-row.ts';
import type { OpenedCase } from '#shared/case/opened-case.ts';
import type { Addressing } from '#shared/case/recipients.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { AuditEntry, AuditFilter, AuditHead, NewAuditEntry } from '#shared/desk/audit.ts';
import type { AuditRow, Link } from '#shared/desk/audit-chain.ts';
import type { Role } from '#shared/desk/person.ts';
import type { StoredFile } from '#shared/desk/storage-health.ts';
import type { CaseId, CommandId, CustomerId, EventId, PersonId, QueueId, Token } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';

/** A message of the desk that has not left: to leave once its channel's undo delay is over, or on its way when the program stopped. */
export interface Outgoing {
  readonly message: EventId;
  readonly caseId: CaseId;
  readonly channel: ChannelKind;
  /** When it was written, or an agent wanted it sent again, or the provider is to be asked once more. */
  readonly at: Instant;
  readonly state: 'queued' | 'sending';
  /** The event that queued it: each attempt has another. */
  readonly cause: EventId;
}

/** A message of the desk that a provider did not take, or may have taken. */
export interface Undelivered extends Omit<Outgoing, 'state'> {
  readonly state: 'failed' | 'unknown';
}

/** What was asked of the wallet in a case and has not come to its end. */
export interface OpenAction extends AccountAction {
  readonly caseId: CaseId;
}

/** The disposable part: rebuilt from the engine at any time. */
export interface Cache {
  cursor(): Promise<Cursor | null>;
  /** Takes in one batch and moves the cursor, in one transaction; answers the rows that changed. Repeats are harmless. */
  ingest(events: readonly AnyEvent[], cursor: Cursor): Promise<readonly InboxRow[]>;
  /** Forgets everything, so that the engine is read again from its beginning; whoever follows asks for `cursor()` again before the next batch. */
  clear(): Promise<void>;
  caseEvents(caseId: CaseId, after?: Position | 0): Promise<readonly AnyEvent[]>;
  caseState(caseId: CaseId): Promise<CaseState | null>;
  /** A case as it is opened, with so many of its entries; null for one that is not there. */
  openCase(caseId: CaseId, newest: number): Promise<OpenedCase | null>;
  /**
   * What `openCase` left out at a position, as the JSON of `EarlierEntries`: one long text goes between threads and to a
   * screen at a fraction of what its parts cost. Null for a case that is not there as far as that.
   */
  earlierEntries(caseId: CaseId, newest: number, position: Position): Promise<string | null>;
  row(caseId: CaseId): Promise<InboxRow | null>;
  inboxPage(query: InboxQuery): Promise<{ readonly rows: readonly InboxRow[]; readonly total: number }>;
  inboxCounts(person: PersonId, queues: readonly QueueId[]): Promise<Readonly<Record<InboxView, number>>>;
  closedPage(query: ClosedQuery): Promise<{ readonly rows: readonly InboxRow[]; readonly total: number }>;
  casesOf(customer: CustomerId, limit: number): Promise<readonly InboxRow[]>;
  /** How many cases are not resolved, by queue and by who has them; where there are none, nothing is said. */
  openCases(): Promise<OpenCases>;
  /** The cases of one person at one channel, by `contactKey`, newest activity first. */
  casesFrom(contact: string, limit: number): Promise<readonly InboxRow[]>;
  /** Cases that are merged with others, on either side, the newest first. */
  mergedCases(limit: number): Promise<readonly InboxRow[]>;
  /** Cases that others were split off from, the newest first. */
  splitCases(limit: number): Promise<readonly InboxRow[]>;
  snoozedUntil(now: Instant): Promise<readonly InboxRow[]>;
  outgoing(): Promise<readonly Outgoing[]>;
  undelivered(): Promise<readonly Undelivered[]>;
  openActions(): Promise<readonly OpenAction[]>;
  /** Takes some closed cases out that had nothing happen since `before`, in one short transaction; `more` where there may be others. */
  leave(before: Instant, now: Instant): Promise<{ readonly left: readonly CaseId[]; readonly more: boolean }>;
  /** Which of some cases have left: what comes of them must come with all that came before. */
  leftAmong(ids: readonly CaseId[]): Promise<readonly CaseId[]>;
  /** A customer's cases that have left, the newest activity first. */
  leftOf(customer: CustomerId, limit: number): Promise<readonly CaseId[]>;
  /** How many cases have left that the view `resolved` would hold. */
  leftCount(person: PersonId, queues: readonly QueueId[]): Promise<number>;
  /** Somebody looks at a case: it does not leave before `until`. */
  visit(caseId: CaseId, until: Instant): Promise<void>;
  /** Cases that the log says were erased; with `left`, those of which this host has more to do. */
  erasedCases(left: boolean): Promise<readonly CaseId[]>;
  doneErasing(caseId: CaseId): Promise<void>;
  /** Which of some tokens a text in the cache hides, or an action names that has not ended. */
  tokensKept(tokens: readonly Token[]): Promise<readonly Token[]>;
  /** Leaves nothing of what was taken out in the write-ahead log. */
  settle(): Promise<void>;
  /** What fits a search, newest first: messages, notes and openings, or cases where it asks for what is the case's own alone. */
  search(search: CacheSearch, limit: number): Promise<readonly SearchHit[]>;
}

export type WordsKind = 'reply' | 'note';

/** What a person wrote, as they typed it. */
export interface Words {
  readonly kind: WordsKind;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** Of a reply by e-mail: whom it is to go to; missing where that is the customer alone. */
  readonly addressing?: Addressing | undefined;
}

export interface Draft extends Words {
  readonly caseId: CaseId;
  readonly person: PersonId;
  readonly savedAt: Instant;
}

/** A draft as it rests; each change of it has a greater version. */
export interface RestingDraft extends Draft {
  readonly version: number;
}

/** Words that came back while a newer draft had their place; kept until their author takes or discards them. */
export interface KeptWords extends Words {
  /** The command they belonged to, or a name of their own. */
  readonly id: string;
  readonly caseId: CaseId;
  readonly person: PersonId;
  /** Why they were not sent; null where another window's words took their place. */
  readonly refusal: Refusal | null;
  readonly at: Instant;
}

/** The draft that a new one is made from; null: none was there. */
export interface ExpectedDraft {
  readonly version: number | null;
  /** The name under which another one is kept. */
  readonly asideAs: string;
}

/** A draft that goes with a command: it is dropped unless it changed since that version; null asks nothing of the version. */
export interface TakenDraft {
  readonly kind: WordsKind;
  readonly version: number | null;
}

export type OutboxState = 'queued' | 'confirmed' | 'refused' | 'unknown';

/** Who asked for what, in what words. */
export interface Asked {
  readonly role: Role;
  readonly command: CaseCommand;
  readonly typed: Words | null;
}

/** One decided command on its way to the engine; its sealed events are kept, so that a repeat has the same ids. */
export interface OutboxEntry {
  readonly commandId: CommandId;
  readonly caseId: CaseId;
  readonly person: PersonId;
  readonly events: readonly LogEvent[];
  readonly expected: Position | 0;
  readonly state: OutboxState;
  /** JSON of the answer once given: confirmed positions or the refusal. */
  readonly answer: string | null;
  readonly at: Instant;
  /** Null in rows of a console that did not keep it, and where a part of the program asked on its own rules. */
  readonly asked: Asked | null;
}

/** A command that could not be carried out when it was given, because the engine could not be reached. */
export interface DeferredCommand {
  readonly commandId: CommandId;
  readonly caseId: CaseId;
  readonly actor: { readonly kind: Role; readonly id: PersonId };
  readonly command: CaseCommand;
  /** What was typed, where the command has words; a command has them masked. */
  readonly typed: Words | null;
  readonly at: Instant;
  /** Why it was refused when the engine was back; null while it waits. */
  readonly refusal: Refusal | null;
  /** The ledger was restored since: it may have been carried out or taken back, and only its author sends it again. */
  readonly doubtful: boolean;
}

/** The part that is never erased by the program; each call is on disk before it answers. */
export interface Ledger {
  /**
   * Keeps a draft; empty words take it away. Where another draft than the expected one rests here, whose words the new
   * one does not hold, that one is kept aside in the same commit: it is `displaced`.
   */
  saveDraft(draft: Draft, expected?: ExpectedDraft | null): Promise<{ readonly version: number; readonly displaced: boolean }>;
  dropDraft(caseId: CaseId, person: PersonId, kind: WordsKind): Promise<void>;
  /** Newest first, as what was kept; to keep words of a known id again changes nothing. */
  drafts(person: PersonId): Promise<readonly RestingDraft[]>;
  keptWords(person: PersonId): Promise<readonly KeptWords[]>;
  keepWords(words: KeptWords): Promise<void>;
  dropKept(person: PersonId, id: string): Promise<void>;
  /** Notes a command before it is appended; its draft goes in the same commit. */
  putOutbox(entry: OutboxEntry, taken?: TakenDraft | null): Promise<void>;
  settleOutbox(commandId: CommandId, state: OutboxState, answer: string): Promise<void>;
  /** Answers a command with a refusal for good. Words that left their draft come back to it, or are kept beside a newer one. */
  refuseOutbox(entry: OutboxEntry, refusal: Refusal, at: Instant): Promise<void>;
  outboxEntry(commandId: CommandId): Promise<OutboxEntry | null>;
  /** What was noted and never settled, oldest first: all, or of one case. */
  pendingOutbox(caseId?: CaseId): Promise<readonly OutboxEntry[]>;
  unknownOutbox(): Promise<readonly OutboxEntry[]>;
  /** A repeat of the same command changes nothing; its draft goes in the same commit. */
  deferCommand(deferred: DeferredCommand, taken?: TakenDraft | null): Promise<void>;
  /** In the order they were given. */
  deferredCommands(): Promise<readonly DeferredCommand[]>;
  /** Notes why a command was not carried out, to be read by its author; its words come back as by `refuseOutbox`. */
  refuseDeferred(deferred: DeferredCommand, refusal: Refusal, at: Instant): Promise<void>;
  /** The author wants it carried out after all. */
  trustDeferred(commandId: CommandId): Promise<void>;
  dropDeferred(commandId: CommandId): Promise<void>;
  /** Takes a command out that waits; its words come back as by `refuseOutbox`. */
  takeBackDeferred(deferred: DeferredCommand, at: Instant): Promise<void>;
  setting(scope: string): Promise<string | null>;
  /** The scopes that begin with a prefix and have a value. */
  scopesUnder(prefix: string): Promise<readonly string[]>;
  saveSetting(scope: string, value: string): Promise<void>;
  /** Keeps aside what could not be read, encrypted, with where it came from and why. */
  quarantine(from: string, fault: string, raw: string, at: Instant, caseId?: CaseId): Promise<void>;
  /** Takes out everything of some cases that somebody wrote, and what was kept aside and holds one of the values; receipts of commands stay. Nothing of it stays in the write-ahead log. */
  eraseCases(caseIds: readonly CaseId[], values: readonly string[]): Promise<void>;
  /** What was kept aside of one origin, newest first; without what it was. */
  quarantined(from: string, limit: number): Promise<readonly { readonly from: string; readonly fault: string; readonly at: Instant }[]>;
}

/** A local account as it rests: scrypt's parameters and result, never a password. */
export interface AccountRecord {
  readonly person: PersonId;
  /** As `loginOf` writes logins. */
  readonly login: string;
  readonly salt: Uint8Array;
  readonly verifier: Uint8Array;
  /** scrypt's N, r and p. */
  readonly cost: number;
  readonly blockSize: number;
  readonly parallel: number;
  /** The password was given by somebody else and is good for choosing another only. */
  readonly mustChange: boolean;
  readonly changedAt: Instant;
}

/** How often a login failed since it last succeeded; kept for logins that nobody has, too. */
export interface FailedSignIns {
  readonly failures: number;
  readonly lockedUntil: Instant;
}

/** Local accounts; each call is on disk before it answers. */
export interface AccountBook {
  account(person: PersonId): Promise<AccountRecord | null>;
  accountByLogin(login: string): Promise<AccountRecord | null>;
  accounts(): Promise<readonly AccountRecord[]>;
  /** False where the person has an account, or somebody else has that login; with `first`, where there is any account. */
  addAccount(record: AccountRecord, first: boolean): Promise<boolean>;
  /** Replaces what a person's password is checked by; false where they have no account. */
  changeAccount(record: AccountRecord): Promise<boolean>;
  failedSignIns(loginDigest: string): Promise<FailedSignIns | null>;
  /** Null forgets them. Only the newest thousand are kept. */
  noteFailedSignIns(loginDigest: string, failed: FailedSignIns | null, at: Instant): Promise<void>;
}

/** A file that was put back from a backup. */
export interface Restored {
  readonly file: StoredFile;
  /** What was found wrong with it, and the name it is kept under. */
  readonly fault: string;
  readonly keptAs: string;
  readonly backupAt: Instant;
  readonly at: Instant;
}

export interface RestorationRecord extends Restored {
  readonly number: number;
  /** How many commands are unknown since, and events were written again; null until that was settled. */
  readonly settled: { readonly unknown: number; readonly again: number } | null;
}

/** What was put back from backups, as the ledger has it on record, and the commands it leaves in doubt; each call is on disk before it answers. */
export interface Restorations {
  /** The newest first. */
  restorations(): Promise<readonly RestorationRecord[]>;
  /** Every command without an answer becomes unknown. */
  doubtUnconfirmed(at: Instant): Promise<void>;
  doubtConfirmed(commandId: CommandId, at: Instant): Promise<void>;
  /** How many commands the restore of that time left unknown. */
  doubted(at: Instant): Promise<number>;
  /** Confirmed commands in the order they were first noted, behind a row. */
  confirmedAfter(row: number, limit: number): Promise<readonly { readonly row: number; readonly entry: OutboxEntry }[]>;
  settleRestoration(number: number, settled: { readonly unknown: number; readonly again: number }): Promise<void>;
}

/** The hash of an entry: SHA-256 over the bytes of the hash before it and its canonical JSON. */
export const auditLink: Link = (previous, text) => createHash('sha256').update(Buffer.from(previous, 'hex')).update(text, 'utf8').digest('hex');

/** What is asked of the audit from within; `since` leaves out what was noted then or before, by the clock of then. */
export interface AuditQuery extends AuditFilter {
  readonly outcome?: AuditEntry['outcome'];
  readonly since?: Instant;
}

/** The audit of this host: a chain in which each entry is hashed with all before it. Nothing is ever changed or taken away; each call is on disk before it answers. */
export interface AuditBook {
  append(entry: NewAuditEntry): Promise<AuditHead>;
  head(): Promise<AuditHead | null>;
  /** Newest first. */
  page(query: AuditQuery): Promise<readonly AuditEntry[]>;
  /** As they lie, by number, behind one (null: from before the first), to be checked. */
  rows(after: number | null, limit: number): Promise<readonly AuditRow[]>;
}

/** What a person proves themselves by beside the password. */
export interface Authenticator {
  readonly id: string;
  readonly person: PersonId;
  readonly kind: 'totp' | 'passkey';
  /** What it is checked with, sealed. */
  readonly sealed: string;
  readonly madeAt: Instant;
  /** What grows with each use: the time step of the code; a passkey's counter, 0 where it has none. */
  readonly used: number;
}

export interface FailedProofs {
  readonly failures: number;
  readonly lockedUntil: Instant;
}

/** What people prove themselves by, and how often that failed since it last succeeded; each call is on disk before it answers. */
export interface StepUpBook {
  authenticators(person: PersonId): Promise<readonly Authenticator[]>;
  /** An app comes in the place of the one before, a passkey beside the others. */
  save(authenticator: Authenticator): Promise<void>;
  /** False where a use as new as this one was noted before. */
  use(id: string, used: number): Promise<boolean>;
  /** All of a person's, or one; answers how many there were. */
  drop(person: PersonId, id: string | null): Promise<number>;
  failed(person: PersonId): Promise<FailedProofs | null>;
  /** Null forgets them. */
  noteFailed(person: PersonId, failed: FailedProofs | null): Promise<void>;
}

/** An append to a log that lies elsewhere, as the ledger keeps it. */
export type NotedAppend = JournalEntry;

export interface Store {
  readonly cache: Cache;
  readonly ledger: Ledger;
  readonly journal: Journal;
  readonly accounts: AccountBook;
  readonly audit: AuditBook;
  readonly stepUp: StepUpBook;
  readonly restored: Restorations;
  start(): Promise<void>;
  stop(): Promise<void>;
}
