// What the page says of a position that was typed: what it means, or why it means none or several.

/** Texts, by the reasons that vo/position.ts gives. */
export const words = {
  place: (ra: string, dec: string): string => `RA ${ra}°, Dec ${dec}° (ICRS)`,
  within: (radius: string, place: string): string => `${radius} around ${place}`,
  faults: {
    empty: "Write a position, such as 150.05 +2.2 or 10:00:12.1 +02:12:00.",
    "no position": "This is not a position. Write two numbers in degrees, or 10:00:12.1 +02:12:00.",
    "one number": "One number is not a position. The declination is missing.",
    "declination range": "The declination lies outside -90° to +90°.",
    "right ascension range": "The right ascension lies outside 0° to 360°.",
    minutes: "Minutes and seconds lie below 60, and only the last part has a fraction.",
    frame: "Positions are ICRS here (or galactic, with the word galactic). Convert this one first.",
    "declination in hours": "The declination is in degrees, not in hours.",
  },
  doubts: {
    "two-part angles": "The first number could count hours or degrees. Which one is meant?",
    "odd count": "It is not clear which numbers belong together. Is this meant?",
    "decimal comma": "Are the commas decimal points?",
    swapped: "The second number is no declination. Are the two swapped?",
    "right ascension range": "The right ascension lies outside 0° to 360°. Is this meant?",
    packed: "Is this a name of packed hours and degrees?",
    "degrees in parts": "The first number could count hours or degrees. Is this meant?",
  },
};
