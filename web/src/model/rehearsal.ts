// For tests: a playground that is sent raw messages, as a game sends them, and whose time passes when told. Reports are kept
// with the moment they were made.
import { DecodeError, decodeMessage } from '../protocol/decode';
import type { Id, Report, StageMessage } from '../protocol/events';
import { step } from './simulation';
import type { Sprite } from './sprite';
import { apply, emptyWorld } from './world';

export class Rehearsal {
  readonly world = emptyWorld(0);
  readonly seen: { readonly at: number; readonly report: Report }[] = [];

  send(type: string, body: object = {}): void {
    const message = decodeMessage({ type, device_id: 'FooBar', ...body });
    if (message === undefined || message instanceof DecodeError) throw new Error(`${type} was not understood`);
    this.#keep(apply(this.world, message as StageMessage, this.world.now));
  }

  sprite(fields: object): void {
    this.send('sprite', { sprite: fields });
  }

  // Lets time pass up to `moment`, in ticks of about 8 ms as the page does.
  until(moment: number): void {
    while (this.world.now < moment) {
      const next = Math.min(moment, this.world.now + 0.008);
      this.#keep(step(this.world, next));
    }
  }

  // The same without any tick in between: the tab was asleep.
  stallUntil(moment: number): void {
    this.#keep(step(this.world, moment));
  }

  get(id: Id): Sprite {
    const sprite = this.world.sprites.get(id);
    if (!sprite) throw new Error(`no sprite ${id}`);
    return sprite;
  }

  place(id: Id): [number, number] {
    const { x, y } = this.get(id);
    return [x, y];
  }

  types(): string[] {
    return this.seen.map(({ report }) => report.type);
  }

  of<Type extends Report['type']>(type: Type): { at: number; report: Extract<Report, { type: Type }> }[] {
    const wanted = this.seen.filter(({ report }) => report.type === type);
    return wanted as { at: number; report: Extract<Report, { type: Type }> }[];
  }

  #keep(reports: readonly Report[]): void {
    for (const report of reports) this.seen.push({ at: this.world.now, report });
  }
}
