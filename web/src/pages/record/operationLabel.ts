import { useLingui } from "@lingui/react/macro";

export function useOperationLabel() {
  const { t } = useLingui();
  return (operation: string): string => {
    const known: Record<string, string> = {
      create: t`created`,
      update: t`changed`,
      delete: t`deleted`,
      restore: t`restored`,
      merge: t`merged`,
      unmerge: t`took apart`,
      undo: t`undid`,
      convert: t`converted`,
    };
    return known[operation] ?? operation;
  };
}
