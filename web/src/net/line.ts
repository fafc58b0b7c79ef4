// The little that net/hub.ts needs of a connection. socket.ts makes a real one, fake.ts one for tests.
export interface Line {
  // `latest` may be dropped instead of waiting when the line is busy: a newer one follows anyway.
  send(event: string, payload: object, latest?: boolean): void;
  // Opens the line now if it is down, without waiting for the next try.
  wake(): void;
  // Gives up a line that looks open but may be dead; the next try follows at once.
  drop(): void;
  close(): void;
}

export interface LineEvents {
  up(): void;
  down(): void;
  received(event: string, payload: unknown): void;
}

export type Dial = (events: LineEvents) => Line;
