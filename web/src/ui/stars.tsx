import { cards } from '../i18n/cards';
import { ratingText, type Star, stars } from '../i18n/format';
import styles from './stars.module.css';

const outline = 'M12 2.6l2.9 6 6.6.9-4.8 4.6 1.2 6.5L12 17.5l-5.9 3.1 1.2-6.5L2.5 9.5l6.6-.9z';

// Half a star is the outline with its left half filled: the same path, cut by the narrower view box of an inner drawing.
function OneStar({ kind }: { kind: Star }) {
  return (
    <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" class={styles.star}>
      <path d={outline} class={kind === 'full' ? styles.full : styles.empty} />
      {kind === 'half' && (
        <svg x="0" y="0" width="12" height="24" viewBox="0 0 12 24" aria-hidden="true">
          <path d={outline} class={styles.full} />
        </svg>
      )}
    </svg>
  );
}

export function Stars({ rating, count }: { rating: number | null; count?: number }) {
  if (rating === null) return <span class={`${styles.none} muted`}>{cards('stars.none')}</span>;
  return (
    <span class={styles.stars}>
      <span role="img" aria-label={cards('stars.label', { rating: ratingText(rating) })} class={styles.row}>
        {stars(rating).map((kind, i) => (
          <OneStar key={i} kind={kind} />
        ))}
      </span>
      {count !== undefined && (
        <span class="muted">
          <span aria-hidden="true">({count})</span>
          <span class="sr-only">{cards('stars.count', { count })}</span>
        </span>
      )}
    </span>
  );
}
