import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Group, SegmentedControl, Select } from "@mantine/core";
import { IconExternalLink, IconInbox, IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useMeta, useSlug } from "~/api/meta";
import type { Filter, RecordData } from "~/api/records";
import { queueQuery, type RequestKind, type RequestState, requestKinds, toAnswer } from "~/api/requests";
import { EmptyState } from "~/components/EmptyState";
import { ErrorState } from "~/components/ErrorState";
import { Waiting } from "~/components/Waiting";
import { dateFormat } from "~/fields/locale";
import { memberName, useMembers } from "~/fields/members";
import styles from "~/pages/privacy/Privacy.module.css";
import { PrivacyPage } from "~/pages/privacy/PrivacyPage";
import { StateBadge } from "~/pages/privacy/StateBadge";
import { Bulk } from "./Bulk";
import { clockOf, lastDayOf, personOf, standingOf } from "./clock";
import { NewRequest } from "./NewRequest";
import own from "./Requests.module.css";
import { useRequestWords } from "./words";

type Shown = "open" | "overdue" | "waiting" | "ended" | "all";

function filterOf(shown: Shown, kind: string | null, assignee: string | null): Filter | undefined {
  const all: Filter[] = [];
  if (shown === "open") all.push(toAnswer);
  if (shown === "overdue") {
    all.push(toAnswer, { field: "due_at", op: "lt", value: new Date().toISOString().slice(0, 19).concat("Z") });
    all.push({ field: "awaits", op: "empty" });
  }
  if (shown === "waiting") all.push(toAnswer, { field: "awaits", op: "not_empty" });
  if (shown === "ended") all.push({ not: toAnswer });
  if (kind) all.push({ field: "kind", op: "eq", value: kind });
  if (assignee) all.push({ field: "assignee", op: "eq", value: assignee });
  return all.length ? { all } : undefined;
}

/** What people asked for, the most urgent first. */
export function RequestsPage() {
  const { t } = useLingui();
  const slug = useSlug();
  const client = useQueryClient();
  const words = useRequestWords();
  const members = useMembers();
  const [shown, setShown] = useState<Shown>("open");
  const [kind, setKind] = useState<string | null>(null);
  const [assignee, setAssignee] = useState<string | null>(null);
  const [entering, setEntering] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const filter = filterOf(shown, kind, assignee);
  const sort = shown === "ended" || shown === "all" ? "-received_at" : "due_at";
  const query = useInfiniteQuery(queueQuery(slug, { sort, ...(filter ? { filter } : {}) }));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const changed = () => {
    setChosen(new Set());
    void client.invalidateQueries({ queryKey: ["privacy", slug] });
  };
  const choose = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };

  return (
    <PrivacyPage
      title={t`Requests`}
      action={
        <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setEntering(true)}>
          <Trans>New request</Trans>
        </Button>
      }
    >
      <p className={styles.intro}>
        <Trans>
          What people ask for about their data. The law gives each an answer in time; the clock of the policy counts,
          and stands still while you wait for the person.
        </Trans>{" "}
        <a href={`/requests/of/${slug}`} target="_blank" rel="noreferrer">
          <Trans>See the public form</Trans> <IconExternalLink size={12} aria-hidden />
        </a>
      </p>
      <Group gap="xs" mb="sm">
        <SegmentedControl
          value={shown}
          onChange={(value) => {
            setShown(value as Shown);
            setChosen(new Set());
          }}
          aria-label={t`Which requests`}
          data={[
            { value: "open", label: t`To do` },
            { value: "overdue", label: t`Overdue` },
            { value: "waiting", label: t`Paused` },
            { value: "ended", label: t`Answered` },
            { value: "all", label: t`All` },
          ]}
        />
        <Select
          aria-label={t`Kind`}
          placeholder={t`Every kind`}
          clearable
          value={kind}
          onChange={setKind}
          data={requestKinds.map((value) => ({ value, label: words.kinds[value] }))}
        />
        <Select
          aria-label={t`Whose`}
          placeholder={t`Everybody's`}
          clearable
          value={assignee}
          onChange={setAssignee}
          data={members.map((member) => ({ value: member.id, label: memberName(member) }))}
        />
      </Group>
      {chosen.size > 0 && <Bulk ids={[...chosen]} onDone={changed} />}
      {query.isPending && <Waiting lines={8} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && (
        <EmptyState
          icon={<IconInbox size={28} stroke={1.5} aria-hidden />}
          title={shown === "open" && !kind && !assignee ? t`Nobody waits for an answer` : t`There is no such request`}
          hint={t`Requests come by the public form, or are entered here when somebody writes or calls.`}
        />
      )}
      {items.length > 0 && (
        <ul className={styles.list}>
          {items.map((request) => (
            <Line
              key={request.id}
              request={request}
              chosen={chosen.has(request.id)}
              onChoose={(on) => choose(request.id, on)}
            />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button variant="default" mt="sm" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          <Trans>Show more</Trans>
        </Button>
      )}
      {entering && <NewRequest onClose={() => setEntering(false)} onDone={changed} />}
    </PrivacyPage>
  );
}

interface LineProps {
  request: RecordData;
  chosen: boolean;
  onChoose: (on: boolean) => void;
}

function Line({ request, chosen, onChoose }: LineProps) {
  const { t } = useLingui();
  const slug = useSlug();
  const words = useRequestWords();
  const members = useMembers();
  const clock = clockOf(request);
  // The last day is one of the workspace's own calendar, wherever it is read.
  const { time_zone: timeZone } = useMeta().workspace;
  const day = (iso: unknown) => dateFormat({ dateStyle: "medium", timeZone }).format(Date.parse(String(iso)));
  const kind = words.kinds[request.kind as RequestKind] ?? String(request.kind);
  const who = String(request.name || personOf(request) || request.email || t`Somebody not named`);
  const assignee = members.find(({ id }) => id === request.assignee);
  const over = clock.kind === "over";
  return (
    <li className={own.line}>
      <Checkbox
        aria-label={t`Choose: ${kind}, ${who}`}
        checked={chosen}
        onChange={(event) => onChoose(event.currentTarget.checked)}
      />
      <div className={own.what}>
        <p>
          <Link to="/w/$slug/privacy/requests/$id" params={{ slug, id: request.id }}>
            {kind}
          </Link>
        </p>
        <p className={styles.note}>{who}</p>
      </div>
      <div>
        <StateBadge standing={standingOf(clock)}>
          {over ? (words.states[request.state as RequestState] ?? String(request.state)) : words.clock(clock)}
        </StateBadge>
        <p className={styles.note}>
          {over && request.ended_at
            ? t`Received ${day(request.received_at)}, ended ${day(request.ended_at)}`
            : t`Received ${day(request.received_at)}, due ${day(lastDayOf(request.due_at))}`}
        </p>
      </div>
      <div>
        <p>{assignee ? memberName(assignee) : <span className={styles.note}>{t`Nobody's yet`}</span>}</p>
        {!over && request.identity === "unproven" && <p className={styles.note}>{t`Identity not proven yet`}</p>}
      </div>
    </li>
  );
}
