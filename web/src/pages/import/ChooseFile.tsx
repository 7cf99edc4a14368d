import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, NativeSelect, Progress, Text } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconFileImport } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type DragEvent, useRef, useState } from "react";
import { createImport, type ImportFormat, importQuery } from "~/api/imports";
import { useMeta, useSlug } from "~/api/meta";
import { upload } from "~/api/uploads";
import { firstPage, navigation } from "~/app/navigation";
import styles from "./Import.module.css";

const formats: Record<string, ImportFormat> = { vcf: "vcard", vcard: "vcard", ics: "icalendar", ical: "icalendar" };

/** Anything that is not a card or a calendar is read as a table; the server finds out which dialect. */
export const formatOf = (name: string): ImportFormat => formats[name.split(".").pop()?.toLowerCase() ?? ""] ?? "csv";

/** First step: which file, and what its rows are. */
export function ChooseFile() {
  const { t } = useLingui();
  const slug = useSlug();
  const meta = useMeta();
  const client = useQueryClient();
  const navigate = useNavigate();
  const search = useSearch({ from: "/w/$slug/import" });
  const input = useRef<HTMLInputElement>(null);
  const { records, activities } = navigation(meta);
  const [entity, setEntity] = useState(search.entity ?? firstPage(meta));
  const [sending, setSending] = useState<{ name: string; percent: number }>();
  const [over, setOver] = useState(false);
  const [error, setError] = useState<Error>();
  const abort = useRef<AbortController>(null);
  useDocumentTitle(t`Import · Probity`);

  const send = async (file: File | undefined) => {
    if (!file || sending) return;
    setError(undefined);
    setSending({ name: file.name, percent: 0 });
    abort.current = new AbortController();
    try {
      const id = await upload(file, {
        signal: abort.current.signal,
        onProgress: (bytes) =>
          setSending({ name: file.name, percent: Math.round((bytes / Math.max(1, file.size)) * 100) }),
      });
      const made = await createImport(entity, id, formatOf(file.name));
      client.setQueryData(importQuery(slug, made.id).queryKey, made);
      await navigate({ to: "/w/$slug/import/$id", params: { slug, id: made.id } });
    } catch (failed) {
      if (!abort.current.signal.aborted) setError(failed as Error);
    } finally {
      setSending(undefined);
      if (input.current) input.current.value = "";
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void send(event.dataTransfer.files[0]);
  };

  return (
    <div className={styles.page}>
      <h1 className={styles.title}>
        <Trans>Import</Trans>
      </h1>
      <p className={styles.intro}>
        <Trans>
          Bring a CSV file, a vCard or an iCalendar. Nothing is stored before you have seen how it will look, and a
          whole import can be undone.
        </Trans>
      </p>
      {error && (
        <Alert color="red" variant="light" role="alert" mb="md">
          {error.message}
        </Alert>
      )}
      <NativeSelect
        className={styles.entity}
        label={t`The rows of the file are`}
        data={[...records, ...activities].map(({ plural, label }) => ({ value: plural, label: label.many }))}
        value={entity}
        disabled={Boolean(sending)}
        onChange={(event) => setEntity(event.currentTarget.value)}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button does the same */}
      <div
        className={styles.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <IconFileImport size={30} stroke={1.4} aria-hidden />
        {sending ? (
          <div className={styles.sending} role="status">
            <Text size="sm">{t`Sending ${sending.name}: ${sending.percent} %`}</Text>
            <Progress value={sending.percent} aria-label={t`Upload`} />
            <Button variant="subtle" color="gray" onClick={() => abort.current?.abort()}>
              <Trans>Cancel</Trans>
            </Button>
          </div>
        ) : (
          <>
            <p>
              <Trans>Drop a file here, or</Trans>
            </p>
            <Button onClick={() => input.current?.click()}>
              <Trans>Choose a file</Trans>
            </Button>
          </>
        )}
        <input
          ref={input}
          type="file"
          hidden
          aria-label={t`File`}
          accept=".csv,.tsv,.txt,.vcf,.vcard,.ics,.ical,text/csv,text/vcard,text/calendar"
          onChange={(event) => void send(event.currentTarget.files?.[0])}
        />
      </div>
    </div>
  );
}
