import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// The server's child channel: `/live` and `/events` become a `LiveConnection`, everything else is
/// Hummingbird's.
struct GatewayChannel: HTTPChannelHandler {
  typealias HTTPChannel = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

  /// A connection before its first request.
  struct Value: ServerChildChannelValue {
    let channel: any Channel
    /// The HTTP side once there is a request for the router; nil when the connection is a stream's
    /// from its first request on.
    let negotiated: EventLoopFuture<HTTPChannel?>
  }

  let responder: HTTPChannelHandler.Responder
  let origins: OriginPolicy
  let limits: ConnectionLimits
  /// By the identity of their event loops.
  let loops: [ObjectIdentifier: GatewayLoop.Reference]

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    channel.eventLoop.makeCompletedFuture { try makeValue(channel) }
  }

  private func makeValue(_ channel: any Channel) throws -> Value {
    guard let reference = loops[ObjectIdentifier(channel.eventLoop)] else {
      throw ChannelError.inappropriateOperationForState
    }
    UnsentQueue.bound(on: channel)
    let negotiated = channel.eventLoop.makePromise(of: HTTPChannel?.self)
    // Nothing said in time, a TLS handshake included.
    let deadline = channel.eventLoop.scheduleTask(in: TimeAmount(limits.requestHead)) {
      channel.close(promise: nil)
    }
    channel.closeFuture.whenComplete { _ in negotiated.succeed(nil) }
    negotiated.futureResult.whenComplete { _ in deadline.cancel() }

    var decoderLimits = NIOHTTPDecoderLimitConfiguration()
    decoderLimits.maxHeaderFieldSize = limits.headerBytes
    decoderLimits.maxHeaderListSize = limits.headerBytes
    decoderLimits.maxHeaderFieldCount = 128
    let encoder = HTTPResponseEncoder()
    let decoder = ByteToMessageHandler(
      HTTPRequestDecoder(
        leftOverBytesStrategy: .forwardBytes, limitConfiguration: decoderLimits))
    let limits = limits
    let origins = origins
    let gate = UpgradeGate(
      origins: origins, loop: reference.loop, decoder: decoder, encoder: encoder,
      continueAsHTTP: { context in
        let gate = EventsGate(
          loop: reference.loop, origins: origins, decoder: decoder, encoder: encoder,
          continueAsHTTP: { context in
            let operations = context.pipeline.syncOperations
            let bounds = HTTPConnectionGuard(
              limits: limits, logger: reference.loop.services.logger)
            try operations.addHandler(bounds)
            try operations.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            negotiated.succeed(
              try HTTPChannel(
                wrappingChannelSynchronously: context.channel,
                configuration: .init(isOutboundHalfClosureEnabled: true)))
            return bounds
          },
          finish: { negotiated.succeed(nil) })
        try context.pipeline.syncOperations.addHandler(gate)
      },
      finish: { negotiated.succeed(nil) })
    try channel.pipeline.syncOperations.addHandlers(encoder, decoder, gate)
    return Value(channel: channel, negotiated: negotiated.futureResult)
  }

  func handle(value: Value, logger: Logger) async {
    guard let channel = try? await value.negotiated.get() else { return }
    await handleHTTP(asyncChannel: channel, logger: logger)
  }
}
