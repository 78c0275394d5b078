// English words, as JupyterLab's translator gives them where no translation is installed.
export const english = {
  __: (sentence: string, ...values: unknown[]): string =>
    sentence.replace(/%(\d)/g, (_match, place: string) => String(values[Number(place) - 1]))
};
