import { useMediaQuery } from "@mantine/hooks";
import { phoneWidth } from "~/design/tokens";

/** Whether there is room for one column only. Right from the first rendering on. */
export function usePhone(): boolean {
  const narrow = `(max-width: ${phoneWidth}px)`;
  return useMediaQuery(narrow, window.matchMedia(narrow).matches, { getInitialValueInEffect: false });
}
