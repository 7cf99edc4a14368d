import { queryOptions } from "@tanstack/react-query";
import { answer, http, idempotencyKey } from "./client";

const at = (id: string) => ({ params: { path: { id }, header: { "Idempotency-Key": idempotencyKey() } } });

/** One message with what it says. */
export const messageQuery = (slug: string, id: string) =>
  queryOptions({
    queryKey: ["record", slug, "messages", id, "text"],
    queryFn: () => answer(http.GET("/api/v1/messages/{id}", { params: { path: { id } } })),
  });

export const retryMessage = (id: string) => answer(http.POST("/api/v1/messages/{id}/retry", at(id)));

export const discardMessage = (id: string) => answer(http.POST("/api/v1/messages/{id}/discard", at(id)));

export const sendTestMessage = () =>
  answer(http.POST("/api/v1/messages/test", { params: { header: { "Idempotency-Key": idempotencyKey() } } }));
