// The settings of the page, as switches.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { t } from '../../i18n/player';
import type { Awake } from '../../sensors/awake';
import { canFullscreen, fullscreen, setFullscreen } from '../../sensors/fullscreen';
import { Dialog } from './dialog';
import styles from './menu.module.css';
import type { Motion } from './motion';

export function Switch({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label class={styles.switch}>
      <span>{label}</span>
      <input
        type="checkbox"
        role="switch"
        aria-checked={on}
        checked={on}
        onChange={(event) => {
          const wanted = event.currentTarget.checked;
          // What is shown is what is, not what was asked for.
          event.currentTarget.checked = on;
          onChange(wanted);
        }}
      />
    </label>
  );
}

export function MotionSwitches({ motion }: { motion: Motion }) {
  const { acceleration, gyro } = motion.wanted;
  return (
    <>
      <Switch
        label={t('menu.acceleration')}
        on={acceleration.value}
        onChange={(on) => motion.choose('acceleration', on)}
      />
      <Switch label={t('menu.gyro')} on={gyro.value} onChange={(on) => motion.choose('gyro', on)} />
      <Switch label={t('menu.simulate')} on={motion.simulated.value} onChange={(on) => motion.simulate(on)} />
    </>
  );
}

export function ScreenSwitches({ awake }: { awake: Awake }) {
  const failed = useSignal(false);
  const keepAwake = async (on: boolean) => {
    await awake.set(on);
    failed.value = on && !awake.on.value;
  };
  return (
    <>
      <Switch label={t('menu.awake')} on={awake.on.value} onChange={(on) => void keepAwake(on)} />
      {failed.value && <p role="status">{t('menu.awake_failed')}</p>}
      {canFullscreen() && (
        <Switch label={t('menu.fullscreen')} on={fullscreen.value} onChange={(on) => void setFullscreen(on)} />
      )}
    </>
  );
}

export function Menu({ onClose, children }: { onClose: () => void; children: ComponentChildren }) {
  return (
    <Dialog title={t('menu.title')} onEscape={onClose}>
      <div class={styles.switches}>{children}</div>
      <button type="button" class="button go wide" autofocus onClick={onClose}>
        {t('menu.close')}
      </button>
    </Dialog>
  );
}
