import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";
import { iconNames } from "./icon-names.ts";

const folder = join(dirname(createRequire(import.meta.url).resolve("bootstrap-icons/package.json")), "icons");

/** One icon of the set as a symbol that `<use>` can refer to. */
export function symbolOf(name: string, svg: string): string {
  const inner = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg)?.[1];
  const box = /viewBox="([^"]+)"/.exec(svg)?.[1];
  if (inner === undefined || box === undefined) throw new Error(`The icon ${name} is no SVG that we understand.`);
  return `<symbol id="${name}" viewBox="${box}">${inner.trim()}</symbol>`;
}

/** Writes `icons.svg` with exactly the icons that the templates use. */
export function iconSprite(): Plugin {
  return {
    name: "icon-sprite",
    apply: "build",
    generateBundle() {
      const symbols = iconNames.map((name) => symbolOf(name, readFileSync(join(folder, `${name}.svg`), "utf8")));
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
      this.emitFile({ type: "asset", fileName: "icons.svg", source });
    },
  };
}
