// A ticket in the address of this page: what it says, and the address without it.

const TICKET = 'commonplace-ticket';
const NOTEBOOK = 'commonplace-notebook';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface ITicket {
  ticket: string;
  /** Which notebook it was for, where the address says so. */
  notebook: string | null;
}

/** The ticket in an address, or null. */
export function readTicket(address: string): ITicket | null {
  const words = new URL(address).searchParams;
  const ticket = words.get(TICKET);
  const notebook = words.get(NOTEBOOK) ?? '';
  return ticket
    ? { ticket, notebook: UUID.test(notebook) ? notebook : null }
    : null;
}

/** The same address with the ticket taken out and everything else as it was. */
export function withoutTicket(address: string): string {
  const url = new URL(address);
  url.searchParams.delete(TICKET);
  url.searchParams.delete(NOTEBOOK);
  return url.toString();
}

/** Where to try again: the notebook's page, or the gallery's first page. */
export function pageOf(gallery: string, notebook: string | null): string {
  return notebook ? `${gallery}/notebooks/${notebook}` : `${gallery}/`;
}
