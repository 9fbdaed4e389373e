import { type ClipboardEvent, type DragEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { ChatClient } from '#renderer/chat/chat-client.ts';
import { keep, kept } from '#renderer/chat/kept.ts';
import { DRAFT, DRAFT_MARK, forgetDraft } from '#renderer/chat/kept-chat.ts';
import { fill } from '#renderer/chat/texts.ts';
import type { ChatTexts } from '#renderer/i18n/en/chat.ts';
import { type Attachment, MAX_ATTACHMENTS, MAX_MESSAGE_LENGTH } from '#shared/case/attachment.ts';
import { shownName } from '#shared/lib/text-direction.ts';

interface Uploading {
  readonly key: number;
  readonly name: string;
  readonly percent: number;
}

/** Where the customer writes: Enter sends, Shift+Enter breaks the line, files by button, paste or drop. */
export function Composer({ client, mark, t }: { client: ChatClient; mark: string | null; t: ChatTexts }) {
  const [text, setText] = useState(() => kept(DRAFT) ?? '');
  const [files, setFiles] = useState<readonly Attachment[]>([]);
  const [uploading, setUploading] = useState<readonly Uploading[]>([]);
  const [faults, setFaults] = useState<readonly string[]>([]);
  const picker = useRef<HTMLInputElement>(null);
  const nextKey = useRef(0);
  const waiting = useRef(false);

  const change = (value: string) => {
    setText(value);
    keep(DRAFT, value === '' ? null : value);
    keep(DRAFT_MARK, value === '' ? null : mark);
    if (value === '') client.typed();
    else client.typing();
  };

  // What another customer wrote in this browser, in a page that did not know of this one yet, is not this one's to send.
  useEffect(() => {
    if (mark !== null && forgetDraft((whose) => whose !== mark)) setText('');
  }, [mark]);

  const send = (attached: readonly Attachment[]) => {
    if (text.trim() === '' && attached.length === 0) return;
    client.send(text, attached);
    change('');
    setFiles([]);
  };

  const submit = () => {
    setFaults(text.length > MAX_MESSAGE_LENGTH ? [t.tooLong] : []);
    if (text.length > MAX_MESSAGE_LENGTH) return;
    // What is still on its way goes with the message.
    if (uploading.length > 0) waiting.current = true;
    else send(files);
  };

  const add = async (list: readonly File[]) => {
    setFaults(list.length > MAX_ATTACHMENTS - files.length ? [fill(t.faults['too-many'], {})] : []);
    const taken = list.slice(0, MAX_ATTACHMENTS - files.length);
    await Promise.all(
      taken.map(async (file) => {
        const key = nextKey.current++;
        const name = shownName(file.name);
        setUploading((all) => [...all, { key, name, percent: 0 }]);
        try {
          const kept = await client.upload(file, (share) =>
            setUploading((all) => all.map((one) => (one.key === key ? { ...one, percent: Math.round(share * 100) } : one))),
          );
          if (kept.ok) setFiles((all) => [...all, kept.value]);
          else setFaults((all) => [...all, fill(t.faults[kept.error], { name })]);
        } catch {
          setFaults((all) => [...all, fill(t.faults.incomplete, { name })]);
        }
        setUploading((all) => all.filter((one) => one.key !== key));
      }),
    );
  };

  // After the last file: with the words as they stand then, not as they stood when the first was chosen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is sent is what this render shows.
  useEffect(() => {
    if (!waiting.current || uploading.length > 0) return;
    waiting.current = false;
    send(files);
  }, [uploading, files]);

  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    submit();
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = [...event.clipboardData.files];
    if (pasted.length === 0) return;
    event.preventDefault();
    void add(pasted);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    void add([...event.dataTransfer.files]);
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
    >
      <div aria-live="polite">
        {faults.map((fault) => (
          <p key={fault} className="fault">
            {fault}
          </p>
        ))}
      </div>
      {(files.length > 0 || uploading.length > 0) && (
        <ul className="files">
          {files.map((file) => (
            <li key={file.blob}>
              <bdi>{file.name}</bdi>
              <button
                type="button"
                className="link"
                aria-label={fill(t.remove, { name: file.name })}
                onClick={() => {
                  setFaults([]);
                  setFiles(files.filter((one) => one !== file));
                }}
              >
                ×
              </button>
            </li>
          ))}
          {uploading.map(({ key, name, percent }) => (
            <li key={key}>{fill(t.uploading, { name, percent })}</li>
          ))}
        </ul>
      )}
      <div className="row">
        <button type="button" className="icon" aria-label={t.attach} title={t.attach} onClick={() => picker.current?.click()}>
          <span aria-hidden="true">＋</span>
        </button>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label={t.attach}
          onChange={(event) => {
            void add([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
        <textarea
          aria-label={t.message}
          placeholder={t.message}
          rows={1}
          value={text}
          onChange={(event) => {
            // What was wrong with a file was told; the customer has gone on.
            setFaults([]);
            change(event.target.value);
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <button type="submit" className="primary">
          {t.send}
        </button>
      </div>
    </form>
  );
}
