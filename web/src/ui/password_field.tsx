import { useSignal } from '@preact/signals';
import { login } from '../i18n/login';
import { Field, type FieldProps, type InputProps } from './field';
import styles from './field.module.css';
import { Icon } from './icons';

export function PasswordField({ name, label, hint, error, ...input }: FieldProps & InputProps) {
  const shown = useSignal(false);
  return (
    <Field
      name={name}
      label={label}
      hint={hint}
      error={error ?? null}
      control={(wiring) => (
        <div class={styles.password}>
          <input {...input} {...wiring} type={shown.value ? 'text' : 'password'} />
          <button
            type="button"
            aria-pressed={shown.value}
            aria-label={login('show_password')}
            title={login('show_password')}
            onClick={() => {
              shown.value = !shown.value;
            }}
          >
            <Icon name="eye" />
          </button>
        </div>
      )}
    />
  );
}
