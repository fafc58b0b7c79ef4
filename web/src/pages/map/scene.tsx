// The views are loaded when they are first looked at, so that the table is there at once.
import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Mode, SceneProps } from './voyage';

type View = ComponentType<SceneProps>;
const views: Record<Mode, () => Promise<{ default: View }>> = {
  flat: () => import('./chart'),
  planet: () => import('./globe'),
};

export function Scene({ mode, ...rest }: SceneProps & { mode: Mode }) {
  const shown = useSignal<{ mode: Mode; View: View } | null>(null);
  useEffect(() => {
    let left = false;
    void views[mode]().then(
      ({ default: View }) => {
        if (!left) shown.value = { mode, View };
      },
      () => {
        if (!left) rest.onMissing();
      },
    );
    return () => {
      left = true;
    };
  }, [mode]);
  const { value } = shown;
  return value?.mode === mode ? <value.View {...rest} /> : null;
}
