import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, Select, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { beginErasure, type Ground, previewQuery } from "~/api/erasures";
import { useSlug } from "~/api/meta";
import { ErrorState } from "~/components/ErrorState";
import { notifyError } from "~/components/notify";
import { usePhone } from "~/components/usePhone";
import { Waiting } from "~/components/Waiting";
import { Foreseen } from "./Foreseen";
import { Progress } from "./Progress";
import { useErasureWords } from "./words";

interface Props {
  plural: string;
  id: string;
  /** What has to be typed before anything happens. */
  name: string;
  /** How it is begun, where a request asked for it; else by itself, on a ground that is chosen here. */
  begin?: () => Promise<{ id: string }>;
  onClose: (erased: boolean) => void;
}

/** First what would happen, in words; then the name typed by hand; then both stages of it as they are reached. */
export function EraseDialog({ plural, id, name, begin, onClose }: Props) {
  const { t } = useLingui();
  const slug = useSlug();
  const client = useQueryClient();
  const phone = usePhone();
  const words = useErasureWords();
  const [erasure, setErasure] = useState<string>();
  const query = useQuery({ ...previewQuery(slug, plural, id), enabled: erasure === undefined });
  const [typed, setTyped] = useState("");
  const [ground, setGround] = useState<Ground>("request");
  const [busy, setBusy] = useState(false);
  const ready = query.isSuccess && !query.data.held && typed.trim().toLowerCase() === name.trim().toLowerCase();

  const erase = async () => {
    setBusy(true);
    try {
      const begun = await (begin ? begin() : beginErasure(plural, id, ground));
      setErasure(begun.id);
      void client.invalidateQueries({ queryKey: ["list", slug] });
    } catch (error) {
      notifyError(error, t`Nothing was erased`);
    } finally {
      setBusy(false);
    }
  };
  const close = () => onClose(erasure !== undefined);

  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      fullScreen={phone}
      title={erasure === undefined ? t`Erase ${name}` : t`Erasure`}
      closeButtonProps={{ "aria-label": t`Close` }}
    >
      {erasure !== undefined && <Progress id={erasure} />}
      {erasure === undefined && query.isPending && <Waiting lines={10} />}
      {erasure === undefined && query.isError && (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      )}
      {erasure === undefined && query.data && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (ready && !busy) void erase();
          }}
        >
          <Foreseen plural={plural} id={id} preview={query.data} />
          {!query.data.held && (
            <div style={{ display: "grid", gap: 12, marginTop: 18 }}>
              {!begin && (
                <Select
                  label={t`Why`}
                  allowDeselect={false}
                  value={ground}
                  onChange={(value) => value && setGround(value as Ground)}
                  data={["request", "staff", "minor"].map((value) => ({ value, label: words.grounds[value] ?? value }))}
                />
              )}
              <TextInput
                label={t`Type "${name}" to erase them for good`}
                description={t`It cannot be undone, not by a backup either.`}
                autoComplete="off"
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
              />
            </div>
          )}
          <Group justify="flex-end" mt="lg" gap="xs">
            <Button variant="default" onClick={close}>
              <Trans>Cancel</Trans>
            </Button>
            {!query.data.held && (
              <Button type="submit" color="red" disabled={!ready} loading={busy}>
                <Trans>Erase for good</Trans>
              </Button>
            )}
          </Group>
        </form>
      )}
      {erasure !== undefined && (
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close}>
            <Trans>Close</Trans>
          </Button>
        </Group>
      )}
    </Modal>
  );
}
