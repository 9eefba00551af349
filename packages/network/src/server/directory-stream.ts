/** The server's end of `/sotto/directory/1` (specs/02 §4). */
import type { Stream } from '@libp2p/interface';
import type { Clock } from '@sotto/ports';
import {
  create,
  type DirectoryRequest,
  DirectoryRequestSchema,
  type DirectoryResponse,
  DirectoryResponseSchema,
  decodeMessage,
  encodeMessage,
  LIMITS,
  UnavailableError,
} from '@sotto/wire';
import type { DirectoryService, Refused, Requester } from '../mailbox-service.ts';
import { MAX_LOAD, ServerChannel, type ServerProtocol } from './server-channel.ts';
import type { ServerObserver } from './server-event.ts';

type Request = DirectoryRequest['request'];
type Response = DirectoryResponse['response'];

/** Entries are large: two at once. */
const ENTRY_WEIGHT = MAX_LOAD / 2;

const protocol: ServerProtocol<Request, Response> = {
  name: 'directory',
  maxFrameBytes: LIMITS.MAX_DIRECTORY_FRAME_BYTES,
  weight: (request) => (request.case === 'lookUp' || request.case === 'publish' ? ENTRY_WEIGHT : 1),
  decode: (frame) => decodeMessage(DirectoryRequestSchema, frame, LIMITS.MAX_DIRECTORY_FRAME_BYTES),
  encode: (id, response) => encodeMessage(DirectoryResponseSchema, create(DirectoryResponseSchema, { id, response })),
  refusal: ({ code, retryAfterSeconds }) =>
    answer({ case: 'refusal', value: { code, retryAfterSeconds: retryAfterSeconds ?? 0 } }),
};

type ResponseInit = NonNullable<NonNullable<Parameters<typeof create<typeof DirectoryResponseSchema>>[1]>['response']>;

function answer(response: ResponseInit): Response {
  return create(DirectoryResponseSchema, { response }).response;
}

export interface DirectoryStreamOptions {
  readonly stream: Stream;
  readonly requester: Requester;
  readonly service: DirectoryService;
  readonly clock: Clock;
  readonly observe: ServerObserver;
  readonly onEnd: () => void;
}

export function serveDirectoryStream(options: DirectoryStreamOptions): { sweep(): void } {
  const { service, requester } = options;
  return new ServerChannel({
    stream: options.stream,
    clock: options.clock,
    protocol,
    serve: (request) => serve(service, requester, request),
    observe: options.observe,
    isWaiting: () => false,
    onDrain: () => {},
    onEnd: options.onEnd,
  });
}

async function serve(service: DirectoryService, requester: Requester, request: Request): Promise<Response | Refused> {
  switch (request.case) {
    case 'publish':
      return published(await service.publish(requester, request.value));
    case 'lookUp': {
      const outcome = await service.lookUp(requester, request.value);
      if (outcome.kind === 'refused') return outcome;
      return answer({ case: 'found', value: { accountLog: outcome.accountLog, bundles: [...outcome.bundles] } });
    }
    case 'upload':
      return published(await service.upload(requester, request.value));
    case 'take': {
      const outcome = await service.take(requester, request.value);
      if (outcome.kind === 'refused') return outcome;
      return answer({ case: 'taken', value: outcome.prekey === undefined ? {} : { prekey: outcome.prekey } });
    }
    case 'count': {
      const outcome = await service.count(requester, request.value);
      return outcome.kind === 'refused' ? outcome : answer({ case: 'count', value: { remaining: outcome.remaining } });
    }
    default:
      throw new UnavailableError('refused', 'not a request');
  }
}

function published(outcome: { readonly kind: 'published' } | Refused): Response | Refused {
  return outcome.kind === 'refused' ? outcome : answer({ case: 'published', value: {} });
}
