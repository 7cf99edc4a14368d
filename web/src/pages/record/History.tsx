import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Drawer } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Entity, fieldOf, useSlug } from "~/api/meta";
import { historyQuery, keys, type RecordData, refresh, undoRecord } from "~/api/records";
import { ErrorState } from "~/components/ErrorState";
import { FieldValue } from "~/components/FieldValue";
import { notifyDone, notifyError } from "~/components/notify";
import { Waiting } from "~/components/Waiting";
import { isEmpty } from "~/fields";
import { dateFormat, relativeTime } from "~/fields/locale";
import styles from "./History.module.css";
import { useOperationLabel } from "./operationLabel";

interface Props {
  entity: Entity;
  record: RecordData;
  onClose: () => void;
}

/** Who changed what and when, and a way to take one's own last change back. */
export function History({ entity, record, onClose }: Props) {
  const { t } = useLingui();
  const slug = useSlug();
  const client = useQueryClient();
  const labelOf = useOperationLabel();
  const query = useInfiniteQuery(historyQuery(slug, entity.plural, record.id));
  const [busy, setBusy] = useState(false);
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];

  const undo = async () => {
    setBusy(true);
    try {
      const { undone } = await undoRecord(entity.plural, record.id);
      notifyDone(t`Undone: ${labelOf(undone.operation)} ${undone.display}`);
      void client.invalidateQueries({ queryKey: keys.history(slug, entity.plural, record.id) });
      refresh(client, slug, entity, record.id);
    } catch (error) {
      notifyError(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={440}
      lockScroll={false}
      title={t`History of ${record.display}`}
      closeButtonProps={{ "aria-label": t`Close` }}
    >
      <Button variant="default" loading={busy} onClick={() => void undo()} mb="md">
        <Trans>Undo my last change</Trans>
      </Button>
      {query.isPending && <Waiting />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      <ol className={styles.list}>
        {items.map((item) => (
          <li key={item.id} className={styles.item}>
            <div className={styles.line}>
              <b>{item.actor?.name ?? t`The system`}</b> {labelOf(item.operation)}
              <time
                dateTime={item.at}
                title={dateFormat({ dateStyle: "full", timeStyle: "medium" }).format(Date.parse(item.at))}
              >
                {relativeTime(item.at)}
              </time>
            </div>
            <dl className={styles.changes}>
              {Object.entries(item.changes).map(([name, { from, to }]) => {
                const field = fieldOf(entity, name);
                if (!field || (isEmpty(from) && isEmpty(to))) return null;
                return (
                  <div key={name}>
                    <dt>{field.label}</dt>
                    <dd>
                      {!isEmpty(from) && (
                        <del>
                          <FieldValue field={field} record={{ [name]: from }} />
                        </del>
                      )}
                      {!isEmpty(to) && (
                        <ins>
                          <FieldValue field={field} record={{ [name]: to }} />
                        </ins>
                      )}
                    </dd>
                  </div>
                );
              })}
            </dl>
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <Button
          variant="default"
          fullWidth
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          <Trans>Show older</Trans>
        </Button>
      )}
    </Drawer>
  );
}
