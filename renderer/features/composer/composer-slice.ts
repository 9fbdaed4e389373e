import { createSelector, createSlice, isDraft, original, type PayloadAction } from '@reduxjs/toolkit';
import { casesForgotten, framesReceived } from '#renderer/features/conversation/cases-slice.ts';
import { type Attachment, MAX_ATTACHMENTS } from '#shared/case/attachment.ts';
import { type Addressing, customerAlone, isCustomerAlone } from '#shared/case/recipients.ts';
import type { UploadFault } from '#shared/contract/errors.ts';
import type { DraftsFrameView, KeptWordsView } from '#shared/contract/schemas.ts';
import type { CaseId, CommandId, EventId } from '#shared/lib/ids.ts';
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
   * `held`: the connection is gone and it goes out when it is back; `kept`: the desk has it, its event is awaited;
   * `waits`, `given`: the desk keeps it until its engine is back, or gave it to the engine and has no answer.
   */
  readonly state: 'sending' | 'held' | 'kept' | 'waits' | 'given';
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
  readonly modes: Readonly<Record<string, ComposerMode>>;
  readonly pending: readonly PendingMessage[];
  readonly uploads: readonly Upload[];
  /** The words of replies as they were typed, by message, for those that are taken back: a case has them masked. Newest last. */
  readonly typed: readonly { readonly message: EventId; readonly text: string; readonly addressing?: Addressing | undefined }[];
}

const KEPT_TYPED = 30;
const initialState: ComposerSlice = { drafts: {}, kept: [], modes: {}, pending: [], uploads: [], typed: [] };
const EMPTY: Draft = { text: '', attachments: [], addressing: customerAlone, savedAt: null, dirty: false, base: null };

/** The key of a case's draft of a kind. */
export const draftKey = (caseId: CaseId, kind: ComposerMode): string => `${kind} ${caseId}`;

/** What the reducer was given, without its proxies, which are never equal to what they stand for. */
const plain = (given: ComposerSlice): ComposerSlice => (isDraft(given) ? (original(given as object) as ComposerSlice) : given);

const withDraft = (given: ComposerSlice, caseId: CaseId, kind: ComposerMode, change: (draft: Draft) => Draft): ComposerSlice => {
  const slice = plain(given);
  const key = draftKey(caseId, kind);
  return { ...slice, drafts: { ...slice.drafts, [key]: change(slice.drafts[key] ?? EMPTY) } };
};

/** Puts returned words before what was typed since, so that neither is lost. */
const joined = (returned: string, typed: string) => (typed.trim() === '' ? returned : `${returned}\n${typed}`);

/** What goes into a draft again. */
interface Returned {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly addressing?: Addressing | undefined;
}

/** A draft with words that came back; those that are in it already, since the ledger gave them back first, are not doubled. Whom they were to go to comes with them, unless somebody chose that anew. */
const withWords = (draft: Draft, { text, attachments, addressing = customerAlone }: Returned): Draft => ({
  ...draft,
  addressing: isCustomerAlone(draft.addressing) ? addressing : draft.addressing,
  text: text !== '' && draft.text.includes(text) ? draft.text : joined(text, draft.text),
  attachments: [...attachments.filter((file) => !draft.attachments.some(({ blob, name }) => blob === file.blob && name === file.name)), ...draft.attachments],
  savedAt: null,
  dirty: true,
});

/** Drafts, files and messages on their way, of all cases of the person signed in. */
export const composerSlice = createSlice({
  name: 'composer',
  initialState: initialState as ComposerSlice,
  reducers: {
    /** What rests in the ledger, from whatever window: taken over where nothing was typed here since. */
    draftsTold(given, { payload }: PayloadAction<DraftsFrameView>) {
      const slice = plain(given);
      const drafts: Record<string, Draft> = { ...slice.drafts };
      const resting = new Set<string>();
      for (const { caseId, kind, text, attachments, addressing = customerAlone, savedAt, version } of payload.drafts) {
        const key = draftKey(caseId, kind);
        resting.add(key);
        const here = drafts[key];
        // A version that is known here was made here, or went on its way from here.
        if (here !== undefined && (here.dirty || here.base === version)) continue;
        // These words are on their way out of this very window.
        const leaving = slice.pending.some((message) => message.caseId === caseId && message.kind === kind && message.text === text);
        if (leaving) {
          drafts[key] = { ...(here ?? EMPTY), base: version };
          continue;
        }
        drafts[key] = { text, attachments, addressing, savedAt, dirty: false, base: version };
      }
      const gone = payload.whole ? Object.keys(drafts).filter((key) => !resting.has(key)) : payload.gone.map(({ caseId, kind }) => draftKey(caseId, kind));
      for (const key of gone) {
        const here = drafts[key];
        if (here?.dirty) drafts[key] = { ...here, base: null };
        else delete drafts[key];
      }
      return { ...slice, drafts, kept: payload.kept };
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
    /** A message is to be sent on, with its files as far as there is room; what stands in the box stays. */
    forwardBegun: (slice, { payload }: PayloadAction<{ caseId: CaseId; message: EventId; attachments: readonly Attachment[] }>) =>
      withDraft(slice, payload.caseId, 'reply', (draft) => ({
        ...draft,
        addressing: { ...customerAlone, forwards: payload.message, to: draft.addressing.forwards === null ? [] : draft.addressing.to },
        attachments: [...draft.attachments, ...payload.attachments.filter((file) => !draft.attachments.some(({ blob }) => blob === file.blob))].slice(
          0,
          MAX_ATTACHMENTS,
        ),
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
        return same ? { ...draft, savedAt: payload.savedAt, dirty: false, base } : { ...draft, base };
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
    sendAdvanced: (slice, { payload }: PayloadAction<{ commandId: CommandId; state: PendingMessage['state'] }>) => ({
      ...slice,
      pending: slice.pending.map((message) => (message.commandId === payload.commandId ? { ...message, state: payload.state } : message)),
    }),
    /** Kept by the desk until the engine can be reached: it is shown with what waits. */
    sendDeferred: (slice, { payload }: PayloadAction<{ commandId: CommandId }>) => ({
      ...slice,
      pending: slice.pending.filter((message) => message.commandId !== payload.commandId),
    }),
    /** Taken back from what waits: the words go back into the box. */
    wordsReturned(given, { payload }: PayloadAction<Returned & { caseId: CaseId; kind: ComposerMode }>) {
      const { caseId, kind } = payload;
      const slice = plain(given);
      return withDraft({ ...slice, modes: { ...slice.modes, [caseId]: kind } }, caseId, kind, (draft) => withWords(draft, payload));
    },
    /** Refused: the words go back into the box. */
    sendReturned(given, { payload }: PayloadAction<{ commandId: CommandId }>) {
      const slice = plain(given);
      const message = slice.pending.find((held) => held.commandId === payload.commandId);
      if (!message) return;
      const rest = { ...slice, pending: slice.pending.filter((held) => held !== message) };
      return withDraft(rest, message.caseId, message.kind, (draft) => withWords(draft, message));
    },
    /** A reply that had not left comes back into its box. */
    takenBack(given, { payload }: PayloadAction<Returned & { caseId: CaseId; message: EventId }>) {
      const slice = plain(given);
      const { caseId, message, attachments } = payload;
      // As it was typed, where that was here: a case has words and addresses masked.
      const { text, addressing } = slice.typed.find((kept) => kept.message === message) ?? payload;
      const rest = { ...slice, typed: slice.typed.filter((kept) => kept.message !== message), modes: { ...slice.modes, [caseId]: 'reply' as const } };
      return withDraft(rest, caseId, 'reply', (draft) => withWords(draft, { text, attachments, addressing }));
    },
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
      // What was erased takes nothing in any more, and what was being written about it goes with it.
      const erased = payload.frames.some((frame) => frame.kind === 'events' && frame.events.some(({ type }) => type === 'case.erased'));
      const slice = erased
        ? {
            ...given,
            drafts: Object.fromEntries(
              Object.entries(given.drafts).filter(([key]) => key !== draftKey(payload.caseId, 'reply') && key !== draftKey(payload.caseId, 'note')),
            ),
          }
        : given;
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
      const pending = slice.pending.filter((message) => !caused.has(message.commandId));
      if (pending.length === slice.pending.length) return slice;
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
  sendReturned,
  takenBack,
  uploadBegun,
  uploadAdvanced,
  uploadRefused,
  uploadEnded,
} = composerSlice.actions;

interface WithComposer {
  readonly composer: ComposerSlice;
}

export const selectDraft = (root: WithComposer, caseId: CaseId, kind: ComposerMode): Draft => root.composer.drafts[draftKey(caseId, kind)] ?? EMPTY;
export const selectMode = (root: WithComposer, caseId: CaseId): ComposerMode => root.composer.modes[caseId] ?? 'reply';

/** What was kept beside the drafts of a case. */
export const selectKept = createSelector([(root: WithComposer) => root.composer.kept, (_: WithComposer, caseId: CaseId) => caseId], (kept, caseId) =>
  kept.filter((words) => words.caseId === caseId),
);
export const selectAllKept = (root: WithComposer): readonly KeptWordsView[] => root.composer.kept;

const isFilled = (draft: Draft | undefined): boolean => draft !== undefined && (draft.text.trim() !== '' || draft.attachments.length > 0);

/** Whether something of a case was written and not sent. */
export const selectHasDraft = ({ composer }: WithComposer, caseId: CaseId): boolean =>
  isFilled(composer.drafts[draftKey(caseId, 'reply')]) ||
  isFilled(composer.drafts[draftKey(caseId, 'note')]) ||
  composer.kept.some((words) => words.caseId === caseId);

/** How many drafts there are, with what was kept beside them. */
export const selectDraftCount = ({ composer }: WithComposer): number => Object.values(composer.drafts).filter(isFilled).length + composer.kept.length;
export const selectUpload = (root: WithComposer, id: string): Upload | undefined => root.composer.uploads.find((upload) => upload.id === id);

/** A case's messages on their way, in the order in which they were written. */
export const selectPending = createSelector([(root: WithComposer) => root.composer.pending, (_: WithComposer, caseId: CaseId) => caseId], (pending, caseId) =>
  pending.filter((message) => message.caseId === caseId),
);

/** A case's files on their way. */
export const selectUploads = createSelector([(root: WithComposer) => root.composer.uploads, (_: WithComposer, caseId: CaseId) => caseId], (uploads, caseId) =>
  uploads.filter((upload) => upload.caseId === caseId),
);
