import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: {
      // The language's own schema: what the editor completes is what the services take.
      "#language": fileURLToPath(new URL("../../../../pipeline-model/src/main/resources/io/gennaker/pipeline/gennaker-v1.schema.json", import.meta.url)),
    },
  },
  build: {
    // Where the Maven build takes static resources from; other resources are there too.
    outDir: "../../../target/classes/META-INF/resources",
    emptyOutDir: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
  },
  server: { host: "127.0.0.1", proxy: { "/api": "http://127.0.0.1:8080", "/login": "http://127.0.0.1:8080" } },
  // Patience for a busy machine.
  test: { environment: "jsdom", testTimeout: 60_000, setupFiles: "src/patience.ts", include: ["src/**/*.test.{ts,tsx}"] },
});
