import { useEffect, useState } from 'react';
import type { ChatClient } from '#renderer/chat/chat-client.ts';
import { fill } from '#renderer/chat/texts.ts';
import type { ChatTexts } from '#renderer/i18n/en/chat.ts';
import type { Attachment } from '#shared/case/attachment.ts';

const inline = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** A file of a message: pictures are shown when asked for, everything else is downloaded. */
export function AttachmentView({ client, file, t }: { client: ChatClient; file: Attachment; t: ChatTexts }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(
    () => () => {
      if (url) URL.revokeObjectURL(url);
    },
    [url],
  );
  const picture = inline.has(file.type);
  const open = async () => {
    if (url) return setUrl(null);
    const blob = await client.attachment(file);
    const made = URL.createObjectURL(blob);
    if (picture) return setUrl(made);
    const link = document.createElement('a');
    link.href = made;
    link.download = file.name;
    link.click();
    URL.revokeObjectURL(made);
  };
  const label = fill(picture ? (url ? t.hide : t.show) : t.download, { name: file.name });
  return (
    <div className="file">
      <button type="button" className="link" aria-label={label} onClick={() => void open()}>
        <svg viewBox="0 0 16 16" width="14" height="14" fill="none" stroke="currentColor" strokeWidth="1.3" aria-hidden="true">
          <path d={picture ? 'M2 3h12v10H2zM2 11l4-4 3 3 2-2 3 3' : 'M4 1.500h5l3 3v10H4zM9 1.500v3h3'} />
        </svg>{' '}
        <bdi>{file.name}</bdi>
      </button>
      {url && <img src={url} alt={file.name} />}
    </div>
  );
}
