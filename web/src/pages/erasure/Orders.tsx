import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Textarea } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { acknowledgeOrder, ordersQuery } from "~/api/erasures";
import { useSlug } from "~/api/meta";
import { Ask } from "~/components/Ask";
import { ErrorState } from "~/components/ErrorState";
import { relativeTime } from "~/fields/locale";
import styles from "~/pages/privacy/Privacy.module.css";
import { StateBadge } from "~/pages/privacy/StateBadge";

/** What services were told to erase, until they say that they did. */
export function Orders() {
  const { t } = useLingui();
  const slug = useSlug();
  const client = useQueryClient();
  const query = useQuery(ordersQuery(slug));
  const items = query.data?.items ?? [];
  const [open, setOpen] = useState<string>();
  const [note, setNote] = useState("");
  return (
    <section className={styles.section} aria-label={t`Told to others`}>
      <h2 className={styles.heading}>{t`Told to others`}</h2>
      <p className={styles.note}>
        <Trans>Services that hold data of an erased person are told to erase it, and asked to say that they did.</Trans>
      </p>
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && <p className={styles.note}>{t`Nobody had to be told yet.`}</p>}
      {items.length > 0 && (
        <ul className={styles.list}>
          {items.map((order) => (
            <li key={order.id} className={styles.item}>
              <StateBadge standing={order.acknowledged_at ? "good" : "waiting"}>
                {order.acknowledged_at ? t`Acknowledged` : t`Waits`}
              </StateBadge>
              <div>
                <p>{order.name ?? order.processor}</p>
                <p className={styles.note}>
                  {order.acknowledged_at
                    ? t`Said so ${relativeTime(order.acknowledged_at)}.`
                    : order.sent_at
                      ? t`Told ${relativeTime(order.sent_at)}, has not answered yet.`
                      : t`Not told yet.`}
                </p>
              </div>
              {!order.acknowledged_at && (
                <Button variant="default" size="compact-sm" onClick={() => setOpen(order.id)}>
                  <Trans>They did it</Trans>
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {open && (
        <Ask
          title={t`They erased it`}
          action={t`Record it`}
          act={() => acknowledgeOrder(open, note.trim())}
          done={t`Recorded.`}
          onClose={() => setOpen(undefined)}
          onDone={() => void client.invalidateQueries({ queryKey: ["privacy", slug, "erasures"] })}
        >
          <Textarea
            label={t`How they said so (may stay empty)`}
            autosize
            minRows={2}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        </Ask>
      )}
    </section>
  );
}
