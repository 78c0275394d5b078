// The gallery's snippets: escaped text in which <mark> shows the words asked for. Here they become parts of text,
// so that nothing in them is ever taken for markup.

export interface IPart {
  text: string;
  marked: boolean;
}

const ENTITIES: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
  '&#39;': "'",
  '&amp;': '&'
};

export function readSnippet(snippet: string): IPart[] {
  let marked = false;
  const parts: IPart[] = [];
  for (const piece of snippet.split(/(<\/?mark>)/)) {
    if (piece === '<mark>' || piece === '</mark>') {
      marked = piece === '<mark>';
    } else if (piece) {
      parts.push({ text: unescaped(piece), marked });
    }
  }
  return parts;
}

function unescaped(text: string): string {
  return text.replace(/&(?:lt|gt|quot|amp|#x27|#39);/g, entity => ENTITIES[entity] ?? entity);
}
