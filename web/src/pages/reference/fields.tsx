import { reference as text } from '../../i18n/reference';
import type { Field } from '../../model/reference';
import { TableBox } from '../../ui/table';
import styles from './fields.module.css';
import { Prose } from './prose';

export function Fields({ fields, caption, asked }: { fields: readonly Field[]; caption: string; asked: boolean }) {
  const kinds = fields.some((field) => field.kind);
  return (
    <TableBox caption={caption} hidden>
      <thead>
        <tr>
          <th scope="col">{text(asked ? 'parameter' : 'member')}</th>
          {kinds && <th scope="col">{text('kind')}</th>}
          <th scope="col">{text('meaning')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field.name}>
            <th scope="row">
              <code>{field.name}</code>
              {field.required && <span class={styles.required}> {text('required')}</span>}
            </th>
            {kinds && <td>{field.kind}</td>}
            <td>
              <Prose text={field.description} />
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}
