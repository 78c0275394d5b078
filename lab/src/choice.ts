// Asking a person to choose one of several ways: one button below the other, the recommended one first.
import { Dialog, showDialog } from '@jupyterlab/apputils';
import { Widget } from '@lumino/widgets';

export interface IWay<T extends string> {
  id: T;
  label: string;
}

/** The id of the chosen way, or null if the person wants none of them. */
export async function choose<T extends string>(
  title: string,
  sentences: readonly string[],
  ways: readonly IWay<T>[],
  cancel: string
): Promise<T | null> {
  const body = new Widget();
  body.addClass('cp-Choice');
  body.node.append(...sentences.map(paragraph));
  const buttons = ways.map(({ id, label }, index) =>
    Dialog.createButton({ label, actions: [id], accept: index === 0 })
  );
  const { button } = await showDialog({
    title,
    body,
    buttons: [...buttons, Dialog.cancelButton({ label: cancel })],
    defaultButton: 0
  });
  return ways.find(way => button.actions.includes(way.id))?.id ?? null;
}

function paragraph(sentence: string): HTMLElement {
  const node = document.createElement('p');
  node.textContent = sentence;
  return node;
}
