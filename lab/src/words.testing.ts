// English words, as JupyterLab's translator gives them where no translation is installed.
function filled(sentence: string, values: unknown[]): string {
  return sentence.replace(/%(\d)/g, (_match, place: string) => String(values[Number(place) - 1]));
}

export const english = {
  __: (sentence: string, ...values: unknown[]): string => filled(sentence, values),
  _n: (one: string, many: string, count: number, ...values: unknown[]): string =>
    filled(count === 1 ? one : many, [count, ...values])
};
