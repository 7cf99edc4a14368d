import "~/pages/privacy/catalogue";
import { useLingui } from "@lingui/react/macro";
import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { type Entity, entityByPlural, useMeta, useSlug } from "~/api/meta";
import { personQuery } from "~/api/people";
import { isProblem } from "~/api/problem";
import { useAdministrator } from "~/api/session";
import { EmptyState } from "~/components/EmptyState";
import { EntityIcon } from "~/components/EntityIcon";
import { ErrorState } from "~/components/ErrorState";
import { RecordTabs } from "~/components/RecordTabs";
import { Waiting } from "~/components/Waiting";
import record from "~/pages/record/RecordPage.module.css";
import { Consents } from "./Consents";
import { Holds } from "./Holds";
import { KeptUntil } from "./KeptUntil";
import styles from "./Person.module.css";
import { Recipients } from "./Recipients";
import { Restrictions } from "./Restrictions";
import { Standing } from "./Standing";
import { Uses } from "./Uses";
import { Vendors } from "./Vendors";

export interface PersonProps {
  slug: string;
  entity: Entity;
  id: string;
}

/** Everything about the use of one person's data: what may be done with it, what they said, who got it. */
export function PersonPage() {
  const { t } = useLingui();
  const slug = useSlug();
  const { plural, id } = useParams({ from: "/w/$slug/$plural/$id/privacy" });
  const entity = entityByPlural(useMeta(), plural);
  if (entity?.subject !== "self") return <EmptyState title={t`These records are not about one person.`} />;
  return <Person key={id} slug={slug} entity={entity} id={id} />;
}

function Person(person: PersonProps) {
  const { t } = useLingui();
  const { slug, entity, id } = person;
  const query = useQuery(personQuery(slug, entity.plural, id));
  const display = query.data?.display ?? entity.label.one;
  useDocumentTitle(t`Privacy of ${display} · Probity`);
  return (
    <div className={record.page}>
      <header className={record.head}>
        <Link to="/w/$slug/$plural" params={{ slug, plural: entity.plural }} search={{}} className={record.crumb}>
          <EntityIcon name={entity.icon} />
          {entity.label.many}
        </Link>
        <h1 className={record.title}>{display}</h1>
        <RecordTabs entity={entity} id={id} />
      </header>
      {query.isPending && <Waiting lines={8} />}
      {query.isError && <NotSeen error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && <Facts {...person} />}
    </div>
  );
}

/** Once for the whole page: each panel could only say the same. */
function NotSeen({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useLingui();
  const administrator = useAdministrator();
  if (!isProblem(error, "not_found")) return <ErrorState error={error} onRetry={retry} />;
  return (
    <EmptyState
      title={t`This person is not seen here`}
      hint={
        administrator
          ? t`There is no such record. It may have been deleted for good, or erased; then its certificate is on the page Erasures.`
          : t`There is no such record, or this person's data may be used for nothing at present, because they are restricted or too young. An administrator sees which.`
      }
    />
  );
}

function Facts(person: PersonProps) {
  const administrator = useAdministrator();
  return (
    <>
      {administrator && <Standing {...person} />}
      <div className={styles.cards}>
        <Consents {...person} />
        <Recipients {...person} />
        <KeptUntil {...person} />
        {administrator && (
          <>
            <Holds {...person} />
            <Restrictions {...person} />
            <Uses {...person} />
          </>
        )}
        <Vendors {...person} />
      </div>
    </>
  );
}
