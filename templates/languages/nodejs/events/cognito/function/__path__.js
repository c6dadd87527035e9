/** Whose addresses may sign up. */
const domain = 'example.com';

/**
 * Decides whether somebody may sign up: replace this with what your user pool is for. If it throws,
 * Cognito refuses the user, who sees the message.
 *
 * @param {import('aws-lambda').PreSignUpTriggerEvent} event
 */
const signUp = async (event) => {
  const email = event.request.userAttributes?.email;
  if (typeof email !== 'string' || !email.toLowerCase().endsWith(`@${domain}`)) {
    throw new Error(`expected an address at ${domain}`);
  }
  // Confirmed without a code. The address is not verified by that.
  return { ...event, response: { ...event.response, autoConfirmUser: true } };
};

/**
 * Somebody has signed up: replace this, too. Cognito waits, and tries again if it takes longer than five
 * seconds, so doing it again must do no harm.
 *
 * @param {import('aws-lambda').PostConfirmationTriggerEvent} event
 */
const confirmed = async (event) => {
  console.log(`confirmed: ${event.userName}`);
  return event;
};

/**
 * Handles a trigger of a user pool, and returns the whole event with what it has decided.
 *
 * @param {import('aws-lambda').BaseTriggerEvent<string>} event
 */
export const handler = async (event) => {
  const { triggerSource, request, response } = event ?? {};
  if (typeof triggerSource !== 'string' || !isObject(request) || !isObject(response)) {
    throw new TypeError('expected an event of Cognito: triggerSource, request and response');
  }
  switch (triggerSource) {
    case 'PreSignUp_SignUp':
      return signUp(event);
    case 'PostConfirmation_ConfirmSignUp':
      return confirmed(event);
    default:
      // What comes back as it is goes on as it would without the function.
      console.log(`nothing to do: ${triggerSource}`);
      return event;
  }
};

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
