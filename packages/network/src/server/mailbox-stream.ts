/** The server's end of `/sotto/mailbox/1`: greets with a challenge, hands requests to the service, pushes deliveries. */
import type { Stream } from '@libp2p/interface';
import type { Clock } from '@sotto/ports';
import {
  create,
  decodeMessage,
  encodeMessage,
  LIMITS,
  type MailboxRequest,
  MailboxRequestSchema,
  type MailboxResponse,
  MailboxResponseSchema,
  UnavailableError,
} from '@sotto/wire';
import { MAILBOX_VERSION } from '../mailbox/mailbox-codec.ts';
import type {
  DeliverySink,
  MailboxService,
  MailboxSession,
  PushedEnvelope,
  Refused,
  RequestContext,
} from '../mailbox-service.ts';
import { MAX_LOAD, ServerChannel, type ServerProtocol } from './server-channel.ts';
import type { ServerObserver } from './server-event.ts';

type Request = MailboxRequest['request'];
type Response = MailboxResponse['response'];

/** A page fills a whole frame: four at once. */
const FETCH_WEIGHT = MAX_LOAD / 4;

const protocol: ServerProtocol<Request, Response> = {
  name: 'mailbox',
  maxFrameBytes: LIMITS.MAX_FRAME_BYTES,
  weight: (request) => (request.case === 'fetch' ? FETCH_WEIGHT : 1),
  decode: (frame) => decodeMessage(MailboxRequestSchema, frame, LIMITS.MAX_FRAME_BYTES),
  encode: (id, response) => encodeMessage(MailboxResponseSchema, create(MailboxResponseSchema, { id, response })),
  refusal: ({ code, retryAfterSeconds }) =>
    answer({ case: 'refusal', value: { code, retryAfterSeconds: retryAfterSeconds ?? 0 } }),
};

type ResponseInit = NonNullable<NonNullable<Parameters<typeof create<typeof MailboxResponseSchema>>[1]>['response']>;

/** Builds the choice of a response with its nested messages. */
function answer(response: ResponseInit): Response {
  return create(MailboxResponseSchema, { response }).response;
}

export interface MailboxStreamOptions {
  readonly stream: Stream;
  readonly context: RequestContext;
  readonly service: MailboxService;
  readonly clock: Clock;
  readonly observe: ServerObserver;
  readonly onEnd: () => void;
}

export class MailboxStream {
  readonly #observe: ServerObserver;
  readonly #channel: ServerChannel<Request, Response>;
  readonly #session: MailboxSession;
  #isSubscribed = false;
  /** The service waits to be told that there is room. */
  #isStarved = false;
  #onDrain: () => void = () => {};

  constructor(options: MailboxStreamOptions) {
    this.#observe = options.observe;
    this.#channel = new ServerChannel({
      stream: options.stream,
      clock: options.clock,
      protocol,
      serve: (request) => this.#serve(request),
      observe: options.observe,
      isWaiting: () => this.#isSubscribed,
      onDrain: () => this.#feed(),
      onEnd: () => {
        this.#session.end();
        options.onEnd();
      },
    });
    const sink: DeliverySink = {
      offer: (delivery) => this.#offer(delivery),
      onDrain: (handler) => {
        this.#onDrain = handler;
      },
      end: () => this.#channel.end(),
    };
    this.#session = options.service.startSession(options.context, sink);
    this.#channel.push(
      answer({ case: 'hello', value: { version: MAILBOX_VERSION, challenge: options.context.challenge } }),
    );
  }

  sweep(): void {
    this.#channel.sweep();
  }

  #offer({ topic, cursor, envelope }: PushedEnvelope): boolean {
    if (!this.#channel.hasRoom) {
      this.#isStarved = true;
      return false;
    }
    this.#channel.push(answer({ case: 'delivery', value: { topic, envelope: { cursor: BigInt(cursor), envelope } } }));
    this.#observe({ kind: 'delivery', sizeBytes: envelope.length });
    return true;
  }

  #feed(): void {
    if (!this.#isStarved || !this.#channel.hasRoom) return;
    this.#isStarved = false;
    this.#onDrain();
  }

  async #serve(request: Request): Promise<Response | Refused> {
    switch (request.case) {
      case 'open':
        return done(await this.#session.open(request.value));
      case 'put': {
        const outcome = await this.#session.put(request.value);
        return outcome.kind === 'refused' ? outcome : answer({ case: 'receipt', value: outcome.receipt });
      }
      case 'subscribe': {
        const outcome = await this.#session.subscribe(request.value);
        if (outcome.kind === 'refused') return outcome;
        const accepted = outcome.topics.map((topic) => topic.accepted);
        this.#isSubscribed ||= accepted.includes(true);
        return answer({
          case: 'subscribed',
          value: { accepted, replaced: outcome.topics.map((topic) => topic.replaced) },
        });
      }
      case 'fetch': {
        const outcome = await this.#session.fetch(request.value);
        if (outcome.kind === 'refused') return outcome;
        const envelopes = outcome.envelopes.map(({ cursor, envelope }) => ({ cursor: BigInt(cursor), envelope }));
        return answer({ case: 'page', value: { envelopes, more: outcome.more } });
      }
      case 'acknowledge':
        return done(await this.#session.acknowledge(request.value));
      case 'close':
        return done(await this.#session.close(request.value));
      case 'limits':
        return answer({ case: 'limits', value: await this.#session.limits() });
      default:
        throw new UnavailableError('refused', 'not a request');
    }
  }
}

function done(outcome: { readonly kind: 'done' } | Refused): Response | Refused {
  return outcome.kind === 'refused' ? outcome : answer({ case: 'done', value: {} });
}
