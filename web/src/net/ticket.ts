// With what a page that is loaded anew proves that it was here a moment ago: the private id of its session, kept in the
// tab's storage. It lies there only while nobody is using it: written when a page goes, taken out when one comes. So a
// duplicated tab, which gets a copy of the storage, finds nothing, and two tabs never show the same id.
//
// A phone may end a hidden tab without a word. Therefore the ticket is written when a page is hidden, too, but as one whose
// owner may still be there: that one serves only a page of which the browser says that it replaces its owner.
import { isFields, text } from '../protocol/fields';

export interface Ticket {
  readonly pid: string;
  readonly sid: string; // the socket's public id: a reply with the same one means that the seat is ours
}

type Place = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const key = 'recess-session';

export class TicketPocket {
  readonly #place: () => Place;

  // Reading `sessionStorage` throws where storage is forbidden; then every page is a new one.
  constructor(place: () => Place) {
    this.#place = place;
  }

  // `replaces`: this page stands where its predecessor stood (a reload, or a tab that was discarded).
  take(replaces: boolean): Ticket | null {
    const written = this.#safely((place) => place.getItem(key)) ?? null;
    this.drop();
    const { ticket, left } = read(written);
    return left || replaces ? ticket : null;
  }

  // `left`: the page is on its way out, nobody else will use the ticket.
  put(ticket: Ticket, left: boolean): void {
    this.#safely((place) => place.setItem(key, JSON.stringify({ ...ticket, left })));
  }

  drop(): void {
    this.#safely((place) => place.removeItem(key));
  }

  #safely<T>(what: (place: Place) => T): T | undefined {
    try {
      return what(this.#place());
    } catch {
      return undefined;
    }
  }
}

function read(written: string | null): { ticket: Ticket | null; left: boolean } {
  try {
    const value: unknown = JSON.parse(written ?? 'null');
    const [pid, sid] = isFields(value) ? [text(value.pid), text(value.sid)] : [];
    return { ticket: pid && sid ? { pid, sid } : null, left: isFields(value) && value.left === true };
  } catch {
    return { ticket: null, left: false };
  }
}
