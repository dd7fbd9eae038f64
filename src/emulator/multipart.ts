/** Reads a multipart form as strictly as the platform: boundary, one header block a part, the closing mark. Pure. */

export interface FormPart {
  readonly name: string;
  /** Null where the part is no file. */
  readonly filename: string | null;
  readonly contentType: string | null;
  readonly bytes: Buffer;
}

const CRLF = '\r\n';
const HEADERS_END = Buffer.from(`${CRLF}${CRLF}`);

/** The parts of a form, or null where it is none, or not whole. */
export function readMultipart(body: Buffer, contentType: string): readonly FormPart[] | null {
  const found = /^multipart\/form-data;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))\s*$/iu.exec(
    contentType,
  );
  const boundary = found?.[1] ?? found?.[2];
  if (boundary === undefined) return null;
  const first = Buffer.from(`--${boundary}`);
  if (!body.subarray(0, first.length).equals(first)) return null;
  const mark = Buffer.from(`${CRLF}--${boundary}`);
  const parts: FormPart[] = [];
  let offset = first.length;
  while (body.toString('latin1', offset, offset + 2) === CRLF) {
    const end = body.indexOf(mark, offset);
    const part = end < 0 ? null : readPart(body.subarray(offset + CRLF.length, end));
    if (part === null) return null;
    parts.push(part);
    offset = end + mark.length;
  }
  return body.toString('latin1', offset, offset + 2) === '--' ? parts : null;
}

function readPart(part: Buffer): FormPart | null {
  const end = part.indexOf(HEADERS_END);
  if (end < 0) return null;
  const headers = new Map(
    part
      .toString('utf8', 0, end)
      .split(CRLF)
      .map((line) => [line.split(':')[0]?.toLowerCase() ?? '', line.slice(line.indexOf(':') + 1).trim()]),
  );
  const disposition = headers.get('content-disposition') ?? '';
  const name = /^form-data;.*\bname="([^"]*)"/iu.exec(disposition)?.[1];
  if (name === undefined) return null;
  return {
    name,
    filename: /;\s*filename="([^"]*)"/iu.exec(disposition)?.[1] ?? null,
    contentType: headers.get('content-type') ?? null,
    bytes: part.subarray(end + HEADERS_END.length),
  };
}
