/** Where a desk ends itself while it gives a command. */
export const moments = [
  'not noted',
  'noted, not appended',
  'appended, not settled',
  'settled, not answered',
  'not deferred',
  'deferred, not answered',
  'carried out, not dropped',
] as const;
export type Moment = (typeof moments)[number];

export interface FireOrder {
  readonly folder: string;
  /** Null: the engine lies in the folder. */
  readonly nats: { readonly servers: readonly string[]; readonly seed: string } | null;
  /** Null begins a case. */
  readonly caseId: string | null;
  readonly give: { readonly text: string; readonly at: Moment } | null;
}

/** What a desk finds when what was left is settled. */
export interface FireReport {
  readonly caseId: string;
  readonly notes: readonly string[];
  /** The words of drafts, and of what was kept beside them. */
  readonly drafts: readonly string[];
  /** How many commands have no end yet. */
  readonly waits: number;
}
