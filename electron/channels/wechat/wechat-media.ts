import { BlockList, isIP } from 'node:net';
import type { SocialRequest } from '#electron/channels/social-port.ts';
import type { ApiAnswer, WechatApi } from '#electron/channels/wechat/wechat-api.ts';
import { FILE_EMPTY, FILE_TYPE_REFUSED, IMAGE_TOO_LARGE } from '#electron/channels/wechat/wechat-codes.ts';
import { MAX_ATTACHMENT_BYTES } from '#shared/case/attachment.ts';
import { SECOND } from '#shared/lib/time.ts';

type File = NonNullable<SocialRequest['files']>[number];

const TIMEOUT = 60 * SECOND;
/** developers.weixin.qq.com, uploadTempMedia: an image of 10 MB at most. */
export const MOST_IMAGE_BYTES = 10 * 1024 * 1024;

const endings: ReadonlyMap<string, string> = new Map([
  ['image/png', 'png'],
  ['image/jpeg', 'jpg'],
]);

/** Why a file cannot go out, in WeChat's own codes, before it is asked; null where it can. */
export function imageRefusal({ type, bytes }: File): { readonly errcode: number; readonly errmsg: string } | null {
  if (!endings.has(type)) return { errcode: FILE_TYPE_REFUSED, errmsg: 'only images, PNG or JPEG, can be sent' };
  if (bytes.length === 0) return { errcode: FILE_EMPTY, errmsg: 'the image is empty' };
  return bytes.length > MOST_IMAGE_BYTES ? { errcode: IMAGE_TOO_LARGE, errmsg: 'the image has more than 10 MB' } : null;
}

/** Gives WeChat an image to send; nobody sees it by that. `given` has the `media_id` in its JSON. */
export function uploadImage(api: WechatApi, { type, bytes }: File): Promise<ApiAnswer> {
  // The customer has no use for what the file is called here.
  const name = `image.${endings.get(type) ?? 'jpg'}`;
  const post = () => {
    const form = new FormData();
    form.set('media', new Blob([new Uint8Array(bytes)], { type }), name);
    return { body: form };
  };
  return api.call({ path: '/cgi-bin/media/upload', query: { type: 'image' }, post, timeout: TIMEOUT });
}

/** Networks that nobody outside is on. */
const inside = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['0.0.0.0', 8],
] as const) {
  inside.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['::1', 128],
  ['::', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  inside.addSubnet(network, bits, 'ipv6');

/** Whether a file may be fetched there: WeChat names the place, and it is none on this machine or in its network. */
export function placeAllowed(address: string, origin: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, origin: there, username, password } = new URL(address);
  if (there === origin) return true;
  if ((protocol !== 'https:' && protocol !== 'http:') || username !== '' || password !== '') return false;
  const host = hostname.replace(/^\[|\]$/g, '');
  // Another way to write an address of version 4, and one that nobody outside needs.
  if (host.startsWith('::ffff:')) return false;
  const version = isIP(host);
  return version === 0 ? host !== 'localhost' && host.includes('.') : !inside.check(host, version === 6 ? 'ipv6' : 'ipv4');
}

/** The bytes of what a customer sent. Rejects where WeChat has it no more, or it is larger than the desk takes. */
export async function fetchMedia(api: WechatApi, mediaId: string): Promise<Uint8Array> {
  const limits = { mostBytes: MAX_ATTACHMENT_BYTES, timeout: TIMEOUT };
  const given = fileOf(await api.call({ path: '/cgi-bin/media/get', query: { media_id: mediaId }, ...limits }));
  if (given instanceof Uint8Array) return given;
  // Of some videos there is only an address.
  if (!placeAllowed(given, api.origin)) throw new Error('media: the place it is said to be at is not one to fetch from');
  const file = fileOf(await api.fetch(given, limits.mostBytes, limits.timeout));
  if (file instanceof Uint8Array) return file;
  throw new Error('media: the place it is said to be at names another one');
}

function fileOf(answer: ApiAnswer): Uint8Array | string {
  if (answer.kind !== 'given') throw new Error(`media: ${answer.fault.detail}`);
  const { bytes, type } = answer;
  const { video_url: address } = answer.json ?? {};
  if (typeof address === 'string') return address;
  if (/json|text/.test(type)) throw new Error('media: WeChat gives words and no file');
  if (bytes.length === 0) throw new Error('media: the file is empty');
  return bytes;
}
