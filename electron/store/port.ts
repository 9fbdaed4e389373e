import type { Cursor, Journal, JournalEntry } from '#electron/engine/port.ts';
import type { Attachment } from '#shared/case/attachment.ts';
import type { ChannelKind } from '#shared/case/channel.ts';
import type { AnyEvent, LogEvent, Position } from '#shared/case/envelope.ts';
import type { InboxRow, InboxView } from '#shared/case/inbox-row.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseId, CommandId, CustomerId, EventId, PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';

export interface InboxQuery {
  readonly view: InboxView;
  readonly person: PersonId;
  /** Whose waiting cases the views `active` and `all` hold. */
  readonly queues: readonly QueueId[];
  readonly sort: { readonly by: 'activeAt' | 'waitingSince' | 'priority' | 'openedAt'; readonly descending: boolean };
  readonly offset: number;
  readonly limit: number;
}

/** Which closed cases are meant; null asks nothing of that. */
export interface ClosedQuery {
  readonly queues: readonly QueueId[];
  /** Whose case it was when it was closed. */
  readonly owner: PersonId | null;
  readonly channel: ChannelKind | null;
  readonly closedFrom: Instant | null;
  readonly closedBefore: Instant | null;
  readonly disposition: string | null;
  /** Whether it was ever opened again. */
  readonly reopened: boolean | null;
  readonly only: readonly CaseId[] | null;
  readonly without: readonly CaseId[] | null;
  readonly offset: number;
  readonly limit: number;
}

export interface SearchHit {
  readonly row: InboxRow;
  /** The message that matched, or null where the contact or the case's number did. */
  readonly entry: string | null;
  /** A part of the masked text around the match. */
  readonly excerpt: string;
  readonly at: Instant;
}

export interface OpenCases {
  readonly queues: ReadonlyMap<QueueId, number>;
  readonly people: ReadonlyMap<PersonId, number>;
}

/** A message of the desk that has not left: to leave once its channel's undo delay is over, or on its way when the program stopped. */
export interface Outgoing {
  readonly message: EventId;
  readonly caseId: CaseId;
  readonly channel: ChannelKind;
  /** When it was written, or an agent wanted it sent again. */
  readonly at: Instant;
  readonly state: 'queued' | 'sending';
  /** The event that queued it: each attempt has another. */
  readonly cause: EventId;
}

/** The disposable part: rebuilt from the engine at any time. */
export interface Cache {
  cursor(): Promise<Cursor | null>;
  /** Takes in one batch and moves the cursor, in one transaction; answers the rows that changed. Repeats are harmless. */
  ingest(events: readonly AnyEvent[], cursor: Cursor): Promise<readonly InboxRow[]>;
  /** Forgets everything, so that the engine is read again from its beginning. */
  clear(): Promise<void>;
  caseEvents(caseId: CaseId, after?: Position | 0): Promise<readonly AnyEvent[]>;
  caseState(caseId: CaseId): Promise<CaseState | null>;
  row(caseId: CaseId): Promise<InboxRow | null>;
  inboxPage(query: InboxQuery): Promise<{ readonly rows: readonly InboxRow[]; readonly total: number }>;
  inboxCounts(person: PersonId, queues: readonly QueueId[]): Promise<Readonly<Record<InboxView, number>>>;
  closedPage(query: ClosedQuery): Promise<{ readonly rows: readonly InboxRow[]; readonly total: number }>;
  casesOf(customer: CustomerId, limit: number): Promise<readonly InboxRow[]>;
  /** How many cases are not resolved, by queue and by who has them; where there are none, nothing is said. */
  openCases(): Promise<OpenCases>;
  snoozedUntil(now: Instant): Promise<readonly InboxRow[]>;
  outgoing(): Promise<readonly Outgoing[]>;
  /** Cases whose masked messages hold the text, whose contact is called so, or whose messages hide one of the tokens; newest first. */
  search(text: string, tokens: readonly string[], limit: number): Promise<readonly SearchHit[]>;
}

export interface Draft {
  readonly caseId: CaseId;
  readonly person: PersonId;
  readonly kind: 'reply' | 'note';
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly savedAt: Instant;
}

export type OutboxState = 'queued' | 'confirmed' | 'refused' | 'unknown';

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
}

/** The part that is never erased by the program; each call is on disk before it answers. */
export interface Ledger {
  saveDraft(draft: Draft): Promise<void>;
  dropDraft(caseId: CaseId, person: PersonId, kind: Draft['kind']): Promise<void>;
  drafts(person: PersonId): Promise<readonly Draft[]>;
  putOutbox(entry: OutboxEntry): Promise<void>;
  settleOutbox(commandId: CommandId, state: OutboxState, answer: string): Promise<void>;
  outboxEntry(commandId: CommandId): Promise<OutboxEntry | null>;
  pendingOutbox(): Promise<readonly OutboxEntry[]>;
  setting(scope: string): Promise<string | null>;
  saveSetting(scope: string, value: string): Promise<void>;
  /** Keeps aside what could not be read, encrypted, with where it came from and why. */
  quarantine(from: string, fault: string, raw: string, at: Instant): Promise<void>;
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

/** An append to a log that lies elsewhere, as the ledger keeps it. */
export type NotedAppend = JournalEntry;

export interface Store {
  readonly cache: Cache;
  readonly ledger: Ledger;
  readonly journal: Journal;
  readonly accounts: AccountBook;
  start(): Promise<void>;
  stop(): Promise<void>;
}
