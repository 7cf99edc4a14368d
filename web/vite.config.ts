import { fileURLToPath } from "node:url";
import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.PROBITY_URL ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react({ babel: { plugins: ["@lingui/babel-plugin-lingui-macro"] } }), lingui()],
  resolve: { alias: { "~": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { proxy: { "/api": server } },
  build: {
    target: "es2022",
    // Small files stay files: a strict content security policy allows no data: URLs for fonts.
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  test: {
    environment: "jsdom",
    setupFiles: "src/testing.ts",
    maxWorkers: 2,
    testTimeout: 60_000,
    include: ["src/**/*.test.{ts,tsx}"],
  },
});
