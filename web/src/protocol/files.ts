// Images and sounds that come with a playground_config. A file without a name, of an unknown kind or without its bytes is
// left out; what the bytes really are is found out by the browser's decoders.
import { type ImageFile, imageTypes, type TrackFile } from './events';
import { isFields, list, text, word } from './fields';

function bytes(value: unknown): ArrayBuffer | undefined {
  if (value instanceof ArrayBuffer) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice().buffer;
  return undefined;
}

export function imageFiles(value: unknown): ImageFile[] {
  const files: ImageFile[] = [];
  for (const entry of list(value)) {
    if (!isFields(entry)) continue;
    const name = text(entry.name);
    const type = word(entry.type, imageTypes);
    const data = type === 'svg' ? text(entry.image) : bytes(entry.image);
    if (name !== undefined && type !== undefined && data !== undefined) files.push({ name, type, data });
  }
  return files;
}

export function trackFiles(value: unknown): TrackFile[] {
  const files: TrackFile[] = [];
  for (const entry of list(value)) {
    if (!isFields(entry)) continue;
    const name = text(entry.name);
    const data = bytes(entry.audio);
    if (name !== undefined && data !== undefined) files.push({ name, data });
  }
  return files;
}
