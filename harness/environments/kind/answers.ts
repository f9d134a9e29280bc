/** Gives the status of a GET, or a word for why there was none. */
export const answers = async (url: string): Promise<number | 'unreachable'> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 'unreachable';
  }
};
