// Which cells stand below the one that holds a form.

interface IPlaced {
  readonly node: Pick<Node, 'contains'>;
}

/** The cells after the one that holds this place of the page; null where none does. */
export function below<Cell extends IPlaced>(cells: readonly Cell[], place: EventTarget | null): Cell[] | null {
  const holding = cells.findIndex(cell => place !== null && cell.node.contains(place as Node));
  return holding === -1 ? null : cells.slice(holding + 1);
}
