import { deflateSync } from 'node:zlib';
import { v7 } from 'uuid';
import { UploadDesk } from '#electron/desk/attachments/uploads.ts';
import { EmbeddedEngine } from '#electron/engine/embedded/embedded-engine.ts';
import { EventLog } from '#electron/engine/event-log.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

export const caseId = 'case-1' as CaseId;

/** Uploads over a real log in memory, under a clock that can be moved on. */
export interface UploadRoom {
  readonly uploads: UploadDesk;
  readonly time: { now: number };
  stop(): Promise<void>;
}

export async function uploadRoom(): Promise<UploadRoom> {
  const time = { now: 1_000_000 };
  const clock = () => time.now;
  const engine = new EmbeddedEngine({ memory: true, key: new Uint8Array(32), clock, newId: v7, logger: recordingLogger() });
  await engine.start();
  const log = new EventLog(engine, () => undefined);
  const uploads = new UploadDesk({
    putBlob: (id, bytes) => log.putBlob({ kind: 'case', id }, bytes),
    getBlob: (id, hash) => log.getBlob({ kind: 'case', id }, hash),
    newId: v7,
    clock,
  });
  return { uploads, time, stop: () => engine.stop() };
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
}

/** The beginnings that files of each kind really have. */
export const bytes = {
  png: Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
    chunk('IDAT', deflateSync(Buffer.from([0, 0]))),
    chunk('IEND', Buffer.alloc(0)),
  ]),
  jpeg: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
  gif: Buffer.from('GIF89a\u0001\u0000\u0001\u0000', 'latin1'),
  pdf: Buffer.from('%PDF-1.7\n%\u00e2\u00e3\n1 0 obj', 'latin1'),
  exe: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(126)]),
  elf: Buffer.concat([Buffer.from([0x7f]), Buffer.from('ELF'), Buffer.alloc(60)]),
  zip: Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.alloc(60)]),
  html: Buffer.from('<!doctype html><html><script>alert(1)</script></html>'),
  svg: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
  xmlSvg: Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
  script: Buffer.from('#!/bin/sh\nrm -rf /\n'),
  text: Buffer.from('Order 7, 付款失败\n'),
  rubbish: Buffer.from([0, 1, 2, 3, 0xff, 0xfe, 0]),
};
