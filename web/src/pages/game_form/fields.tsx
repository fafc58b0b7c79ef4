import { form as text } from '../../i18n/game_form';
import type { GameFormData } from '../../protocol/pages';
import { Field, TextField } from '../../ui/field';
import { Icon } from '../../ui/icons';
import styles from './fields.module.css';

export const descriptionMax = 1024;
const controls = ['acc', 'key', 'touch', 'gyro'] as const;

export function Words({ data }: { data: GameFormData }) {
  const { values, error } = data;
  return (
    <>
      <TextField
        name="name"
        label={text('name')}
        defaultValue={values.name}
        mark
        required
        minLength={2}
        maxLength={32}
        autocomplete="off"
        error={error}
      />
      <TextField
        name="authors"
        label={text('authors')}
        hint={text('authors_hint')}
        defaultValue={values.authors}
        mark
        required
        minLength={2}
        maxLength={64}
        autocomplete="off"
        error={error}
      />
      <Field
        name="description"
        label={text('description')}
        hint={text('description_hint', { max: descriptionMax })}
        error={error}
        mark
        control={(wiring) => (
          <textarea {...wiring} required maxLength={descriptionMax} rows={6} defaultValue={values.description} />
        )}
      />
    </>
  );
}

export function Controls({ data }: { data: GameFormData }) {
  return (
    <fieldset>
      <legend>{text('controls')}</legend>
      <div class={styles.controls}>
        {controls.map((control) => (
          <label key={control} class={styles.control}>
            <input
              type="checkbox"
              name={`supports_${control}`}
              value="on"
              defaultChecked={data.values[`supports_${control}`]}
            />
            <Icon name={control} />
            <span>{text(`supports_${control}`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Players({ data }: { data: GameFormData }) {
  return (
    <TextField
      name="max_players"
      label={text('max_players')}
      hint={text('max_players_hint')}
      type="number"
      inputMode="numeric"
      min={1}
      max={16}
      defaultValue={String(data.values.max_players)}
      error={data.error}
    />
  );
}

// Empty means: found again by the server's own rule.
export function MainScript({ data }: { data: GameFormData }) {
  const scripts = data.game?.scripts ?? [];
  if (scripts.length < 2) return null;
  return (
    <Field
      name="main_script"
      label={text('main_script')}
      hint={text('main_script_hint')}
      error={data.error}
      control={(wiring) => (
        <select {...wiring}>
          <option value="">{text('main_script_auto')}</option>
          {scripts.map((script) => (
            <option key={script} value={script} selected={script === data.game?.main_script}>
              {script}
            </option>
          ))}
        </select>
      )}
    />
  );
}
