import { t } from "@lingui/core/macro";
import type { RecordData } from "~/api/records";
import { notifyWarning } from "./notify";

const messageOf = (warning: unknown): string | undefined => {
  if (!warning || typeof warning !== "object") return undefined;
  const { message, detail } = warning as { message?: unknown; detail?: unknown };
  const said = message ?? detail;
  return typeof said === "string" && said ? said : undefined;
};

/** What the server stored all the same, but thinks that one should know: a double booking, for one. */
export function showWarnings(stored: RecordData) {
  const warnings = Array.isArray(stored.warnings) ? stored.warnings : [];
  for (const message of new Set(warnings.flatMap((warning) => messageOf(warning) ?? []))) {
    notifyWarning(message, t`${stored.display} was saved`);
  }
}
