import { expect, it } from 'vitest';
import { readSnippet } from './snippet';

it('marks the words asked for', () => {
  expect(readSnippet('high <mark>tides</mark> &amp; low')).toEqual([
    { text: 'high ', marked: false },
    { text: 'tides', marked: true },
    { text: ' & low', marked: false }
  ]);
});

it('takes nothing else for markup', () => {
  expect(readSnippet('<b>x</b> &lt;script&gt; &amp;lt;')).toEqual([
    { text: '<b>x</b> <script> &lt;', marked: false }
  ]);
});
