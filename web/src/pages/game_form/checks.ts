// What can be said about files before they are sent. The server checks all of it again, and much more.
import { bytes } from '../../i18n/format';
import { form as text } from '../../i18n/game_form';
import type { GameFormData } from '../../protocol/pages';

type Sized = Pick<File, 'name' | 'size'>;
type Limits = GameFormData['limits'];

// Names, boundaries and the other fields of the form need a little room in the request as well.
const allowance = 16 * 1024;

export function gameFileProblem(file: Sized | null, limits: Limits): string | null {
  if (!file) return null;
  if (!/\.(py|zip)$/i.test(file.name)) return text('error.wrong_type');
  return tooBig(file, limits.upload_bytes);
}

export function previewProblem(file: Sized | null, limits: Limits): string | null {
  return file ? tooBig(file, limits.preview_bytes) : null;
}

export function togetherProblem(files: readonly (Sized | null)[], limits: Limits): string | null {
  const size = files.reduce((sum, file) => sum + (file?.size ?? 0), 0);
  if (size + allowance <= limits.upload_bytes) return null;
  return text('error.both_too_big', { size: bytes(size), max: bytes(limits.upload_bytes) });
}

function tooBig(file: Sized, max: number): string | null {
  if (file.size <= max) return null;
  return text('error.too_big', { name: file.name, size: bytes(file.size), max: bytes(max) });
}
