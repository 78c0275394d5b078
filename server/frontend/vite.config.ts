import { defineConfig } from "vitest/config";
import { iconSprite } from "./build/icon-sprite.ts";

// Fixed names: templates refer to them, and the gallery adds a content hash to their addresses itself.
const fixedName = (asset: { names?: string[] }): string => (asset.names?.[0]?.endsWith(".css") ? "gallery.css" : "[name][extname]");

export default defineConfig({
  publicDir: "public",
  plugins: [iconSprite()],
  build: {
    outDir: "../src/gallery/site/static/dist",
    emptyOutDir: true,
    assetsInlineLimit: 0, // the content security policy allows no data: addresses
    cssCodeSplit: false,
    modulePreload: false,
    target: "es2022",
    rolldownOptions: {
      input: "src/main.ts",
      output: { entryFileNames: "gallery.js", assetFileNames: fixedName, codeSplitting: false },
    },
  },
  css: {
    preprocessorOptions: {
      // Bootstrap 5.3 still uses @import; its warnings are not ours to mend.
      scss: { quietDeps: true, silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"] },
    },
  },
  test: { environment: "happy-dom", include: ["tests/**/*.test.ts"] },
});
