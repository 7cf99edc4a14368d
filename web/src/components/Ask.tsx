import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Modal } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { notifyDone, notifyError } from "./notify";

interface Props {
  title: string;
  action: string;
  /** Whether everything needed was filled in. */
  ready?: boolean;
  dangerous?: boolean;
  act: () => Promise<unknown>;
  /** What is said once it is done; nothing where the page itself shows it. */
  done?: string;
  /** What is said where it failed, before the server's own words. */
  failed?: string;
  onClose: () => void;
  onDone?: () => void;
  children: ReactNode;
}

/** A few questions and one thing to do with the answers. Stays open, with what was typed, until it is done. */
export function Ask({ title, action, ready = true, dangerous, act, done, failed, onClose, onDone, children }: Props) {
  const { t } = useLingui();
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    try {
      await act();
      if (done) notifyDone(done);
      onDone?.();
      onClose();
    } catch (error) {
      notifyError(error, failed ?? t`Nothing was changed`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t`Close` }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) void go();
        }}
      >
        <div style={{ display: "grid", gap: 12 }}>{children}</div>
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" disabled={!ready} loading={busy} {...(dangerous ? { color: "red" } : {})}>
            {action}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
