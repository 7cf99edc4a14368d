import { queryOptions } from "@tanstack/react-query";
import { answer, http, idempotencyKey, type Schemas } from "./client";

export type Run = Schemas["Promises"];
export type Finding = Run["promises"][number];
export type PrivacyHome = Schemas["PrivacyHome"];
export type Processor = Schemas["Processor"];

export const promisesQuery = (slug: string) =>
  queryOptions({ queryKey: ["promises", slug], queryFn: () => answer(http.GET("/api/v1/promises")) });

export const checkPromises = () => answer(http.POST("/api/v1/promises/check"));

export const privacyHomeQuery = (slug: string) =>
  queryOptions({ queryKey: ["privacy", slug, "home"], queryFn: () => answer(http.GET("/api/v1/privacy/home")) });

export const processorsQuery = (slug: string) =>
  queryOptions({ queryKey: ["privacy", slug, "processors"], queryFn: () => answer(http.GET("/api/v1/processors")) });

export type PolicyStanding = Schemas["PolicyStanding"];
export type PolicyPreview = Schemas["PolicyPreview"];
export type PolicyChange = Schemas["PolicyChange"];
export type PolicyChoice = Schemas["PolicyChoice"];
export type PolicyVersion = Schemas["PolicyVersion"];

export const policyQuery = (slug: string) =>
  queryOptions({ queryKey: ["privacy", slug, "policy"], queryFn: () => answer(http.GET("/api/v1/policy")) });

export const profilesQuery = (slug: string) =>
  queryOptions({
    queryKey: ["privacy", slug, "profiles"],
    queryFn: () => answer(http.GET("/api/v1/policy/profiles")),
    staleTime: 5 * 60_000,
  });

export const policyVersionsQuery = (slug: string) =>
  queryOptions({ queryKey: ["privacy", slug, "versions"], queryFn: () => answer(http.GET("/api/v1/policy/versions")) });

/** What applying a choice would change; nothing happens. */
export const tryPolicy = (body: PolicyChoice) => answer(http.POST("/api/v1/policy/diff", { body }));

export const applyPolicy = (body: PolicyChoice) =>
  answer(http.POST("/api/v1/policy/apply", { params: { header: { "Idempotency-Key": idempotencyKey() } }, body }));
