/** Notices when the headers of the incoming messages make no sense any more: from there on nothing can be read, and waiting would be forever. */

const longestHeader = 8192;
/** Larger than any document an editor sends, in bytes. */
const largestMessage = 512 * 1024 * 1024;
const headerEnd = Buffer.from('\r\n\r\n');

/** Takes the input chunk by chunk; the answer is what is wrong with it, null as long as nothing is. */
export function createFramingCheck(): (chunk: Buffer) => string | null {
  let header = Buffer.alloc(0);
  let missing = 0;

  return (chunk) => {
    let rest = chunk;
    while (rest.length > 0) {
      const body = Math.min(missing, rest.length);
      missing -= body;
      rest = rest.subarray(body);
      if (rest.length === 0) break;

      // A header is short: looking at it again with each chunk costs nothing.
      const before = header.length;
      header = Buffer.concat([header, rest]);
      const end = header.indexOf(headerEnd);
      if (end < 0 ? header.length > longestHeader : end > longestHeader) return 'a header without an end';
      if (end < 0) break;
      const length = lengthIn(header.toString('latin1', 0, end));
      if (length === null) return 'a header without a length';
      missing = length;
      if (missing > largestMessage) return 'a message larger than 512 MiB';
      rest = rest.subarray(end + headerEnd.length - before);
      header = Buffer.alloc(0);
    }
    return null;
  };
}

/** Of two lengths, nobody can say which one counts. */
function lengthIn(header: string): number | null {
  const [line, ...others] = header.split('\r\n').filter((each) => /^content-length[ \t]*:/i.test(each));
  const digits = line === undefined ? undefined : /^content-length:[ \t]*(\d{1,12})[ \t]*$/i.exec(line)?.[1];
  return digits === undefined || others.length > 0 ? null : Number(digits);
}
