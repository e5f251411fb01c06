// Texts of maps of the sky.

export const words = {
  map: "Map of the sky",
  keys: "Arrows move, + and − zoom, 0 shows all, n and p go from field to field, Enter chooses.",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  fit: "Show all",
  draw: "Draw a circle",
  drawing: "Drag from the middle of the circle to its edge.",
  nothing: "Nothing lies in this map.",
  width: (degrees: string): string => `${degrees} wide`,
  at: (label: string): string => `At ${label}`,
};
