interface Event {
  name: string;
}

export const handler = async ({ name }: Event): Promise<{ message: string }> => ({
  message: `Hello, ${name}!`,
});
