import { ActionIcon, Loader } from '@mantine/core';
import { safe } from '@orpc/client';
import { IconDownload, IconEye, IconEyeOff, IconFile, IconFileTypePdf, IconPhoto } from '@tabler/icons-react';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/conversation/conversation.module.css';
import { bytesText } from '#renderer/i18n/date-text.ts';
import type { Attachment } from '#shared/case/attachment.ts';
import type { CaseId } from '#shared/lib/ids.ts';

/** Picture types that a browser draws without running anything; everything else is only ever saved. */
const drawn = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** Base64 as bytes. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let at = 0; at < raw.length; at++) bytes[at] = raw.charCodeAt(at);
  return bytes;
}

/** Hands bytes to the browser's download under a name, as inert data. */
function save(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function KindIcon({ type }: { readonly type: string }) {
  if (type.startsWith('image/')) return <IconPhoto size={18} aria-hidden />;
  if (type === 'application/pdf') return <IconFileTypePdf size={18} aria-hidden />;
  return <IconFile size={18} aria-hidden />;
}

/** A file of a message: its name, type and size; nothing is fetched or drawn before somebody asks. */
export function AttachmentView({ caseId, file }: { readonly caseId: CaseId; readonly file: Attachment }) {
  const { t, i18n } = useTranslation('conversation');
  const client = useClient();
  const name = useId();
  const [url, setUrl] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState(false);
  useEffect(() => () => (url === null ? undefined : URL.revokeObjectURL(url)), [url]);
  const read = async (use: (bytes: Uint8Array<ArrayBuffer>) => void) => {
    setBusy(true);
    const [error, answer] = await safe(client.attachments.read({ caseId, blob: file.blob }));
    setBusy(false);
    setFault(error !== null);
    if (!error) use(fromBase64(answer.data));
  };
  const canDraw = drawn.has(file.type);
  return (
    <div className={classes.file}>
      <div className={classes.fileHead}>
        <KindIcon type={file.type} />
        <span className={classes.fileName} id={name}>
          <bdi>{file.name}</bdi>
        </span>
        <span className={classes.fileSize}>
          {file.type.split('/').at(-1)?.toUpperCase()} · {bytesText(file.size, i18n.language)}
        </span>
        {busy && <Loader size={14} />}
        {canDraw && (
          <ActionIcon
            variant="subtle"
            size="sm"
            aria-label={url === null ? t('showImage') : t('hideImage')}
            aria-describedby={name}
            onClick={() => (url === null ? void read((bytes) => setUrl(URL.createObjectURL(new Blob([bytes], { type: file.type })))) : setUrl(null))}
          >
            {url === null ? <IconEye size={16} /> : <IconEyeOff size={16} />}
          </ActionIcon>
        )}
        <ActionIcon variant="subtle" size="sm" aria-label={t('download')} aria-describedby={name} onClick={() => void read((bytes) => save(bytes, file.name))}>
          <IconDownload size={16} />
        </ActionIcon>
      </div>
      {fault && (
        <div role="alert" className={classes.fault}>
          {t('fileFault')}
        </div>
      )}
      {url !== null && <img className={classes.image} src={url} alt={file.name} />}
    </div>
  );
}
