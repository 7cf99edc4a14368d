import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { type Audit, type Verification, verifyAudit } from "~/api/audit";
import { useSlug } from "~/api/meta";
import { notifyError } from "~/components/notify";
import styles from "~/pages/privacy/Privacy.module.css";
import own from "./Audit.module.css";
import { Found } from "./AuditPage";

/** How somebody who does not trust this program finds out by themselves. */
export function Elsewhere({ audit }: { audit: Audit }) {
  const { t } = useLingui();
  const slug = useSlug();
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<Verification>();
  const verify = async () => {
    setBusy(true);
    try {
      setFound(await verifyAudit(note));
    } catch (error) {
      setFound(undefined);
      notifyError(error, t`The log was not verified`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className={styles.section} aria-label={t`Verify it elsewhere`}>
      <h2 className={styles.heading}>{t`Verify it elsewhere`}</h2>
      <p className={styles.intro}>
        <Trans>
          An auditor needs nothing of this program: a copy of the entries, the public key, the checkpoints they kept,
          and a page of Python that comes with the source.
        </Trans>
      </p>
      <ol className={own.steps}>
        <li>
          <Trans>Get the public key once, and keep it:</Trans>{" "}
          <a href="/.well-known/probity-audit-key" target="_blank" rel="noreferrer">
            /.well-known/probity-audit-key
          </a>
          <pre className={own.block}>{audit.key}</pre>
        </li>
        <li>
          <Trans>Write out the entries on the server:</Trans>
          <pre className={own.block}>{`probity audit export --workspace ${slug} leaves.jsonl`}</pre>
        </li>
        <li>
          <Trans>Hold them against every checkpoint you kept:</Trans>
          <pre className={own.block}>tools/verify-audit leaves.jsonl --key probity-audit-key --checkpoints FOLDER</pre>
        </li>
        <li>
          <Trans>Or prove a single entry, by its number, without handing out the others:</Trans>
          <pre className={own.block}>{`probity audit prove --workspace ${slug} --leaf 17 > proof.json`}</pre>
          <pre className={own.block}>tools/verify-audit proof.json --key probity-audit-key --checkpoints FOLDER</pre>
        </li>
      </ol>
      <h3 className={styles.heading}>{t`Against a checkpoint that you kept`}</h3>
      <Textarea
        label={t`Text of the checkpoint`}
        description={t`The file, as it was downloaded or mailed.`}
        autosize
        minRows={3}
        value={note}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Button variant="default" mt="sm" mb="sm" disabled={!note.trim()} loading={busy} onClick={() => void verify()}>
        <Trans>Verify against it</Trans>
      </Button>
      <div aria-live="polite">{found && <Found found={found} />}</div>
    </section>
  );
}
