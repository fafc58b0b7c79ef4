import { login as text } from '../i18n/login';
import type { FirstAdminData, Shell } from '../protocol/pages';
import { FormErrorBox, TextField } from '../ui/field';
import { Frame } from '../ui/frame';
import { PasswordField } from '../ui/password_field';

export default function FirstAdmin({ shell }: { shell: Shell<'first_admin', FirstAdminData> }) {
  const { token, login, error } = shell.data;
  return (
    <Frame shell={shell} title={text('first.title')} narrow>
      <div class="stack">
        <h1>{text('first.title')}</h1>
        <p>{text('first.text')}</p>
      </div>
      <FormErrorBox error={error} />
      <form method="post" action="/first-admin" class="panel stack">
        <input type="hidden" name="csrf" value={shell.viewer.csrf} />
        <input type="hidden" name="token" value={token} />
        <TextField
          name="login"
          label={text('name')}
          hint={text('first.name_hint')}
          defaultValue={login}
          required
          minLength={3}
          maxLength={64}
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          error={error}
        />
        <PasswordField
          name="password"
          label={text('password')}
          hint={text('first.password_hint')}
          required
          minLength={10}
          autocomplete="new-password"
          error={error}
        />
        <button type="submit" class="button go wide">
          {text('first.submit')}
        </button>
      </form>
    </Frame>
  );
}
