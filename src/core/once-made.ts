/** Made when it is first asked for, and kept; what failed is forgotten, so that the next who asks tries again. */
export function onceMade<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | null = null;
  return async () => {
    made ??= make().catch((error: unknown) => {
      made = null;
      throw error;
    });
    return await made;
  };
}
