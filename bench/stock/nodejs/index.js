export const handler = async ({ name }) => ({ message: `Hello, ${name}!` });
