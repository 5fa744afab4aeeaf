import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** The one accent: a calm sea blue. */
const sea: MantineColorsTuple = [
  "#eaf4fb", "#d3e6f4", "#a8cdea", "#79b2df", "#539bd3", "#2f83c4", "#1b6cab", "#145a91", "#0f4a78", "#0b3a60",
];

export const theme = createTheme({
  primaryColor: "sea",
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  colors: { sea },
  fontFamily: "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, 'DejaVu Sans Mono', 'Liberation Mono', monospace",
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  headings: { fontWeight: "600", sizes: { h1: { fontSize: "1.25rem", lineHeight: "1.75rem" }, h2: { fontSize: "0.9375rem", lineHeight: "1.375rem" } } },
  defaultRadius: "md",
  focusRing: "auto",
  cursorType: "pointer",
});
