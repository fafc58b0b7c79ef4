// Short messages at the edge of the screen, newest first.
import type { Toast } from '../protocol/events';

export interface ShownToast extends Toast {
  readonly nr: number;
  readonly until: number | null; // null: until dismissed
}

export interface Toasts {
  readonly shown: readonly ShownToast[];
  readonly next: number;
}

export const noToasts: Toasts = { shown: [], next: 1 };

const most = 50; // a game that prints in a loop must not fill the memory

export function addToast(toasts: Toasts, toast: Toast, now: number): Toasts {
  const until = toast.lasts === null ? null : now + toast.lasts;
  return { shown: [{ ...toast, nr: toasts.next, until }, ...toasts.shown].slice(0, most), next: toasts.next + 1 };
}

export function dismiss(toasts: Toasts, nr: number): Toasts {
  return { ...toasts, shown: toasts.shown.filter((toast) => toast.nr !== nr) };
}

export function dismissAll(toasts: Toasts): Toasts {
  return { ...toasts, shown: [] };
}

export function expire(toasts: Toasts, now: number): Toasts {
  if (!toasts.shown.some(({ until }) => until !== null && until <= now)) return toasts;
  return { ...toasts, shown: toasts.shown.filter(({ until }) => until === null || until > now) };
}
