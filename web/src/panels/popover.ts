// Boxes that open below a button, above everything else on the page, and stay inside the window.

/** Room between the button and its box, and between the box and the window's edge, in CSS pixels. */
const GAP = 4;

/** Puts an open popover below its button; above it where there is no room below. */
export function placeBelow(box: HTMLElement, button: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const left = Math.max(GAP, Math.min(at.left, document.documentElement.clientWidth - width - GAP));
  const below = at.bottom + GAP;
  const top = below + height > innerHeight && at.top > height + GAP ? at.top - height - GAP : below;
  box.style.left = `${left}px`;
  box.style.top = `${top}px`;
}
