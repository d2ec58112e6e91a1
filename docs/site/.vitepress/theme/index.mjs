// The fonts of the system: no file of a font is loaded from anywhere.
import theme from "vitepress/theme-without-fonts";
import "./style.css";

export default theme;
