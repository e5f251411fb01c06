// Entry of samp.js: SAMP for any page.
export {};
