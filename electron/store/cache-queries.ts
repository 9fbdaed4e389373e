import type { ChannelKind } from '#shared/case/channel.ts';
import type { InboxSort } from '#shared/case/inbox-order.ts';
import type { InboxRow, InboxView } from '#shared/case/inbox-row.ts';
import type { ReplyWindows } from '#shared/case/reply-windows.ts';
import type { SearchField } from '#shared/desk/search-field.ts';
import type { SearchQuery } from '#shared/desk/search-query.ts';
import type { CaseId, PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';

export interface InboxQuery {
  readonly view: InboxView;
  readonly person: PersonId;
  /** Whose waiting cases the views `active` and `all` hold. */
  readonly queues: readonly QueueId[];
  readonly sort: InboxSort;
  /** For the order `windowEnds`; without it no case has a window. */
  readonly windows?: ReplyWindows;
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
  /** What it was found in where that is no message or note. */
  readonly field: SearchField | null;
  /** A part of the masked text around the match; of a field, of that alone. */
  readonly excerpt: string;
  /** What of the excerpt fits the search: `[at, at + length)` in UTF-16 units, in order, apart from each other. */
  readonly marks: readonly { readonly at: number; readonly length: number }[];
  readonly at: Instant;
}

export interface CacheSearch {
  readonly query: SearchQuery;
  /** Where values are sought that texts hide: a place must hide one of these, none if there are none. */
  readonly tokens: readonly string[] | null;
}

export interface OpenCases {
  readonly queues: ReadonlyMap<QueueId, number>;
  readonly people: ReadonlyMap<PersonId, number>;
}
