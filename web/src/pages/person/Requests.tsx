import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { type RequestKind, type RequestState, requestsOfQuery } from "~/api/requests";
import { dateFormat } from "~/fields/locale";
import { StateBadge } from "~/pages/privacy/StateBadge";
import { clockOf, standingOf } from "~/pages/requests/clock";
import { NewRequest } from "~/pages/requests/NewRequest";
import { useRequestWords } from "~/pages/requests/words";
import { Card } from "./Card";
import styles from "./Person.module.css";
import type { PersonProps } from "./PersonPage";

/** What this person asked for, and how each of it stands. */
export function Requests({ slug, id, display }: PersonProps & { display: string }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useRequestWords();
  const query = useQuery(requestsOfQuery(slug, id));
  const [entering, setEntering] = useState(false);
  const day = (iso: unknown) => dateFormat({ dateStyle: "medium" }).format(Date.parse(String(iso)));
  return (
    <Card
      title={t`Requests`}
      query={query}
      action={
        <Button variant="default" size="compact-sm" onClick={() => setEntering(true)}>
          <Trans>Enter one</Trans>
        </Button>
      }
    >
      {(items) => (
        <>
          {items.length === 0 && <p className={styles.note}>{t`They asked for nothing yet.`}</p>}
          <ul className={styles.list}>
            {items.map((request) => {
              const clock = clockOf(request);
              return (
                <li key={request.id} className={styles.item}>
                  <div>
                    <p>
                      <Link to="/w/$slug/privacy/requests/$id" params={{ slug, id: request.id }}>
                        {words.kinds[request.kind as RequestKind] ?? String(request.kind)}
                      </Link>
                    </p>
                    <p className={styles.note}>{t`Received ${day(request.received_at)}`}</p>
                  </div>
                  <StateBadge standing={standingOf(clock)}>
                    {clock.kind === "over"
                      ? (words.states[request.state as RequestState] ?? String(request.state))
                      : words.clock(clock)}
                  </StateBadge>
                </li>
              );
            })}
          </ul>
          {entering && (
            <NewRequest
              person={{ id, display }}
              onClose={() => setEntering(false)}
              onDone={() => void client.invalidateQueries({ queryKey: ["privacy", slug, "requests"] })}
            />
          )}
        </>
      )}
    </Card>
  );
}
