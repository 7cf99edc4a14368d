import { useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { useEffect, useState } from "react";
import { delay } from "~/design/tokens";

/** Grey lines, but only when the wait is long enough to be noticed. */
export function Waiting({ lines = 5 }: { lines?: number }) {
  const { t } = useLingui();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), delay.skeleton);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <div role="status" aria-label={t`Loading`} style={{ padding: 16, display: "grid", gap: 12 }}>
      {Array.from({ length: lines }, (_, line) => `${92 - ((line * 17) % 45)}%`).map((width, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change
        <Skeleton key={line} height={12} width={width} radius="xs" />
      ))}
    </div>
  );
}
