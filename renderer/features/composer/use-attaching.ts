import { useCallback } from 'react';
import { useStore } from 'react-redux';
import { v7 as newId } from 'uuid';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import type { RootState } from '#renderer/app/store.ts';
import {
  fileAttached,
  selectDraft,
  selectUpload,
  selectUploads,
  uploadAdvanced,
  uploadBegun,
  uploadEnded,
  uploadRefused,
} from '#renderer/features/composer/composer-slice.ts';
import { uploadFile } from '#renderer/transport/upload.ts';
import { MAX_ATTACHMENTS } from '#shared/case/attachment.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { shownName } from '#shared/lib/text-direction.ts';

/** The agent took the file back while it was on its way. */
class Cancelled extends Error {}

/** The way to attach files to a case's reply: each is brought to the desk at once, with progress, and refused by name. */
export function useAttaching(caseId: CaseId): (files: readonly File[]) => void {
  const client = useClient();
  const dispatch = useAppDispatch();
  const store = useStore<RootState>();
  return useCallback(
    (files) => {
      const calls = {
        begin: (name: string, size: number) => client.attachments.begin({ caseId, name: name.slice(-255), size }),
        chunk: (upload: string, data: string) => client.attachments.chunk({ upload, data }),
        finish: (upload: string) => client.attachments.finish({ upload }),
      };
      const bring = async (file: File, id: string) => {
        const here = () => selectUpload(store.getState(), id) !== undefined;
        try {
          const done = await uploadFile(calls, file, (share) => {
            if (!here()) throw new Cancelled();
            dispatch(uploadAdvanced({ id, sent: Math.round(share * file.size) }));
          });
          if (!here()) return;
          if (!done.ok) return void dispatch(uploadRefused({ id, fault: done.error }));
          dispatch(fileAttached({ caseId, attachment: done.value }));
          dispatch(uploadEnded({ id }));
        } catch (failed) {
          if (!(failed instanceof Cancelled)) dispatch(uploadRefused({ id, fault: 'lost' }));
        }
      };
      const taken =
        selectDraft(store.getState(), caseId, 'reply').attachments.length +
        selectUploads(store.getState(), caseId).filter((upload) => upload.fault === null).length;
      files.forEach((file, index) => {
        const id = newId();
        dispatch(uploadBegun({ id, caseId, name: shownName(file.name) || 'file', size: file.size }));
        if (taken + index >= MAX_ATTACHMENTS) dispatch(uploadRefused({ id, fault: 'too-many' }));
        else if (file.size === 0) dispatch(uploadRefused({ id, fault: 'empty' }));
        else void bring(file, id);
      });
    },
    [caseId, client, dispatch, store],
  );
}
