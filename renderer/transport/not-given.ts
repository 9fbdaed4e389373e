/** Why a call certainly did nothing: there was no connection that it could be given to. */
export class NotGiven extends Error {
  override readonly name = 'NotGiven';
}
