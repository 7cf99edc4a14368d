import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type Import, previewQuery } from "~/api/imports";
import { type Entity, fieldOf, useSlug } from "~/api/meta";
import { ErrorState } from "~/components/ErrorState";
import { Waiting } from "~/components/Waiting";
import { isEmpty } from "~/fields";
import styles from "./Import.module.css";
import { previewText } from "./mapping";

/** The first rows as they will be stored, and what is wrong with them. */
export function Preview({ entity, data }: { entity: Entity; data: Import }) {
  const { t } = useLingui();
  const { columns, mode, key, unmapped } = data;
  const settings = { columns: columns.map(({ name, field, format }) => [name, field, format]), mode, key, unmapped };
  const query = useQuery({ ...previewQuery(useSlug(), data.id, settings), placeholderData: (before) => before });
  if (query.isPending) return <Waiting lines={4} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const order = entity.layout.form.flatMap(({ fields }) => fields);
  const names = [...new Set(query.data.flatMap(({ record }) => Object.keys(record)))].filter((name) =>
    query.data.some(({ record }) => !isEmpty(record[name])),
  );
  names.sort((one, other) => order.indexOf(one) - order.indexOf(other));
  const noted = query.data.some(({ note }) => note);
  const actions = { create: t`Created`, update: t`Updated`, skip: t`Skipped` };
  return (
    <div>
      <h2 className={styles.heading}>
        <Trans>The first rows, as they will be stored</Trans>
      </h2>
      <section
        className={styles.preview}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key
        tabIndex={0}
        aria-label={t`Preview`}
        data-stale={query.isPlaceholderData || undefined}
      >
        <table>
          <thead>
            <tr>
              {mode !== "create" && <th scope="col">{t`What happens`}</th>}
              {names.map((name) => (
                <th key={name} scope="col">
                  {fieldOf(entity, name)?.label ?? name}
                </th>
              ))}
              {noted && <th scope="col">{t`Imported note`}</th>}
            </tr>
          </thead>
          <tbody>
            {query.data.map(({ record, action, note, errors }, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other identity
              <tr key={row}>
                {mode !== "create" && <td>{errors.length > 0 ? t`Fails` : actions[action ?? "create"]}</td>}
                {names.map((name) => {
                  const wrong = errors.find((error) => error.field === name);
                  const text = previewText(entity, name, record[name]);
                  return (
                    <td key={name} data-wrong={wrong ? true : undefined}>
                      <span title={text}>{text}</span>
                      {wrong && <span className={styles.wrong}>{wrong.detail}</span>}
                    </td>
                  );
                })}
                {noted && (
                  <td>
                    <span title={note ?? ""}>{note}</span>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {query.data.flatMap(({ errors }, row) =>
        errors
          .filter((error) => !error.field || !names.includes(error.field))
          .map((error) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other identity
            <p key={`${row}${error.detail}`} className={styles.wrong}>
              {t`Row ${row + 1}: ${error.detail}`}
            </p>
          )),
      )}
    </div>
  );
}
