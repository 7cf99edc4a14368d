// The audit log: its head, its signed checkpoints, and whether it is whole.
import { queryOptions } from "@tanstack/react-query";
import { answer, http, idempotencyKey, type Schemas } from "./client";

export type Audit = Schemas["Audit"];
export type Verification = Schemas["AuditVerification"];

const once = () => ({ params: { header: { "Idempotency-Key": idempotencyKey() } } });

export const auditQuery = (slug: string) =>
  queryOptions({ queryKey: ["privacy", slug, "audit"], queryFn: () => answer(http.GET("/api/v1/audit")) });

/** Recomputes the whole log; with a checkpoint that somebody kept, also against that. */
export const verifyAudit = (checkpoint?: string) =>
  answer(http.POST("/api/v1/audit/verify", { body: checkpoint ? { checkpoint } : {} }));

export const makeCheckpoint = () => answer(http.POST("/api/v1/audit/checkpoint", once()));

export const checkpointPath = (size: number) => `/api/v1/audit/checkpoints/${size}`;
