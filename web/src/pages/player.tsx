// The pages of a device: which one is in the address.
import type { PlayerData, Shell } from '../protocol/pages';
import { Connect } from './connect/connect';
import { Controller } from './controller/controller';
import { Playground } from './playground/playground';

export default function Player({ shell }: { shell: Shell<'player', PlayerData> }) {
  const path = location.pathname.replace(/\/+$/, '');
  if (path.endsWith('/controller')) return <Controller shell={shell} />;
  if (path.endsWith('/connect')) return <Connect />;
  return <Playground shell={shell} />;
}
