// What is known about what may be done with one person's data.
import { queryOptions } from "@tanstack/react-query";
import { answer, forDuties, http, type Schemas } from "./client";

/** The person as whoever looks after their rights sees them. */
export const personQuery = (slug: string, entity: string, id: string) =>
  queryOptions({
    queryKey: key(slug, entity, id, "record"),
    queryFn: () => answer(http.GET("/api/v1/{entity}/{id}", seenBy(entity, id))),
  });

export type Vendors = Schemas["Vendors"];

const at = (entity: string, id: string) => ({ params: { path: { entity, id } } });
/** Also where the person's data is used for nothing else any more. */
const seenBy = (entity: string, id: string) => ({ params: { path: { entity, id }, header: forDuties() } });
const key = (slug: string, entity: string, id: string, what: string) => ["person", slug, entity, id, what];

export const recipientsQuery = (slug: string, entity: string, id: string) =>
  queryOptions({
    queryKey: key(slug, entity, id, "recipients"),
    queryFn: () => answer(http.GET("/api/v1/{entity}/{id}/recipients", seenBy(entity, id))),
  });

export const vendorsQuery = (slug: string, entity: string, id: string) =>
  queryOptions({
    queryKey: key(slug, entity, id, "vendors"),
    queryFn: () => answer(http.GET("/api/v1/{entity}/{id}/vendors", seenBy(entity, id))),
  });

export const refuseVendor = (entity: string, id: string, processor: string) =>
  answer(http.POST("/api/v1/{entity}/{id}/vendors", { ...at(entity, id), body: { processor } }));

export const allowVendor = (entity: string, id: string, processor: string) =>
  answer(http.DELETE("/api/v1/{entity}/{id}/vendors/{processor}", { params: { path: { entity, id, processor } } }));

export type Preferences = Schemas["Preferences"];
export type Choice = Schemas["Choice"];

export const preferencesQuery = (slug: string, entity: string, id: string) =>
  queryOptions({
    queryKey: key(slug, entity, id, "preferences"),
    queryFn: () => answer(http.GET("/api/v1/{entity}/{id}/preferences", seenBy(entity, id))),
  });

export const putPreferences = (entity: string, id: string, { purpose, channel, topic }: Choice, on: boolean) =>
  answer(
    http.PUT("/api/v1/{entity}/{id}/preferences", {
      ...at(entity, id),
      body: {
        changes: [{ purpose, ...(channel ? { channel } : {}), ...(topic ? { topic } : {}), on }],
        source: "web app",
        method: "staff",
      },
    }),
  );

export const whyQuery = (slug: string, entity: string, id: string, { purpose, channel, topic }: Choice) =>
  queryOptions({
    queryKey: [...key(slug, entity, id, "why"), purpose, channel, topic],
    queryFn: () =>
      answer(
        http.GET("/api/v1/{entity}/{id}/consents/why", {
          params: {
            path: { entity, id },
            header: forDuties(),
            query: { purpose, ...(channel ? { channel } : {}), ...(topic ? { topic } : {}) },
          },
        }),
      ),
  });

export const keptUntilQuery = (slug: string, entity: string, id: string) =>
  queryOptions({
    queryKey: key(slug, entity, id, "kept-until"),
    queryFn: () => answer(http.GET("/api/v1/{entity}/{id}/kept_until", seenBy(entity, id))),
  });

export const restrictionsQuery = (slug: string, entity: string, id: string) =>
  queryOptions({
    queryKey: key(slug, entity, id, "restrictions"),
    queryFn: () => answer(http.GET("/api/v1/{entity}/{id}/restrictions", at(entity, id))),
  });

export type RestrictionKind = "restriction" | "objection" | "minor" | "hold";
export type HoldKind = "legal" | "dispute";

interface Restriction {
  kind: RestrictionKind;
  reason: string;
  /** Of an objection. */
  purpose?: string;
  /** Of a hold: why, and the id of the member who looks after it. */
  hold_kind?: HoldKind;
  owner?: string;
  until?: string;
}

export const imposeRestriction = (entity: string, id: string, body: Restriction) =>
  answer(http.POST("/api/v1/{entity}/{id}/restrictions", { ...at(entity, id), body }));

export const liftRestriction = (entity: string, id: string, restriction: string, reason: string) =>
  answer(
    http.DELETE("/api/v1/{entity}/{id}/restrictions/{restriction}", {
      params: { path: { entity, id, restriction } },
      body: { reason },
    }),
  );

/** Per purpose and category, whether it is used and why not. */
export const usesQuery = (slug: string, entity: string, id: string) =>
  queryOptions({
    queryKey: key(slug, entity, id, "purposes"),
    queryFn: () => answer(http.GET("/api/v1/{entity}/{id}/purposes", at(entity, id))),
  });
