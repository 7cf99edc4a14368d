// Resumable uploads, tus 1.0 (https://tus.io/protocols/resumable-upload).
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { asProblem, identityHeaders } from "./client";
import { unreachable } from "./problem";

const chunkBytes = 4 * 1024 * 1024;
const attempts = 6;
const version = { "Tus-Resumable": "1.0.0" };

export interface UploadOptions {
  /** Bytes that the server has. */
  onProgress?: (sent: number) => void;
  signal?: AbortSignal;
}

/** Sends the file, resumes where an earlier try stopped, and answers the upload's id. */
export async function upload(file: File, { onProgress, signal }: UploadOptions = {}): Promise<string> {
  const memory = `probity.upload.${file.name}.${file.size}.${file.lastModified}`;
  let address = localStorage.getItem(memory);
  let offset = address ? await offsetOf(address) : undefined;
  if (!address || offset === undefined) {
    address = await create(file, signal);
    offset = 0;
    localStorage.setItem(memory, address);
  }
  let failures = 0;
  while (offset < file.size) {
    onProgress?.(offset);
    try {
      offset = await append(address, file.slice(offset, offset + chunkBytes), offset, signal);
      failures = 0;
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof TypeError) || ++failures === attempts) {
        throw error instanceof TypeError
          ? unreachable(
              i18n._(
                msg`The connection broke while the file was sent. Choose the file again to go on where it stopped.`,
              ),
            )
          : error;
      }
      await new Promise((wake) => setTimeout(wake, 300 * 2 ** failures));
      offset = (await offsetOf(address)) ?? offset;
    }
  }
  onProgress?.(file.size);
  localStorage.removeItem(memory);
  return address.replace(/\/$/, "").split("/").pop() ?? "";
}

async function create(file: File, signal?: AbortSignal): Promise<string> {
  const name = btoa(String.fromCharCode(...new TextEncoder().encode(file.name)));
  const response = await fetch("/api/v1/uploads", {
    method: "POST",
    headers: {
      ...identityHeaders("POST"),
      ...version,
      "Upload-Length": String(file.size),
      "Upload-Metadata": `filename ${name}`,
    },
    signal: signal ?? null,
  });
  const location = response.headers.get("Location");
  if (!response.ok || !location) throw asProblem(await response.json().catch(() => null), response.status);
  return new URL(location, window.location.origin).pathname;
}

/** How many bytes the server has; undefined when it does not know the upload (or cannot be asked). */
async function offsetOf(address: string): Promise<number | undefined> {
  try {
    const response = await fetch(address, { method: "HEAD", headers: { ...identityHeaders(), ...version } });
    return response.ok ? Number(response.headers.get("Upload-Offset")) : undefined;
  } catch {
    return undefined;
  }
}

async function append(address: string, bytes: Blob, offset: number, signal?: AbortSignal): Promise<number> {
  const response = await fetch(address, {
    method: "PATCH",
    headers: {
      ...identityHeaders("PATCH"),
      ...version,
      "Content-Type": "application/offset+octet-stream",
      "Upload-Offset": String(offset),
    },
    body: bytes,
    signal: signal ?? null,
  });
  if (!response.ok) throw asProblem(await response.json().catch(() => null), response.status);
  return Number(response.headers.get("Upload-Offset"));
}
