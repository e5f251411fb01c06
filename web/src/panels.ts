// Entry for foreign pages: registers the panels as custom elements.
export {};
