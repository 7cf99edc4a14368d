import { queryOptions } from "@tanstack/react-query";
import { answer, http } from "./client";
import type { Filter } from "./records";
import { patchRecord, someQuery } from "./records";

const plural = "notifications";
const mine = (member: string): Filter => ({ field: "user", op: "eq", value: member });
const unread: Filter = { field: "read_at", op: "empty" };

/** The newest of a member, with the records they are about. */
export const notificationsQuery = (slug: string, member: string) =>
  someQuery(slug, plural, { filter: { all: [mine(member)] }, expand: "record" }, 30);

export const unreadQuery = (slug: string, member: string) =>
  queryOptions({
    // Begins like the list, so that a change of either asks again.
    queryKey: ["list", slug, plural, "unread", member],
    queryFn: async ({ signal }) => {
      const filter = JSON.stringify({ all: [mine(member), unread] });
      const query = { filter, limit: 1, count: "exact" as const };
      const list = await answer(http.GET("/api/v1/{entity}", { params: { path: { entity: plural }, query }, signal }));
      return list.count ?? list.items.length;
    },
  });

export const markRead = (id: string) => patchRecord(plural, id, { read_at: new Date().toISOString() });
