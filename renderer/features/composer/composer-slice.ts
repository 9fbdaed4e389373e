import { createSelector, createSlice, isDraft, original, type PayloadAction } from '@reduxjs/toolkit';
import { shallowEqual } from 'react-redux';
import { forwardFiles, isFilled, mayJoin, type Returned, withWords } from '#renderer/features/composer/returned-words.ts';
import { casesForgotten, framesReceived } from '#renderer/features/conversation/cases-slice.ts';
import type { Attachment } from '#shared/case/attachment.ts';
import { type Addressing, customerAlone } from '#shared/case/recipients.ts';
import type { UploadFault } from '#shared/contract/errors.ts';
import type { DraftsFrameView, KeptWordsView } from '#shared/contract/schemas.ts';
import type { CaseId, CommandId, EventId } from '#shared/lib/ids.ts';
import { sameValue } from '#shared/lib/same-value.ts';
import type { Instant } from '#shared/lib/time.ts';

export type ComposerMode = 'reply' | 'note';

/** What an agent wrote and has not sent. */
export interface Draft {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** Of a reply by e-mail: whom it is to go to. */
  readonly addressing: Addressing;
  /** Since when the ledger holds exactly this; null while it does not. */
  readonly savedAt: Instant | null;
  /** Changed here since the ledger was told. */
  readonly dirty: boolean;
  /** The version in the ledger that this was made from; null where none is known. */
  readonly base: number | null;
}

/** A reply or note on its way; it leaves this list when its event is folded. */
export interface PendingMessage {
  readonly commandId: CommandId;
  readonly caseId: CaseId;
  readonly kind: ComposerMode;
  /** The case that was split off, which it answers by the thread of `caseId`. */
  readonly for?: CaseId;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly addressing?: Addressing | undefined;
  readonly at: Instant;
  /**
   * `held`: it was never given to a connection and goes out when that is back; `unsure`: it was given to one that broke
   * before the desk's answer, and is asked for again under its id when that is back; `kept`: the desk has it, its event is awaited;
   * `waits`, `given`: the desk keeps it until its engine is back, or gave it to the engine and has no answer.
   */
  readonly state: 'sending' | 'held' | 'unsure' | 'kept' | 'waits' | 'given';
}

/** A file on its way to the desk. */
export interface Upload {
  readonly id: string;
  readonly caseId: CaseId;
  readonly name: string;
  readonly size: number;
  readonly sent: number;
  readonly fault: UploadFault | 'lost' | null;
}

export interface ComposerSlice {
  readonly drafts: Readonly<Record<string, Draft>>;
  /** Words that came back while a newer draft had their place, newest first. */
  readonly kept: readonly KeptWordsView[];
  /** The same, until the ledger has them too. */
  readonly asides: readonly KeptWordsView[];
  readonly modes: Readonly<Record<string, ComposerMode>>;
  readonly pending: readonly PendingMessage[];
  readonly uploads: readonly Upload[];
  /** Cases whose person was erased while something stood written about them here: its author is to be told. */
  readonly lost: readonly CaseId[];
  /** The words of replies as they were typed, by message, for those that are taken back: a case has them masked. Newest last. */
  readonly typed: readonly { readonly message: EventId; readonly text: string; readonly addressing?: Addressing | undefined }[];
}

const KEPT_TYPED = 30;
const initialState: ComposerSlice = { drafts: {}, kept: [], asides: [], modes: {}, pending: [], uploads: [], lost: [], typed: [] };
const EMPTY: Draft = { text: '', attachments: [], addressing: customerAlone, savedAt: null, dirty: false, base: null };

/** The key of a case's draft of a kind. */
export const draftKey = (caseId: CaseId, kind: ComposerMode): string => `${kind} ${caseId}`;

/** What the reducer was given, without its proxies, which are never equal to what they stand for. */
const plain = (given: ComposerSlice): ComposerSlice => (isDraft(given) ? (original(given as object) as ComposerSlice) : given);

const withDraft = (given: ComposerSlice, caseId: CaseId, kind: ComposerMode, change: (draft: Draft) => Draft): ComposerSlice => {
  const slice = plain(given);
  const key = draftKey(caseId, kind);
  const before = slice.drafts[key] ?? EMPTY;
  const after = change(before);
  return after === before ? slice : { ...slice, drafts: { ...slice.drafts, [key]: after } };
};

/** What is known already where it says the same as what was told: nobody who shows it is drawn anew. */
const known = <T>(before: T | undefined, told: T): T => (before !== undefined && sameValue(before, told) ? before : told);

/** A list without some; the list itself where all stay. */
const without = <T>(list: readonly T[], leaves: (one: T) => boolean): readonly T[] => (list.some(leaves) ? list.filter((one) => !leaves(one)) : list);

/** Puts words that came back into their draft, or, where that goes to others, beside it. */
const withReturned = (given: ComposerSlice, caseId: CaseId, kind: ComposerMode, words: Returned, aside: Pick<KeptWordsView, 'id' | 'at'>): ComposerSlice => {
  const slice = plain(given);
  if (mayJoin(slice.drafts[draftKey(caseId, kind)] ?? EMPTY, words))
    return withDraft(slice, caseId, kind, (draft) => ({ ...withWords(draft, words), savedAt: null, dirty: true }));
  const { text, attachments, addressing } = words;
  return withAside(slice, { ...aside, caseId, row: null, kind, text, attachments: [...attachments], addressing, refusal: null });
};

/** What was erased takes nothing in any more, and what was being written about it goes with it. */
const withoutErased = (slice: ComposerSlice, caseId: CaseId): ComposerSlice => {
  const keys = [draftKey(caseId, 'reply'), draftKey(caseId, 'note')];
  const ofCase = (words: { readonly caseId: CaseId }) => words.caseId === caseId;
  const written = keys.some((key) => isFilled(slice.drafts[key] ?? EMPTY)) || [...slice.asides, ...slice.kept].some(ofCase);
  return {
    ...slice,
    drafts: Object.fromEntries(Object.entries(slice.drafts).filter(([key]) => !keys.includes(key))),
    kept: without(slice.kept, ofCase),
    asides: without(slice.asides, ofCase),
    lost: written && !slice.lost.includes(caseId) ? [...slice.lost, caseId] : slice.lost,
  };
};

const withAside = (slice: ComposerSlice, words: KeptWordsView): ComposerSlice => ({
  ...slice,
  asides: [words, ...without(slice.asides, ({ id }) => id === words.id)],
});

/** Drafts, files and messages on their way, of all cases of the person signed in. */
export const composerSlice = createSlice({
  name: 'composer',
  initialState: initialState as ComposerSlice,
  reducers: {
    /** What rests in the ledger, from whatever window: taken over where nothing was typed here since. */
    draftsTold(given, { payload }: PayloadAction<DraftsFrameView>) {
      const erased = new Set(payload.gone.flatMap(({ caseId, erased }) => (erased === true ? [caseId] : [])));
      const slice = [...erased].reduce(withoutErased, plain(given));
      const drafts: Record<string, Draft> = { ...slice.drafts };
      const resting = new Set<string>();
      for (const { caseId, kind, text, attachments, addressing = customerAlone, savedAt, version } of payload.drafts) {
        const key = draftKey(caseId, kind);
        resting.add(key);
        const here = drafts[key];
        // A version that is known here was made here, or went on its way from here; an older one was read before that and comes late.
        if (here !== undefined && (here.dirty || (here.base ?? 0) >= version)) continue;
        // These words are on their way out of this very window.
        const leaving = slice.pending.some((message) => message.caseId === caseId && message.kind === kind && message.text === text);
        if (leaving) {
          drafts[key] = { ...(here ?? EMPTY), base: version };
          continue;
        }
        drafts[key] = {
          text,
          attachments: known(here?.attachments, attachments),
          addressing: known(here?.addressing, addressing),
          savedAt,
          dirty: false,
          base: version,
        };
      }
      const gone = payload.whole ? Object.keys(drafts).filter((key) => !resting.has(key)) : payload.gone.map(({ caseId, kind }) => draftKey(caseId, kind));
      for (const key of gone) {
        const here = drafts[key];
        if ((here?.base ?? 0) > payload.asOf) continue; // Saved here after this was read.
        if (here?.dirty) drafts[key] = here.base === null ? here : { ...here, base: null };
        else delete drafts[key];
      }
      const told: ComposerSlice = {
        ...slice,
        drafts: shallowEqual(slice.drafts, drafts) ? slice.drafts : drafts,
        kept: known(slice.kept, payload.kept),
        asides: without(slice.asides, (words) => payload.kept.some(({ id }) => id === words.id)),
      };
      // Each save of this window is told to it too.
      return shallowEqual(slice, told) ? slice : told;
    },
    draftTyped: (slice, { payload }: PayloadAction<{ caseId: CaseId; kind: ComposerMode; text: string }>) =>
      withDraft(slice, payload.caseId, payload.kind, (draft) => ({ ...draft, text: payload.text, savedAt: null, dirty: true })),
    /** All of it, by a button and not by typing. */
    draftReplaced: (slice, { payload }: PayloadAction<Returned & { caseId: CaseId; kind: ComposerMode }>) =>
      withDraft(slice, payload.caseId, payload.kind, (draft) => ({
        ...draft,
        text: payload.text,
        attachments: payload.attachments,
        addressing: payload.addressing ?? customerAlone,
        savedAt: null,
        dirty: true,
      })),
    /** Whom a reply is to go to. */
    draftAddressed: (slice, { payload }: PayloadAction<{ caseId: CaseId; addressing: Addressing }>) =>
      withDraft(slice, payload.caseId, 'reply', (draft) => ({ ...draft, addressing: payload.addressing, savedAt: null, dirty: true })),
    /**
     * A message is to be sent on, with its files as far as there is room; what stands in the box stays. Of another that
     * was to be sent on before, its files (`former`) and whom it was to go to go first: they are nothing to the new ones.
     */
    forwardBegun: (
      slice,
      { payload }: PayloadAction<{ caseId: CaseId; message: EventId; attachments: readonly Attachment[]; former: readonly Attachment[] }>,
    ) =>
      withDraft(slice, payload.caseId, 'reply', (draft) => ({
        ...draft,
        addressing: draft.addressing.forwards === payload.message ? draft.addressing : { ...customerAlone, forwards: payload.message },
        attachments: forwardFiles(draft.attachments, payload.former, payload.attachments).files,
        savedAt: null,
        dirty: true,
      })),
    /** It is an answer to the customer again, who has those files. */
    forwardEnded: (slice, { payload }: PayloadAction<{ caseId: CaseId; attachments: readonly Attachment[] }>) =>
      withDraft(slice, payload.caseId, 'reply', (draft) => ({
        ...draft,
        addressing: customerAlone,
        attachments: draft.attachments.filter((file) => !payload.attachments.some(({ blob }) => blob === file.blob)),
        savedAt: null,
        dirty: true,
      })),
    draftSaved: (
      slice,
      { payload }: PayloadAction<Returned & { caseId: CaseId; kind: ComposerMode; addressing: Addressing; savedAt: Instant; version: number }>,
    ) =>
      withDraft(slice, payload.caseId, payload.kind, (draft) => {
        const base = Math.max(payload.version, draft.base ?? 0);
        const same = draft.text === payload.text && draft.attachments === payload.attachments && draft.addressing === payload.addressing;
        if (same) return { ...draft, savedAt: payload.savedAt, dirty: false, base };
        return draft.base === base ? draft : { ...draft, base };
      }),
    fileAttached: (slice, { payload }: PayloadAction<{ caseId: CaseId; attachment: Attachment }>) =>
      withDraft(slice, payload.caseId, 'reply', (draft) => ({ ...draft, attachments: [...draft.attachments, payload.attachment], savedAt: null, dirty: true })),
    fileRemoved: (slice, { payload }: PayloadAction<{ caseId: CaseId; index: number }>) =>
      withDraft(slice, payload.caseId, 'reply', (draft) => ({
        ...draft,
        attachments: draft.attachments.filter((_, index) => index !== payload.index),
        savedAt: null,
        dirty: true,
      })),
    modeChosen: (slice, { payload }: PayloadAction<{ caseId: CaseId; mode: ComposerMode }>) => ({
      ...slice,
      modes: { ...slice.modes, [payload.caseId]: payload.mode },
    }),
    /** The box is emptied as its words go on their way. */
    sendBegun: (slice, { payload }: PayloadAction<PendingMessage>) => ({
      ...withDraft(slice, payload.caseId, payload.kind, ({ base }) => ({ ...EMPTY, base })),
      pending: [...slice.pending, payload],
    }),
    sendAdvanced(given, { payload }: PayloadAction<{ commandId: CommandId; state: PendingMessage['state'] }>) {
      const slice = plain(given);
      // What is held, or not known to have gone out, is tried again and again, and stays so each time.
      const changes = ({ commandId, state }: PendingMessage) => commandId === payload.commandId && state !== payload.state;
      if (!slice.pending.some(changes)) return slice;
      return { ...slice, pending: slice.pending.map((message) => (changes(message) ? { ...message, state: payload.state } : message)) };
    },
    /** Kept by the desk until the engine can be reached: it is shown with what waits. */
    sendDeferred: (slice, { payload }: PayloadAction<{ commandId: CommandId }>) => ({
      ...slice,
      pending: without(plain(slice).pending, (message) => message.commandId === payload.commandId),
    }),
    /** Somebody puts words into the box; whoever calls has seen that they may stand there. */
    wordsReturned(given, { payload }: PayloadAction<Returned & { caseId: CaseId; kind: ComposerMode }>) {
      const { caseId, kind } = payload;
      const slice = plain(given);
      return withDraft({ ...slice, modes: { ...slice.modes, [caseId]: kind } }, caseId, kind, (draft) => ({
        ...withWords(draft, payload),
        savedAt: null,
        dirty: true,
      }));
    },
    /** Words are to stand beside the draft. */
    wordsKept: (slice, { payload }: PayloadAction<KeptWordsView>) => withAside(plain(slice), payload),
    /** Words beside the draft are where they are to go, or nobody's any more. */
    keptEnded(given, { payload }: PayloadAction<{ id: string }>) {
      const slice = plain(given);
      const ended = ({ id }: KeptWordsView) => id === payload.id;
      return { ...slice, asides: without(slice.asides, ended), kept: without(slice.kept, ended) };
    },
    /** Refused: the words go back into the box, or beside it. */
    sendReturned(given, { payload }: PayloadAction<{ commandId: CommandId }>) {
      const slice = plain(given);
      const message = slice.pending.find((held) => held.commandId === payload.commandId);
      if (!message) return;
      const rest = { ...slice, pending: slice.pending.filter((held) => held !== message) };
      const { commandId: id, at, text, attachments, addressing = customerAlone } = message;
      return withReturned(rest, message.caseId, message.kind, { text, attachments, addressing }, { id, at });
    },
    /** A reply that had not left comes back into its box, or beside it. */
    takenBack(given, { payload }: PayloadAction<Returned & { caseId: CaseId; message: EventId; at: Instant }>) {
      const slice = plain(given);
      const { caseId, message, attachments, at } = payload;
      // As it was typed, where that was here: a case has words and addresses masked.
      const { text, addressing = customerAlone } = slice.typed.find((kept) => kept.message === message) ?? payload;
      const rest = { ...slice, typed: slice.typed.filter((kept) => kept.message !== message), modes: { ...slice.modes, [caseId]: 'reply' as const } };
      return withReturned(rest, caseId, 'reply', { text, attachments, addressing }, { id: message, at });
    },
    /** Its author was told. */
    lossTold: (slice, { payload }: PayloadAction<{ caseId: CaseId }>) => ({ ...slice, lost: slice.lost.filter((id) => id !== payload.caseId) }),
    uploadBegun: (slice, { payload }: PayloadAction<Omit<Upload, 'sent' | 'fault'>>) => ({
      ...slice,
      uploads: [...slice.uploads, { ...payload, sent: 0, fault: null }],
    }),
    uploadAdvanced: (slice, { payload }: PayloadAction<{ id: string; sent: number }>) => ({
      ...slice,
      uploads: slice.uploads.map((upload) => (upload.id === payload.id ? { ...upload, sent: payload.sent } : upload)),
    }),
    uploadRefused: (slice, { payload }: PayloadAction<{ id: string; fault: NonNullable<Upload['fault']> }>) => ({
      ...slice,
      uploads: slice.uploads.map((upload) => (upload.id === payload.id ? { ...upload, fault: payload.fault } : upload)),
    }),
    /** Finished, cancelled, or its refusal was read. */
    uploadEnded: (slice, { payload }: PayloadAction<{ id: string }>) => ({
      ...slice,
      uploads: slice.uploads.filter((upload) => upload.id !== payload.id),
    }),
  },
  extraReducers: (builder) => {
    builder.addCase(framesReceived, (given, { payload }) => {
      const erased = payload.frames.some(
        (frame) =>
          (frame.kind === 'events' && frame.events.some(({ type }) => type === 'case.erased')) || (frame.kind === 'opened' && frame.state.erasedAt !== null),
      );
      const before = plain(given);
      const slice = erased ? withoutErased(before, payload.caseId) : before;
      if (slice.pending.length === 0) return slice;
      const caused = new Set<string | undefined>();
      const arrived: ComposerSlice['typed'][number][] = [];
      for (const frame of payload.frames) {
        if (frame.kind !== 'events') continue;
        for (const event of frame.events) {
          caused.add(event.causedBy);
          const words = event.type === 'message.sent' ? slice.pending.find(({ commandId }) => commandId === event.causedBy) : undefined;
          if (words) arrived.push({ message: event.id, text: words.text, addressing: words.addressing });
        }
      }
      const pending = without(slice.pending, (message) => caused.has(message.commandId));
      if (pending === slice.pending) return slice;
      return { ...slice, pending, typed: [...slice.typed, ...arrived].slice(-KEPT_TYPED) };
    });
    builder.addCase(casesForgotten, () => initialState);
  },
});

export const {
  draftsTold,
  draftTyped,
  draftReplaced,
  draftAddressed,
  forwardBegun,
  forwardEnded,
  draftSaved,
  fileAttached,
  fileRemoved,
  modeChosen,
  sendBegun,
  sendAdvanced,
  sendDeferred,
  wordsReturned,
  wordsKept,
  keptEnded,
  sendReturned,
  takenBack,
  lossTold,
  uploadBegun,
  uploadAdvanced,
  uploadRefused,
  uploadEnded,
} = composerSlice.actions;

export interface WithComposer {
  readonly composer: ComposerSlice;
}

export const selectDraft = (root: WithComposer, caseId: CaseId, kind: ComposerMode): Draft => root.composer.drafts[draftKey(caseId, kind)] ?? EMPTY;
export const selectMode = (root: WithComposer, caseId: CaseId): ComposerMode => root.composer.modes[caseId] ?? 'reply';

/** What this window put beside drafts and the ledger has not yet. */
export const selectAsides = (root: WithComposer): readonly KeptWordsView[] => root.composer.asides;

/** All that was kept beside drafts, in the ledger or on its way there. */
export const selectAllKept = createSelector([selectAsides, (root: WithComposer) => root.composer.kept], (asides, kept) =>
  asides.length === 0 ? kept : [...asides.filter((words) => !kept.some(({ id }) => id === words.id)), ...kept],
);

/** What was kept beside the drafts of a case. */
export const selectKept = createSelector([selectAllKept, (_: WithComposer, caseId: CaseId) => caseId], (kept, caseId) =>
  kept.filter((words) => words.caseId === caseId),
);

/** Whether something of a case was written and not sent. */
export const selectHasDraft = (root: WithComposer, caseId: CaseId): boolean =>
  isFilled(selectDraft(root, caseId, 'reply')) || isFilled(selectDraft(root, caseId, 'note')) || selectAllKept(root).some((words) => words.caseId === caseId);

/** How many drafts there are, with what was kept beside them. */
export const selectDraftCount = (root: WithComposer): number => Object.values(root.composer.drafts).filter(isFilled).length + selectAllKept(root).length;
export const selectUpload = (root: WithComposer, id: string): Upload | undefined => root.composer.uploads.find((upload) => upload.id === id);

/** Cases in which something written was erased with their person and not told yet. */
export const selectLost = (root: WithComposer): readonly CaseId[] => root.composer.lost;

/** A case's messages on their way, in the order in which they were written. */
export const selectPending = createSelector([(root: WithComposer) => root.composer.pending, (_: WithComposer, caseId: CaseId) => caseId], (pending, caseId) =>
  pending.filter((message) => message.caseId === caseId),
);

/** A case's files on their way. */
export const selectUploads = createSelector([(root: WithComposer) => root.composer.uploads, (_: WithComposer, caseId: CaseId) => caseId], (uploads, caseId) =>
  uploads.filter((upload) => upload.caseId === caseId),
);
