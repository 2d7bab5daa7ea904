// A card on which files can be dropped.

/**
 * Takes the files that are dropped on a card, and shows while they are above it that it will.
 *
 * @param {HTMLElement} card
 * @param {(files: FileList | undefined) => void} take
 */
export function takeDrops(card, take) {
  /** @param {DragEvent} event */
  function over(event) {
    event.preventDefault();
    event.stopPropagation();
    card.classList.toggle("ml-over", event.type === "dragover");
  }
  card.addEventListener("dragover", over);
  card.addEventListener("dragleave", over);
  card.addEventListener("drop", (event) => {
    over(event);
    take(event.dataTransfer?.files);
  });
}
