import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Group, NativeSelect, Radio, Stack } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type ColumnFormat, cancelImport, type Import, importQuery, startImport, updateImport } from "~/api/imports";
import { type Entity, fieldOf, useMeta, useSlug } from "~/api/meta";
import { notifyError } from "~/components/notify";
import { numberFormat } from "~/fields/locale";
import styles from "./Import.module.css";
import { crowded, formatsFor, keyOf, keysOf, mappingOf, redirect, targetsOf, unmapped } from "./mapping";
import { Preview } from "./Preview";
import { rememberImport } from "./runningImports";

/** Second step: where each column goes, with the first rows as they will be stored. */
export function MapColumns({ entity, data }: { entity: Entity; data: Import }) {
  const { t } = useLingui();
  const slug = useSlug();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const { queryKey } = importQuery(slug, data.id);
  const targets = targetsOf(useMeta(), entity, data);
  const rest = unmapped(data.columns);
  const doubled = crowded(entity, mappingOf(data.columns));
  const rows = data.detected?.rows_estimate;
  const leftOver = data.unmapped === "note" ? t`Imported note` : t`Leave out`;

  const change = async (body: Parameters<typeof updateImport>[1]) => {
    const changed = (column: Import["columns"][number], at: number) =>
      body.columns?.find((one, position) => one.name === column.name && (!("field" in one) || position === at));
    const columns = body.columns && data.columns.map((column, at) => ({ ...column, ...changed(column, at) }));
    client.setQueryData(queryKey, { ...data, ...body, ...(columns ? { columns } : {}) } as Import);
    try {
      client.setQueryData(queryKey, await updateImport(data.id, body));
      // A preview that was asked for meanwhile may still show the mapping before.
      void client.invalidateQueries({ queryKey: [...queryKey, "preview"] });
    } catch (error) {
      client.setQueryData(queryKey, data);
      notifyError(error);
    }
  };
  const start = async () => {
    setBusy(true);
    try {
      client.setQueryData(queryKey, await startImport(data.id));
      rememberImport(slug, data.id);
      void client.invalidateQueries({ queryKey, exact: true });
    } catch (error) {
      notifyError(error, t`The import did not start`);
      setBusy(false);
    }
  };
  const discard = async () => {
    await cancelImport(data.id).catch(notifyError);
    void navigate({ to: "/w/$slug/import", params: { slug }, search: {} });
  };

  return (
    <Stack gap="lg">
      <p className={styles.intro}>
        {rows !== undefined && <Trans>About {numberFormat().format(rows)} rows.</Trans>}{" "}
        {data.detected?.encoding && <Trans>Read as {data.detected.encoding}.</Trans>}{" "}
        <Trans>Check where each column goes; the preview below follows.</Trans>
      </p>
      <table className={styles.mapping}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Column of the file</Trans>
            </th>
            <th scope="col" className={styles.samples}>
              <Trans>For example</Trans>
            </th>
            <th scope="col">
              <Trans>Goes to</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.columns.map((column, at) => (
            <tr key={column.name} data-unmapped={!column.field || undefined}>
              <th scope="row">
                {column.name}
                <span className={styles.sample}>{column.samples.find(Boolean)}</span>
              </th>
              <td className={styles.samples}>{column.samples.filter(Boolean).slice(0, 2).join(" · ")}</td>
              <td>
                <NativeSelect
                  size="xs"
                  aria-label={t`${column.name} goes to`}
                  data={[{ value: "", label: leftOver }, ...targets]}
                  value={column.field ?? ""}
                  onChange={(event) =>
                    void change({ columns: redirect(mappingOf(data.columns), at, event.currentTarget.value || null) })
                  }
                />
                {formatsFor(column).length > 0 && (
                  <NativeSelect
                    size="xs"
                    mt={4}
                    aria-label={t`${column.name} is written as`}
                    data={formatsFor(column)}
                    value={column.format ?? ""}
                    onChange={(event) =>
                      void change({
                        columns: [{ name: column.name, format: event.currentTarget.value as ColumnFormat }],
                      })
                    }
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {doubled.length > 0 && (
        <Alert color="yellow" variant="light" role="status">
          {t`Several columns go to ${doubled.join(", ")}, which holds one value. Only one of them will stay.`}
        </Alert>
      )}
      <div className={styles.options}>
        {rest.length > 0 && (
          <Radio.Group
            label={t`Columns that go to no field: ${rest.join(", ")}`}
            value={data.unmapped}
            onChange={(value) => void change({ unmapped: value as Import["unmapped"] })}
          >
            <Stack gap={6} mt={6}>
              <Radio value="note" label={t`Keep them in a private note named “imported” on each record`} />
              <Radio value="leave_out" label={t`Leave them out`} />
            </Stack>
          </Radio.Group>
        )}
        <Radio.Group
          label={t`When a row is already here`}
          value={data.mode}
          onChange={(value) => {
            const mode = value as Import["mode"];
            void change({ mode, key: mode === "create" ? null : (data.key ?? keyOf(entity, data)) });
          }}
        >
          <Stack gap={6} mt={6}>
            <Radio value="create" label={t`Create every row; report possible duplicates`} />
            <Radio value="upsert" label={t`Update it, create the others`} />
            <Radio value="update" label={t`Update it, skip the others`} />
          </Stack>
        </Radio.Group>
        {data.mode !== "create" && (
          <NativeSelect
            label={t`Rows are the same when they share`}
            data={keysOf(entity, data).map((value) => ({ value, label: fieldOf(entity, value)?.label ?? value }))}
            value={data.key ?? ""}
            onChange={(event) => void change({ key: event.currentTarget.value })}
          />
        )}
      </div>
      <Preview entity={entity} data={data} />
      <Group className={styles.footer} justify="space-between">
        <Button variant="subtle" color="gray" onClick={() => void discard()}>
          <Trans>Discard</Trans>
        </Button>
        <Button loading={busy} rightSection={<IconArrowRight size={15} aria-hidden />} onClick={() => void start()}>
          <Trans>Start import</Trans>
        </Button>
      </Group>
    </Stack>
  );
}
