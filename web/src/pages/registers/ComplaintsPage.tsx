import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconMessageReport } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useSlug } from "~/api/meta";
import type { RecordData } from "~/api/records";
import { queueQuery, type RequestState } from "~/api/requests";
import styles from "~/pages/privacy/Privacy.module.css";
import { StateBadge } from "~/pages/privacy/StateBadge";
import { clockOf, standingOf } from "~/pages/requests/clock";
import { NewRequest } from "~/pages/requests/NewRequest";
import { useRequestWords } from "~/pages/requests/words";
import { longDay } from "~/pages/retention/words";
import { Register } from "./Register";

const complaints = { field: "kind", op: "eq" as const, value: "complaint" };

/** Who complained about the use of their data, where the complaint is, and how it ended. */
export function ComplaintsPage() {
  const { t } = useLingui();
  const slug = useSlug();
  const client = useQueryClient();
  const query = useInfiniteQuery(queueQuery(slug, { filter: complaints, sort: "-received_at" }));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const [entering, setEntering] = useState(false);
  return (
    <Register
      title={t`Complaints`}
      enter={t`Enter a complaint`}
      onEnter={() => setEntering(true)}
      query={query}
      items={items}
      intro={
        <Trans>
          Complaints about the use of people's data. Each is answered like a request, by the same clock; this register
          also says who it is with: you, an authority, or an arbiter.
        </Trans>
      }
      nothing={{
        icon: <IconMessageReport size={28} stroke={1.5} aria-hidden />,
        title: t`Nobody complained`,
        hint: t`Complaints come by the public form, or are entered here.`,
      }}
      line={(complaint) => <Line key={complaint.id} complaint={complaint} />}
    >
      {query.hasNextPage && (
        <Button variant="default" mt="sm" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          <Trans>Show more</Trans>
        </Button>
      )}
      {entering && (
        <NewRequest
          kind="complaint"
          onClose={() => setEntering(false)}
          onDone={() => void client.invalidateQueries({ queryKey: ["privacy", slug, "requests"] })}
        />
      )}
    </Register>
  );
}

function Line({ complaint }: { complaint: RecordData }) {
  const { t } = useLingui();
  const slug = useSlug();
  const words = useRequestWords();
  const clock = clockOf(complaint);
  const routes: Record<string, string> = {
    us: t`With us`,
    authority: t`With the authority`,
    arbitration: t`In arbitration`,
  };
  return (
    <li className={styles.entry}>
      <div>
        <p>
          <Link to="/w/$slug/privacy/requests/$id" params={{ slug, id: complaint.id }}>
            {String(complaint.name || complaint.email || t`Somebody not named`)}
          </Link>
        </p>
        <p className={styles.note}>{t`Received ${longDay(String(complaint.received_at))}`}</p>
      </div>
      <div>
        <StateBadge standing={standingOf(clock)}>
          {clock.kind === "over"
            ? (words.states[complaint.state as RequestState] ?? String(complaint.state))
            : words.clock(clock)}
        </StateBadge>
        {complaint.ended_at != null && <p className={styles.note}>{longDay(String(complaint.ended_at))}</p>}
      </div>
      <div>
        <p>{routes[String(complaint.route ?? "us")] ?? String(complaint.route)}</p>
        {complaint.overseer != null && <p className={styles.note}>{String(complaint.overseer)}</p>}
      </div>
    </li>
  );
}
