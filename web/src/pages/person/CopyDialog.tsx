import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, CopyButton, Group, Modal, Radio, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { copyQuery, type StartedCopy, startCopy } from "~/api/copies";
import { notifyError } from "~/components/notify";
import { dateFormat } from "~/fields/locale";
import styles from "./Person.module.css";
import type { PersonProps } from "./PersonPage";

/** Makes a copy of everything held about a person, and tells link and password this one time. */
export function CopyDialog({ person: { slug, entity, id }, onClose }: { person: PersonProps; onClose: () => void }) {
  const { t } = useLingui();
  const [kind, setKind] = useState<"access" | "portability">("access");
  const [copy, setCopy] = useState<StartedCopy>();
  const [busy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    try {
      setCopy(await startCopy(entity.plural, id, kind));
    } catch (error) {
      notifyError(error, t`No copy was made`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`Copy for this person`}
      closeOnClickOutside={!copy}
      closeButtonProps={{ "aria-label": t`Close` }}
    >
      {copy ? (
        <Told slug={slug} copy={copy} />
      ) : (
        <div className={styles.form}>
          <p className={styles.note}>
            <Trans>
              A ZIP file with everything that is recorded about them: to read, and for programs, with files, purposes,
              recipients and how long it is kept. What concerns others is left out or masked. It is encrypted, and can
              be fetched once.
            </Trans>
          </p>
          <Radio.Group value={kind} onChange={(value) => setKind(value as typeof kind)} label={t`What they asked for`}>
            <div className={styles.form}>
              <Radio value="access" label={t`Everything held about them`} />
              <Radio value="portability" label={t`What they gave, to take elsewhere`} />
            </div>
          </Radio.Group>
        </div>
      )}
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={onClose}>
          {copy ? <Trans>I have kept both</Trans> : <Trans>Cancel</Trans>}
        </Button>
        {!copy && (
          <Button loading={busy} onClick={() => void make()}>
            <Trans>Make the copy</Trans>
          </Button>
        )}
      </Group>
    </Modal>
  );
}

function Told({ slug, copy }: { slug: string; copy: StartedCopy }) {
  const { t } = useLingui();
  const state = useQuery(copyQuery(slug, copy.id)).data?.state;
  const until = dateFormat({ dateStyle: "long" }).format(Date.parse(copy.expires_at));
  const words: Record<string, string> = {
    making: t`It is being made. You may close this; the link works when it is done.`,
    ready: t`It is ready to be fetched.`,
    fetching: t`It is being fetched.`,
    fetched: t`It was fetched.`,
    expired: t`It was not fetched in time and is gone.`,
    failed: t`It could not be made. Try again.`,
  };
  return (
    <div className={styles.form}>
      <Alert color="yellow" variant="light" title={t`Shown this once`}>
        <Trans>
          Nobody can look up link or password later. Send them to the person by two different ways, such as the link by
          email and the password by phone.
        </Trans>
      </Alert>
      <Secret label={t`Link`} value={copy.url} />
      <Secret label={t`Password`} value={copy.password} />
      <p className={styles.note} aria-live="polite">
        {words[String(state ?? "making")]} {t`The link works once, until ${until}.`}
      </p>
    </div>
  );
}

function Secret({ label, value }: { label: string; value: string }) {
  const { t } = useLingui();
  return (
    <Group align="flex-end" gap="xs" wrap="nowrap">
      <TextInput label={label} value={value} readOnly flex={1} onFocus={(event) => event.currentTarget.select()} />
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy} aria-label={copied ? t`Copied: ${label}` : t`Copy: ${label}`}>
            {copied ? t`Copied` : t`Copy`}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
