/** What all events of a user pool have. There is more in them, which has to be in the response, too. */
interface TriggerEvent {
  /** Such as PreSignUp_SignUp. */
  triggerSource: string;
  userName?: unknown;
  request: { userAttributes?: { email?: unknown } | null };
  response: object;
}

/** Whose addresses may sign up. */
const domain = 'example.com';

/**
 * Decides whether somebody may sign up: replace this with what your user pool is for. If it throws,
 * Cognito refuses the user, who sees the message.
 */
async function signUp(event: TriggerEvent): Promise<TriggerEvent> {
  const email = event.request.userAttributes?.email;
  if (typeof email !== 'string' || !email.toLowerCase().endsWith(`@${domain}`)) {
    throw new Error(`expected an address at ${domain}`);
  }
  // Confirmed without a code. The address is not verified by that.
  return { ...event, response: { ...event.response, autoConfirmUser: true } };
}

/**
 * Somebody has signed up: replace this, too. Cognito waits, and tries again if it takes longer than five
 * seconds, so doing it again must do no harm.
 */
async function confirmed(event: TriggerEvent): Promise<TriggerEvent> {
  console.info('confirmed: %s', event.userName);
  return event;
}

/** Handles a trigger of a user pool, and returns the whole event with what it has decided. */
export async function handler(event: unknown): Promise<TriggerEvent> {
  if (!isTriggerEvent(event)) {
    throw new TypeError('expected an event of Cognito: triggerSource, request and response');
  }
  switch (event.triggerSource) {
    case 'PreSignUp_SignUp':
      return signUp(event);
    case 'PostConfirmation_ConfirmSignUp':
      return confirmed(event);
    default:
      // What comes back as it is goes on as it would without the function.
      console.info('nothing to do: %s', event.triggerSource);
      return event;
  }
}

function isTriggerEvent(value: unknown): value is TriggerEvent {
  const event = value as Partial<TriggerEvent> | null;
  return (
    typeof event?.triggerSource === 'string' && isObject(event.request) && isObject(event.response)
  );
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
