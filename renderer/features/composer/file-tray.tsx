import { CloseButton, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/composer/composer.module.css';
import { fileRemoved, selectUploads, type Upload, uploadEnded } from '#renderer/features/composer/composer-slice.ts';
import { bytesText } from '#renderer/i18n/date-text.ts';
import { type Attachment, MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS } from '#shared/case/attachment.ts';
import type { CaseId } from '#shared/lib/ids.ts';

function UploadLine({ upload }: { readonly upload: Upload }) {
  const { t, i18n } = useTranslation('composer');
  const dispatch = useAppDispatch();
  const end = () => dispatch(uploadEnded({ id: upload.id }));
  const { name, fault } = upload;
  if (fault !== null) {
    const key = `upload_${fault.replaceAll('-', '_')}`;
    return (
      <li className={classes.refused} role="alert">
        {t(key, { name, limit: bytesText(MAX_ATTACHMENT_BYTES, i18n.language), max: MAX_ATTACHMENTS })}
        <CloseButton size="sm" aria-label={t('dismiss')} onClick={end} />
      </li>
    );
  }
  const percent = Math.round((upload.sent / upload.size) * 100);
  return (
    <li className={classes.uploading}>
      <span className={classes.fileName}>
        <bdi>{name}</bdi>
      </span>
      <Progress value={percent} size="sm" w={80} aria-label={t('uploading', { name, percent })} />
      <CloseButton size="sm" aria-label={t('cancelUpload', { name })} onClick={end} />
    </li>
  );
}

/** The files that go with the reply, those on their way, and those refused. */
export function FileTray({ caseId, files }: { readonly caseId: CaseId; readonly files: readonly Attachment[] }) {
  const { t, i18n } = useTranslation('composer');
  const dispatch = useAppDispatch();
  const uploads = useAppSelector((root) => selectUploads(root, caseId));
  if (files.length + uploads.length === 0) return null;
  return (
    <ul className={classes.files}>
      {files.map((file, index) => (
        <li key={`${file.blob} ${file.name}`} className={classes.uploading}>
          <span className={classes.fileName}>
            <bdi>{file.name}</bdi>
          </span>
          <span className={classes.fileSize}>{bytesText(file.size, i18n.language)}</span>
          <CloseButton size="sm" aria-label={t('removeFile', { name: file.name })} onClick={() => dispatch(fileRemoved({ caseId, index }))} />
        </li>
      ))}
      {uploads.map((upload) => (
        <UploadLine key={upload.id} upload={upload} />
      ))}
    </ul>
  );
}
