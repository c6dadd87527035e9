/** The bodies that function URLs, HTTP APIs and load balancers pass on as text (ELB guide, "Lambda functions as targets"). */
const text = /^\s*(text\/[^;]*|application\/(json|javascript|xml))\s*(;|$)/i;

export interface EventBody {
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** Text for the types that AWS takes for text; anything else in base64, also without a type. */
export function bodyByType(body: Buffer, contentType: string | undefined): EventBody {
  return contentType !== undefined && text.test(contentType) ? bodyAsText(body) : inBase64(body);
}

/** Text if it is UTF-8. What JSON cannot hold is in base64, so that nothing is lost. */
export function bodyAsText(body: Buffer): EventBody {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return { body: decoder.decode(body), isBase64Encoded: false };
  } catch {
    return inBase64(body);
  }
}

function inBase64(body: Buffer): EventBody {
  return { body: body.toString('base64'), isBase64Encoded: true };
}
