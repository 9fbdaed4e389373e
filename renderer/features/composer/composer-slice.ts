import { createSelector, createSlice, isDraft, original, type PayloadAction } from '@reduxjs/toolkit';
import { casesForgotten, framesReceived } from '#renderer/features/conversation/cases-slice.ts';
import type { Attachment } from '#shared/case/attachment.ts';
import type { UploadFault } from '#shared/contract/errors.ts';
import type { DraftView } from '#shared/contract/schemas.ts';
import type { CaseId, CommandId, EventId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';

export type ComposerMode = 'reply' | 'note';

/** What an agent wrote and has not sent. */
export interface Draft {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** Since when the ledger holds exactly this; null while it does not. */
  readonly savedAt: Instant | null;
  /** Changed here since the ledger was told. */
  readonly dirty: boolean;
}

/** A reply or note on its way; it leaves this list when its event is folded. */
export interface PendingMessage {
  readonly commandId: CommandId;
  readonly caseId: CaseId;
  readonly kind: ComposerMode;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly at: Instant;
  /** `held`: the connection is gone and it goes out when it is back; `kept`: the desk has it, its event is awaited. */
  readonly state: 'sending' | 'held' | 'kept';
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
  readonly restored: boolean;
  readonly modes: Readonly<Record<string, ComposerMode>>;
  readonly pending: readonly PendingMessage[];
  readonly uploads: readonly Upload[];
  /** The words of replies as they were typed, by message, for those that are taken back: a case has them masked. Newest last. */
  readonly typed: readonly { readonly message: EventId; readonly text: string }[];
}

const KEPT_TYPED = 30;
const initialState: ComposerSlice = { drafts: {}, restored: false, modes: {}, pending: [], uploads: [], typed: [] };
const EMPTY: Draft = { text: '', attachments: [], savedAt: null, dirty: false };

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

/** Drafts, files and messages on their way, of all cases of the person signed in. */
export const composerSlice = createSlice({
  name: 'composer',
  initialState: initialState as ComposerSlice,
  reducers: {
    draftsRestored(slice, action: PayloadAction<readonly DraftView[]>) {
      const drafts: Record<string, Draft> = {};
      for (const { caseId, kind, text, attachments, savedAt } of action.payload) drafts[draftKey(caseId, kind)] = { text, attachments, savedAt, dirty: false };
      // What was typed while the drafts were on their way is newer.
      return { ...slice, restored: true, drafts: { ...drafts, ...slice.drafts } };
    },
    draftTyped: (slice, { payload }: PayloadAction<{ caseId: CaseId; kind: ComposerMode; text: string }>) =>
      withDraft(slice, payload.caseId, payload.kind, (draft) => ({ ...draft, text: payload.text, savedAt: null, dirty: true })),
    draftSaved: (
      slice,
      { payload }: PayloadAction<{ caseId: CaseId; kind: ComposerMode; text: string; attachments: readonly Attachment[]; savedAt: Instant }>,
    ) =>
      withDraft(slice, payload.caseId, payload.kind, (draft) =>
        draft.text === payload.text && draft.attachments === payload.attachments ? { ...draft, savedAt: payload.savedAt, dirty: false } : draft,
      ),
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
      ...withDraft(slice, payload.caseId, payload.kind, () => ({ ...EMPTY, dirty: true })),
      pending: [...slice.pending, payload],
    }),
    sendAdvanced: (slice, { payload }: PayloadAction<{ commandId: CommandId; state: PendingMessage['state'] }>) => ({
      ...slice,
      pending: slice.pending.map((message) => (message.commandId === payload.commandId ? { ...message, state: payload.state } : message)),
    }),
    /** Refused: the words go back into the box. */
    sendReturned(given, { payload }: PayloadAction<{ commandId: CommandId }>) {
      const slice = plain(given);
      const message = slice.pending.find((held) => held.commandId === payload.commandId);
      if (!message) return;
      const rest = { ...slice, pending: slice.pending.filter((held) => held !== message) };
      return withDraft(rest, message.caseId, message.kind, (draft) => ({
        text: joined(message.text, draft.text),
        attachments: [...message.attachments, ...draft.attachments],
        savedAt: null,
        dirty: true,
      }));
    },
    /** A reply that had not left comes back into its box. */
    takenBack(given, { payload }: PayloadAction<{ caseId: CaseId; message: EventId; text: string; attachments: readonly Attachment[] }>) {
      const slice = plain(given);
      const { caseId, message, attachments } = payload;
      const text = slice.typed.find((kept) => kept.message === message)?.text ?? payload.text;
      const rest = { ...slice, typed: slice.typed.filter((kept) => kept.message !== message), modes: { ...slice.modes, [caseId]: 'reply' as const } };
      return withDraft(rest, caseId, 'reply', (draft) => ({
        text: joined(text, draft.text),
        attachments: [...attachments, ...draft.attachments],
        savedAt: null,
        dirty: true,
      }));
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
    builder.addCase(framesReceived, (slice, { payload }) => {
      if (slice.pending.length === 0) return slice;
      const caused = new Set<string | undefined>();
      const arrived: { message: EventId; text: string }[] = [];
      for (const frame of payload.frames) {
        if (frame.kind !== 'events') continue;
        for (const event of frame.events) {
          caused.add(event.causedBy);
          const words = event.type === 'message.sent' ? slice.pending.find(({ commandId }) => commandId === event.causedBy) : undefined;
          if (words) arrived.push({ message: event.id, text: words.text });
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
  draftsRestored,
  draftTyped,
  draftSaved,
  fileAttached,
  fileRemoved,
  modeChosen,
  sendBegun,
  sendAdvanced,
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
export const selectRestored = (root: WithComposer): boolean => root.composer.restored;
export const selectUpload = (root: WithComposer, id: string): Upload | undefined => root.composer.uploads.find((upload) => upload.id === id);

/** A case's messages on their way, in the order in which they were written. */
export const selectPending = createSelector([(root: WithComposer) => root.composer.pending, (_: WithComposer, caseId: CaseId) => caseId], (pending, caseId) =>
  pending.filter((message) => message.caseId === caseId),
);

/** A case's files on their way. */
export const selectUploads = createSelector([(root: WithComposer) => root.composer.uploads, (_: WithComposer, caseId: CaseId) => caseId], (uploads, caseId) =>
  uploads.filter((upload) => upload.caseId === caseId),
);
