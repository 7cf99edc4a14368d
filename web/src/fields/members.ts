import { useQuery } from "@tanstack/react-query";
import { useSlug } from "~/api/meta";
import { type RecordData, someQuery } from "~/api/records";

const none: RecordData[] = [];

/** The people who work in this workspace. */
export function useMembers(): RecordData[] {
  return useQuery({ ...someQuery(useSlug(), "members", {}, 200), staleTime: 5 * 60_000 }).data?.items ?? none;
}

export const memberName = (member: RecordData): string => String(member.name ?? member.display);
