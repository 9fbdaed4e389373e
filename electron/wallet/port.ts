import type { CaseId, CustomerId, Token } from '#shared/lib/ids.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { Account, CustomerSummary } from '#shared/wallet/account.ts';
import type { ActionOutcome, RefusalReason } from '#shared/wallet/actions.ts';
import type { Promotion } from '#shared/wallet/promotion.ts';
import type { ActRequest } from '#shared/wallet/proof.ts';
import type { SecurityEvent } from '#shared/wallet/security-event.ts';
import type { SensitiveKind } from '#shared/wallet/tokens.ts';
import type { Transaction, TransactionFilter } from '#shared/wallet/transaction.ts';
import type { CodeSent, KnowledgeAnswers, KnowledgeCheck, VerificationAnswer, VerificationStanding } from '#shared/wallet/verification.ts';

/**
 * Why there is no answer. `unavailable`: nothing was done, and it may be asked again; `timed-out`: nobody knows whether it was
 * done; `bad-answer`: what came is not what the contract says, and `detail` names the place; `other-customer`: what came is
 * about somebody else, and is not shown; `unknown-mark`: a page mark that the wallet never gave.
 */
export type WalletFault =
  | { readonly code: 'unavailable' | 'timed-out' | 'not-found' | 'bad-answer' | 'other-customer' | 'unknown-mark'; readonly detail: string }
  /** `retryAfter` in ms. */
  | { readonly code: 'rate-limited'; readonly detail: string; readonly retryAfter: number }
  /** `reason` is `unknown` where the wallet gives one that stands in no table here: then `detail` is its word. */
  | { readonly code: 'refused'; readonly reason: RefusalReason | 'unknown'; readonly detail: string };

export interface TransactionPage {
  readonly transactions: readonly Transaction[];
  /** Give it back for the next, older page; null at the end. */
  readonly next: string | null;
}

export interface SecurityEventPage {
  readonly events: readonly SecurityEvent[];
  /** As in a page of transactions. */
  readonly next: string | null;
}

/** The wallet's core as the console sees it. Personal values come masked. */
export interface WalletConnection {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Customers whose name begins with the words, whose id is the text, or who own the raw phone, e-mail, card or id number exactly; at most `limit`. */
  findCustomers(text: string, limit: number): Promise<Result<readonly CustomerSummary[], WalletFault>>;
  account(customer: CustomerId): Promise<Result<Account, WalletFault>>;
  /** Newest first, from the page mark on (null: the newest); of a filter the same filter goes with its marks. */
  transactions(customer: CustomerId, from: string | null, limit: number, filter?: TransactionFilter): Promise<Result<TransactionPage, WalletFault>>;
  /** Pending or failed transactions with this absolute amount in minor units since a moment, for a stranger who names one. */
  findByAmount(minor: number, since: Instant, limit: number): Promise<Result<readonly Transaction[], WalletFault>>;
  /** Sign-ins and what changed in the account's safety; newest first, in pages as transactions. */
  securityEvents(customer: CustomerId, from: string | null, limit: number): Promise<Result<SecurityEventPage, WalletFault>>;
  promotions(customer: CustomerId): Promise<Result<readonly Promotion[], WalletFault>>;

  /** How surely the customer is known in this case. The wallet decides, counts the tries and forgets after its time. */
  verification(customer: CustomerId, caseId: CaseId): Promise<Result<VerificationStanding, WalletFault>>;
  /** Sends a fresh one-time code to the registered phone; an earlier one is void. Refused while locked. */
  beginCode(customer: CustomerId, caseId: CaseId): Promise<Result<CodeSent, WalletFault>>;
  checkCode(customer: CustomerId, caseId: CaseId, code: string): Promise<Result<VerificationAnswer, WalletFault>>;
  /** Questions to ask; the answers are the wallet's own. Refused while locked. */
  beginKnowledge(customer: CustomerId, caseId: CaseId): Promise<Result<KnowledgeCheck, WalletFault>>;
  answerKnowledge(customer: CustomerId, caseId: CaseId, answers: KnowledgeAnswers): Promise<Result<VerificationAnswer, WalletFault>>;

  /**
   * Does one thing, at most once for one idempotency key: repeated, a key answers its first outcome, a refusal too. The wallet
   * checks the proof and the table itself. After `timed-out` the key is read back by `actionStatus` before anything is repeated.
   */
  act(request: ActRequest): Promise<Result<ActionOutcome, WalletFault>>;
  /** What became of a key: its outcome, its refusal, or `not-found` where the wallet never took it in. */
  actionStatus(idempotencyKey: string): Promise<Result<ActionOutcome, WalletFault>>;
}

/** Keeps the raw values behind the tokens of texts. One value has one token. */
export interface Vault {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Answers the value's token, made on first sight. Values are normalised by kind before they are compared. */
  put(kind: SensitiveKind, raw: string): Promise<Token>;
  /** The raw value; the caller has put the reason on record before. Null for an unknown token. */
  reveal(token: Token): Promise<{ readonly kind: SensitiveKind; readonly raw: string } | null>;
  /** Whether the raw value is here: another machine's vault has that of its own tokens, and what was erased no vault has. */
  has(token: Token): Promise<boolean>;
  /** The token of an exact value, if it was ever put; nothing is revealed. */
  match(kind: SensitiveKind, raw: string): Promise<Token | null>;
  /** Forgets the raw values of tokens for good: they match nothing and reveal nothing from now on, and no part of the file still holds them. */
  drop(tokens: readonly Token[]): Promise<void>;
}
