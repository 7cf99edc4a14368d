import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Progress, Stack } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { cancelImport, type Import, importQuery } from "~/api/imports";
import { useSlug } from "~/api/meta";
import { notifyError } from "~/components/notify";
import { numberFormat } from "~/fields/locale";
import styles from "./Import.module.css";

export function Running({ data }: { data: Import }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const slug = useSlug();
  const { done, total } = data.progress;
  const format = numberFormat();
  const cancel = async () => {
    await cancelImport(data.id).catch(notifyError);
    void client.invalidateQueries({ queryKey: importQuery(slug, data.id).queryKey });
  };
  return (
    <Stack gap="sm" className={styles.card}>
      <p role="status" className={styles.lead}>
        {total > 0 ? t`${format.format(done)} of ${format.format(total)} rows` : t`${format.format(done)} rows`}
      </p>
      <Progress value={(done / Math.max(1, total)) * 100} aria-label={t`Progress`} animated />
      <p className={styles.intro}>
        <Trans>You can leave this page; the import goes on and its progress stays in the corner.</Trans>
      </p>
      <Button variant="default" className={styles.start} onClick={() => void cancel()}>
        <Trans>Cancel the import</Trans>
      </Button>
    </Stack>
  );
}
