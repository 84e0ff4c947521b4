import { type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** A span a request, where an OpenTelemetry SDK was loaded before the server (`node --import`); else nothing at all. */
export function addTracing(app: FastifyInstance): void {
  const tracer = trace.getTracer('trainyard');
  const probe = tracer.startSpan('start');
  const recording = probe.isRecording();
  probe.end();
  if (!recording) return;
  const spans = new WeakMap<FastifyRequest, Span>();
  app.addHook('onRequest', async (request) => {
    const name = `${request.method} ${request.routeOptions.url ?? 'unknown'}`;
    const attributes = { 'http.request.method': request.method, 'trainyard.request_id': request.id };
    spans.set(request, tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }));
  });
  app.addHook('onResponse', async (request, reply) => {
    const span = spans.get(request);
    if (span === undefined) return;
    span.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
}
