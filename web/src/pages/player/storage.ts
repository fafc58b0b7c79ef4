// What this browser remembers. Storage may be forbidden: then things are remembered as long as the page is open.
const fallback = new Map<string, string>();

function safely(storage: () => Storage) {
  return {
    getItem(key: string): string | null {
      try {
        return storage().getItem(key);
      } catch {
        return fallback.get(key) ?? null;
      }
    },
    setItem(key: string, value: string): void {
      try {
        storage().setItem(key, value);
      } catch {
        fallback.set(key, value);
      }
    },
  };
}

export const lasting = safely(() => localStorage);
export const ofTab = safely(() => sessionStorage);
