/** What a promise is rejected with. */
export async function failureOf<Failure = Error>(promise: PromiseLike<unknown>): Promise<Failure> {
  try {
    await promise;
  } catch (failure) {
    return failure as Failure;
  }
  throw new Error('The promise was kept.');
}
