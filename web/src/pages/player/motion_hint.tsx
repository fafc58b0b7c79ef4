// Says why a game does not feel the device move, and what can be done about it.
import { t } from '../../i18n/player';
import type { Motion } from './motion';
import styles from './motion_hint.module.css';

export function MotionHint({ motion }: { motion: Motion }) {
  const problem = motion.problem.value;
  if (!problem || motion.hintClosed.value) return null;
  return (
    <div class={styles.hint} role="status">
      <p>{problem === 'ask' ? t('motion.ask') : problem === 'denied' ? t('motion.denied') : nothingText()}</p>
      <div class={styles.ways}>
        {problem === 'ask' && (
          <button type="button" class="button go" onClick={() => void motion.start(true)}>
            {t('motion.enable')}
          </button>
        )}
        <button
          type="button"
          class={`button ${problem === 'ask' ? 'quiet' : 'go'}`}
          onClick={() => motion.simulate(true)}
        >
          {t('motion.simulate')}
        </button>
        <button type="button" class="button quiet" onClick={() => motion.closeHint()}>
          {t('motion.dismiss')}
        </button>
      </div>
    </div>
  );
}

function nothingText(): string {
  return window.isSecureContext ? t('motion.nothing') : t('motion.insecure');
}
