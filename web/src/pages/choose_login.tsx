import { login as text } from '../i18n/login';
import type { ChooseLoginData, Shell } from '../protocol/pages';
import { Frame } from '../ui/frame';
import { Icon } from '../ui/icons';
import { Preview } from '../ui/preview';
import styles from './choose_login.module.css';

export default function ChooseLogin({ shell }: { shell: Shell<'choose_login', ChooseLoginData> }) {
  const { game, anonymous_url: anonymousUrl } = shell.data;
  const loginUrl = `/login?next=${encodeURIComponent(`/game/${game.id}`)}`;
  return (
    <Frame shell={shell} title={game.name} narrow>
      <div class={styles.game}>
        <Preview name={game.name} url={game.preview} size="details" />
        <div>
          <p class="muted">{game.name}</p>
          <h1>{text('choose.title')}</h1>
        </div>
      </div>
      <div class={styles.choices}>
        <section class="panel stack">
          <h2>{text('choose.without')}</h2>
          <p class="muted">{text('choose.without_text')}</p>
          <a class="button go wide" href={anonymousUrl} rel="nofollow">
            <Icon name="play" />
            {text('choose.without_button')}
          </a>
        </section>
        <section class="panel stack">
          <h2>{text('choose.with')}</h2>
          <p class="muted">{text('choose.with_text')}</p>
          <a class="button wide" href={loginUrl}>
            <Icon name="user" />
            {text('submit')}
          </a>
        </section>
      </div>
    </Frame>
  );
}
