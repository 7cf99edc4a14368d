import { useState } from "react";
import type { RecordInput } from "~/api/records";
import { isEmpty } from "~/fields";

const kept = new Map<string, RecordInput>();

/**
 * The values of a form, kept while the page is open, so that a dialog closed by mistake opens
 * again with what was typed. Memory only: drafts hold personal data, which storage would outlive.
 */
export function useDraft(name: string, initial: RecordInput) {
  const [values, setValues] = useState<RecordInput>(() => ({ ...kept.get(name), ...initial }));
  const [restored, setRestored] = useState(kept.has(name));
  return {
    values,
    restored,
    set: (field: string, value: unknown) =>
      setValues((before) => {
        const after = { ...before, [field]: value };
        if (Object.values(after).some((one) => !isEmpty(one))) kept.set(name, after);
        return after;
      }),
    forget: () => kept.delete(name),
    reset: () => {
      kept.delete(name);
      setValues(initial);
      setRestored(false);
    },
  };
}
