import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, CopyButton, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSlug } from "~/api/meta";
import { noticeQuery } from "~/api/registers";
import { ErrorState } from "~/components/ErrorState";
import styles from "~/pages/privacy/Privacy.module.css";

type To = "authority" | "people";

/** Drafts of what has to be written, made of what is known; what is not known yet is said to follow. */
export function Notices({ id }: { id: string }) {
  const { t } = useLingui();
  const query = useQuery(noticeQuery(useSlug(), id));
  const [to, setTo] = useState<To>("authority");
  const notice = query.data;
  const missing = notice ? (to === "authority" ? notice.missing_for_authority : notice.missing_for_people) : [];
  return (
    <section className={styles.section} aria-label={t`Draft of the notice`}>
      <div className={styles.head}>
        <h2 className={styles.heading}>{t`Draft of the notice`}</h2>
        <SegmentedControl
          aria-label={t`To whom`}
          size="xs"
          value={to}
          onChange={(value) => setTo(value as To)}
          data={[
            { value: "authority", label: t`To the authority` },
            { value: "people", label: t`To the people` },
          ]}
        />
      </div>
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {notice && (
        <>
          {missing.length > 0 && (
            <Alert color="yellow" variant="light" title={t`Not filled in yet`}>
              {missing.join(", ")}. <Trans>Fill it in beside; what you do not know yet may follow later.</Trans>
            </Alert>
          )}
          <pre className={styles.letter}>{notice[to]}</pre>
          <CopyButton value={notice[to]}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? t`Copied` : t`Copy the text`}
              </Button>
            )}
          </CopyButton>
        </>
      )}
    </section>
  );
}
