import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Group, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { applyPolicy, type PolicyChoice, type PolicyPreview } from "~/api/privacy";
import { notifyDone, notifyError } from "~/components/notify";
import { usePhone } from "~/components/usePhone";
import { dateFormat } from "~/fields/locale";
import styles from "~/pages/privacy/Privacy.module.css";
import { ChangeList } from "./ChangeList";

interface Props {
  preview: PolicyPreview;
  choice: PolicyChoice;
  onClose: () => void;
  onApplied: () => void;
}

/** What would change, for whom and when; and the button that does it. */
export function Difference({ preview, choice, onClose, onApplied }: Props) {
  const { t } = useLingui();
  const phone = usePhone();
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const refused = preview.problems.filter(({ severity }) => severity === "refused");
  const warnings = preview.problems.filter(({ severity }) => severity === "warning");
  const date = dateFormat({ dateStyle: "long" }).format(Date.parse(preview.effective));

  const apply = async () => {
    setBusy(true);
    try {
      const { version, waits } = await applyPolicy({ ...choice, ...(note.trim() ? { note: note.trim() } : {}) });
      notifyDone(
        waits ? t`Version ${version.version} takes effect on ${date}.` : t`Version ${version.version} is in force.`,
      );
      onApplied();
    } catch (error) {
      notifyError(error, t`The policy was not applied`);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      fullScreen={phone}
      title={t`What would change`}
      closeButtonProps={{ "aria-label": t`Close` }}
    >
      {refused.length > 0 && (
        <Alert color="red" variant="light" title={t`This policy cannot be kept, so it cannot be applied`}>
          <Problems problems={refused} />
        </Alert>
      )}
      {preview.unchanged ? (
        <p className={styles.note}>{t`Nothing: this is what is in force.`}</p>
      ) : preview.changes.length === 0 ? (
        <p className={styles.note}>{t`Nothing that concerns people's data.`}</p>
      ) : (
        <ChangeList changes={preview.changes} />
      )}
      {warnings.length > 0 && (
        <Alert color="yellow" variant="light" mt="md" title={t`Worth mending`}>
          <Problems problems={warnings} />
        </Alert>
      )}
      {!preview.unchanged && refused.length === 0 && (
        <>
          <p className={styles.note}>
            {preview.waits
              ? t`People are told first (${preview.told} messages); it takes effect on ${date}.`
              : t`It takes effect at once; ${preview.told} people are told.`}
          </p>
          <TextInput
            label={t`Why (kept with the version)`}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        </>
      )}
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        {!preview.unchanged && refused.length === 0 && (
          <Button loading={busy} onClick={() => void apply()}>
            {preview.waits ? t`Tell people and apply on ${date}` : t`Apply`}
          </Button>
        )}
      </Group>
    </Modal>
  );
}

const Problems = ({ problems }: { problems: PolicyPreview["problems"] }) => (
  <ul>
    {problems.map(({ where, message }) => (
      <li key={`${where} ${message}`}>{message}</li>
    ))}
  </ul>
);
