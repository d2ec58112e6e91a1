// The fonts of the system: no file of a font is loaded from anywhere.
export { default } from "vitepress/theme-without-fonts";
