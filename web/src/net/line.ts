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

// What the hub knows of us when the line is up:
//   new    nothing;
//   seat   who we are, but not what we have been told: if the seat has a device, the hub's first event says which, and
//          the state follows unasked;
//   whole  everything: what we have missed follows, and nothing twice.
export type Standing = 'new' | 'seat' | 'whole';

export interface LineEvents {
  up(standing: Standing): void;
  down(): void;
  received(event: string, payload: unknown): void;
}

export type Dial = (events: LineEvents) => Line;
