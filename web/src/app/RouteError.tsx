import type { ErrorComponentProps } from "@tanstack/react-router";
import { ErrorState } from "~/components/ErrorState";

export const RouteError = ({ error }: ErrorComponentProps) => (
  <ErrorState error={error} onRetry={() => window.location.reload()} />
);
