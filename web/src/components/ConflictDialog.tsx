import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, Text } from "@mantine/core";
import { type Entity, fieldOf } from "~/api/meta";
import type { RecordData, RecordInput } from "~/api/records";
import styles from "./ConflictDialog.module.css";
import { FieldValue } from "./FieldValue";
import { create } from "./store";

export interface Conflict {
  entity: Entity;
  mine: RecordInput;
  theirs: RecordData;
  original: RecordInput | null;
  /** Writes mine over theirs. */
  onKeepMine: () => void;
  onKeepTheirs: () => void;
}

const conflict = create<Conflict | undefined>(undefined);

export const showConflict = (found: Conflict) => conflict.set(found);

/** Somebody else saved first: shows what was, what they wrote and what you wrote, and lets you choose. */
export function ConflictDialog() {
  const { t } = useLingui();
  const found = conflict.use();
  const choose = (action?: () => void) => {
    conflict.set(undefined);
    action?.();
  };
  if (!found) return null;
  return (
    <Modal
      opened
      onClose={() => choose(found.onKeepTheirs)}
      title={t`Somebody else changed this meanwhile`}
      size="lg"
      closeButtonProps={{ "aria-label": t`Close` }}
    >
      <Text size="sm" mb="sm">
        <Trans>
          {found.theirs.display} was saved by somebody else after you opened it. Nothing of yours is stored yet.
        </Trans>
      </Text>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Field</Trans>
            </th>
            <th scope="col">
              <Trans>Before</Trans>
            </th>
            <th scope="col">
              <Trans>Theirs</Trans>
            </th>
            <th scope="col">
              <Trans>Yours</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {Object.keys(found.mine).map((name) => {
            const field = fieldOf(found.entity, name);
            if (!field) return null;
            return (
              <tr key={name}>
                <th scope="row">{field.label}</th>
                {[found.original ?? {}, found.theirs, found.mine].map((version, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: three fixed columns
                  <td key={at}>
                    <FieldValue field={field} record={version} plain />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={() => choose(found.onKeepTheirs)} data-autofocus>
          <Trans>Keep theirs</Trans>
        </Button>
        <Button onClick={() => choose(found.onKeepMine)}>
          <Trans>Save mine over it</Trans>
        </Button>
      </Group>
    </Modal>
  );
}
