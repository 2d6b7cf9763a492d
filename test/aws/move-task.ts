import { type StandingBefore, standingBefore } from './standing-before.ts'

/** SQS as the CLI asks it, with the one command that moto lacks: StartMessageMoveTask does what AWS says of it, each message of the dead-letter queue goes back. */
export const moveTask = (moto: string, move: () => Promise<unknown>): Promise<StandingBefore> =>
  standingBefore(moto, (request, response, pass) => {
    if (request.headers['x-amz-target'] !== 'AmazonSQS.StartMessageMoveTask') return pass()
    void move().then(() => response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{"TaskHandle":"task-1"}'))
  })
