import { login as text } from '../i18n/login';
import type { LoginData, Shell } from '../protocol/pages';
import { FormErrorBox, TextField } from '../ui/field';
import { Frame } from '../ui/frame';
import { Message } from '../ui/message';
import { PasswordField } from '../ui/password_field';
import styles from './login.module.css';

export default function Login({ shell }: { shell: Shell<'login', LoginData> }) {
  const { login, next, error, local, oidc } = shell.data;
  return (
    <Frame shell={shell} title={text('title')} narrow>
      <h1>{text('title')}</h1>
      <FormErrorBox error={error} />
      {!local && !oidc && <Message kind="info">{text('nothing')}</Message>}
      {oidc && (
        <a class="button go" href={`/login/oidc?next=${encodeURIComponent(next)}`}>
          {text('oidc')}
        </a>
      )}
      {local && oidc && <p class={`${styles.or} muted`}>{text('or')}</p>}
      {local && (
        <form method="post" action="/login" class="panel stack">
          <input type="hidden" name="csrf" value={shell.viewer.csrf} />
          <input type="hidden" name="next" value={next} />
          <TextField
            name="login"
            label={text('name')}
            defaultValue={login}
            required
            maxLength={254}
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            error={error}
          />
          <PasswordField
            name="password"
            label={text('password')}
            required
            autocomplete="current-password"
            error={error}
          />
          <button type="submit" class="button go wide">
            {text('submit')}
          </button>
        </form>
      )}
    </Frame>
  );
}
