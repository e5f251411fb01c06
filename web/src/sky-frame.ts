// Entry of the sky viewer's own document.
export {};
