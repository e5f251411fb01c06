// Whether the page is dark.

let preference: MediaQueryList | undefined;

/** What the reader prefers; one for the whole page, since each new one costs a pass over its styles. */
export function darkPreference(): MediaQueryList {
  return (preference ??= matchMedia("(prefers-color-scheme: dark)"));
}

/** Whether the page is dark now: by its own switch, else by what the reader prefers. */
export function isDarkPage(): boolean {
  const theme = document.documentElement.dataset["theme"];
  return theme ? theme === "dark" : darkPreference().matches;
}
