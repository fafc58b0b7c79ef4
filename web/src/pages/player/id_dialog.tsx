import { t } from '../../i18n/player';
import { Dialog } from './dialog';

interface Props {
  id: string;
  onSet: (id: string) => void;
  onCancel: () => void;
}

export function IdDialog({ id, onSet, onCancel }: Props) {
  return (
    <Dialog title={t('id.title')} onEscape={onCancel}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          const wanted = String(new FormData(event.currentTarget).get('id') ?? '').trim();
          if (wanted === '') onCancel();
          else onSet(wanted);
        }}
      >
        <label class="stack">
          {t('id.label')}
          <input
            name="id"
            defaultValue={id}
            maxLength={128}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            autofocus
            onFocus={(event) => event.currentTarget.select()}
          />
        </label>
        <button type="submit" class="button go wide">
          {t('id.set')}
        </button>
        <button type="button" class="button quiet wide" onClick={onCancel}>
          {t('id.cancel')}
        </button>
      </form>
    </Dialog>
  );
}
