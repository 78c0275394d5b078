import { describe, expect, it } from 'vitest';
import { pageOf, readTicket, withoutTicket } from './address';

const UUID = '11111111-1111-4111-8111-111111111111';
const LAB = 'http://127.0.0.1:8888/user/ada/lab';

describe('a ticket in the address', () => {
  it('is found', () => {
    expect(readTicket(`${LAB}?commonplace-ticket=abc`)).toEqual({
      ticket: 'abc',
      notebook: null
    });
  });

  it.each(['', '?commonplace-ticket=', '?ticket=abc', '#commonplace-ticket=abc'])(
    'is absent in %j',
    rest => {
      expect(readTicket(LAB + rest)).toBeNull();
    }
  );

  it('says for which notebook it is, unless that is no id', () => {
    const address = `${LAB}?commonplace-ticket=abc&commonplace-notebook=`;
    expect(readTicket(address + UUID)?.notebook).toBe(UUID);
    expect(readTicket(`${address}//evil.example`)?.notebook).toBeNull();
  });

  it('is taken out, and the rest stays', () => {
    const address = `${LAB}/tree/a%20b?reset&commonplace-ticket=abc&commonplace-notebook=${UUID}&x=1#top`;
    expect(withoutTicket(address)).toBe(`${LAB}/tree/a%20b?reset=&x=1#top`);
    expect(withoutTicket(`${LAB}?commonplace-ticket=abc`)).toBe(LAB);
  });

  it('leads back to the page of its notebook, or to the gallery', () => {
    expect(pageOf('https://g.example', UUID)).toBe(`https://g.example/notebooks/${UUID}`);
    expect(pageOf('https://g.example', null)).toBe('https://g.example/');
  });
});
