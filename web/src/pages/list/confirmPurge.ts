import { t } from "@lingui/core/macro";
import type { RecordData } from "~/api/records";
import { confirm } from "~/components/Confirm";

export const confirmPurge = (record: RecordData, onYes: (record: RecordData) => void) =>
  confirm({
    title: t`Delete ${record.display} for good?`,
    body: t`It cannot be restored afterwards.`,
    action: t`Delete for good`,
    onYes: () => onYes(record),
  });
