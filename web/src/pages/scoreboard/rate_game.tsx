// The vote: five stars as radio buttons. The server has the last word; its answer brings the new mean.
import { useSignal } from '@preact/signals';
import { getJson, postForm } from '../../api/request';
import { scoreboard as text } from '../../i18n/scoreboard';
import type { ScoreboardData, Shell, Viewer } from '../../protocol/pages';
import styles from './rate_game.module.css';

const star = 'M12 2.6l2.9 6 6.6.9-4.8 4.6 1.2 6.5L12 17.5l-5.9 3.1 1.2-6.5L2.5 9.5l6.6-.9z';

interface Props {
  data: ScoreboardData;
  viewer: Viewer;
  onRated: (data: ScoreboardData) => void;
}

export function RateGame({ data, viewer, onRated }: Props) {
  const outcome = useSignal<'none' | 'saved' | 'failed' | 'play_first'>('none');
  const own = data.own_rating ?? 0;

  const vote = async (rating: number) => {
    const before = data;
    onRated({ ...data, own_rating: rating });
    try {
      const fields = { game_id: String(data.game.id), rating: String(rating), csrf: viewer.csrf };
      const { status } = await postForm('/game_vote', fields);
      outcome.value = status === '200' ? 'saved' : status === 'play first' ? 'play_first' : 'failed';
      if (status !== '200') return onRated(before);
      const fresh = await getJson<Shell<'scoreboard', ScoreboardData>>(`/scoreboard?game_id=${data.game.id}`);
      onRated({ ...fresh.data, compact: data.compact, no_nav: data.no_nav });
    } catch {
      // Saved but not read back, or not saved at all: only the second is worth a word.
      if (outcome.value !== 'saved') {
        outcome.value = 'failed';
        onRated(before);
      }
    }
  };

  return (
    <div class={styles.rate}>
      <fieldset disabled={!data.can_rate} class={styles.stars}>
        <legend>{text('rate.title')}</legend>
        {[1, 2, 3, 4, 5].map((rating) => (
          <label key={rating} class={rating <= own ? styles.lit : ''} title={text('rate.star', { count: rating })}>
            <input
              type="radio"
              name="rating"
              value={rating}
              checked={rating === own}
              onChange={() => {
                outcome.value = 'none';
                void vote(rating);
              }}
            />
            <span class="sr-only">{text('rate.star', { count: rating })}</span>
            <svg viewBox="0 0 24 24" width="28" height="28" aria-hidden="true">
              <path d={star} />
            </svg>
          </label>
        ))}
      </fieldset>
      <p role="status" class="muted">
        {viewer.kind === 'anonymous'
          ? text('rate.login')
          : !data.can_rate || outcome.value === 'play_first'
            ? text('rate.play_first')
            : outcome.value === 'saved'
              ? text('rate.saved')
              : outcome.value === 'failed'
                ? text('rate.failed')
                : ''}
      </p>
    </div>
  );
}
