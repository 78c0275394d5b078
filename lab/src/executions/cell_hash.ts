// The hash by which the gallery knows a cell. The browser's own SHA-256 exists only on pages that came over https.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Lower-case hex SHA-256 of a cell's source as UTF-8, lines joined with a line feed. */
export function cellHash(source: string): string {
  return bytesToHex(sha256(utf8ToBytes(source.replace(/\r\n?/g, '\n'))));
}
