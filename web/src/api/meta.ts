import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { answer, http, type Schemas } from "./client";

export type Meta = Schemas["Meta"];
export type Entity = Schemas["Entity"];
export type Field = Schemas["Field"];
export type FieldType = Schemas["FieldType"];

export const metaQuery = (slug: string) =>
  queryOptions({
    queryKey: ["meta", slug],
    queryFn: () => answer(http.GET("/api/v1/meta")),
    staleTime: 5 * 60_000,
  });

export const useSlug = () => useParams({ from: "/w/$slug" }).slug;

export function useMeta(): Meta {
  return useSuspenseQuery(metaQuery(useSlug())).data;
}

export const entityByPlural = (meta: Meta, plural: string) => meta.entities.find((entity) => entity.plural === plural);

export const entityByName = (meta: Meta, name: string) => meta.entities.find((entity) => entity.name === name);

/** Server answers name an entity by name or by plural, depending on the route; both are accepted. */
export const findEntity = (meta: Meta, either: string) => entityByName(meta, either) ?? entityByPlural(meta, either);

export const fieldOf = (entity: Entity, name: string) => entity.fields.find((field) => field.name === name);

export const operatorsOf = (meta: Meta, type: FieldType) =>
  meta.field_types.find((known) => known.name === type)?.operators ?? [];

/** The fields of `from` that point to `to`. */
export const linksTo = (from: Entity, to: Entity) =>
  from.fields.filter((field) => (field.type === "link" || field.type === "links") && field.to === to.name);

/** A filter for the records whose link `field` holds `id`. */
export function linkFilter(meta: Meta, field: Field, id: string) {
  const operators = operatorsOf(meta, field.type);
  return { field: field.name, op: operators.includes("eq") ? ("eq" as const) : ("contains" as const), value: id };
}

/** The links of a list that must be expanded to show names instead of ids. */
export function expansionOf(entity: Entity, names: readonly string[]): string | undefined {
  const links = names.filter((name) => ["link", "links"].includes(fieldOf(entity, name)?.type ?? ""));
  return links.length ? links.join(",") : undefined;
}
