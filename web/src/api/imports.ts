import { queryOptions } from "@tanstack/react-query";
import { answer, http, type Schemas } from "./client";
import { download } from "./download";

export type Import = Schemas["Import"];
export type ImportFormat = Import["format"];
export type Mapping = { name: string; field: string | null }[];
/** How the cells of one column are written: "day/month/year", "1.234,56" … */
export type ColumnFormat = NonNullable<Import["columns"][number]["format"]>;

export const ended = (state: Import["state"]) => state === "done" || state === "failed" || state === "cancelled";

export const importQuery = (slug: string, id: string) =>
  queryOptions({
    queryKey: ["import", slug, id],
    queryFn: () => answer(http.GET("/api/v1/imports/{id}", { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.state === "running" ? 700 : false),
  });

export const previewQuery = (slug: string, id: string, mapping: unknown) =>
  queryOptions({
    queryKey: ["import", slug, id, "preview", mapping],
    queryFn: async () => (await answer(http.GET("/api/v1/imports/{id}/preview", { params: { path: { id } } }))).rows,
    staleTime: 0,
  });

export const createImport = (entity: string, upload: string, format?: ImportFormat) =>
  answer(http.POST("/api/v1/imports", { body: { entity, upload, ...(format ? { format } : {}) } }));

export const updateImport = (
  id: string,
  body: {
    columns?: Mapping | { name: string; format: ColumnFormat }[];
    mode?: Import["mode"];
    key?: string | null;
    unmapped?: Import["unmapped"];
  },
) => answer(http.PATCH("/api/v1/imports/{id}", { params: { path: { id } }, body }));

export const startImport = (id: string) =>
  answer(http.POST("/api/v1/imports/{id}/start", { params: { path: { id } } }));

export const cancelImport = (id: string) => answer(http.DELETE("/api/v1/imports/{id}", { params: { path: { id } } }));

export const undoImport = (id: string) => answer(http.POST("/api/v1/imports/{id}/undo", { params: { path: { id } } }));

/** The rows that failed, each with its reason. */
export const downloadFailedRows = (id: string) => download(`/api/v1/imports/${id}/failed_rows`, "failed-rows.csv");
