import Foundation
import NIOCore

/// The two halves of one proxied connection. Both channels share an event loop.
final class ProxyLink: Sendable {
  private let client: any Channel
  private let server: any Channel
  private let condition: NIOLoopBoundBox<FaultyProxy.Condition>

  init(client: any Channel, server: any Channel) {
    self.client = client
    self.server = server
    condition = .makeBoxSendingValue(.clear, eventLoop: client.eventLoop)
  }

  func start(_ condition: FaultyProxy.Condition) {
    client.eventLoop.execute {
      self.condition.value = condition
      self.join(self.client, to: self.server)
      self.join(self.server, to: self.client)
      self.read()
    }
  }

  func become(_ condition: FaultyProxy.Condition) {
    client.eventLoop.execute {
      self.condition.value = condition
      self.read()
    }
  }

  /// A reset, not a goodbye: what is on its way is lost.
  func cut() {
    for channel in [client, server] {
      guard let options = channel as? any SocketOptionProvider else {
        channel.close(promise: nil)
        continue
      }
      options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in
        channel.close(promise: nil)
      }
    }
  }

  private func join(_ source: any Channel, to target: any Channel) {
    let handler = Forwarder(target: target, condition: condition)
    do {
      try source.pipeline.syncOperations.addHandler(handler)
    } catch {
      source.close(promise: nil)
      target.close(promise: nil)
    }
  }

  private func read() {
    let reads = condition.value != .stalled
    for channel in [client, server] {
      channel.setOption(.autoRead, value: reads).whenComplete { _ in }
    }
  }
}

/// Passes on what one side sends. A proxy for tests holds no more than what is on its way: a stall
/// stops reading, so that TCP holds the rest.
private final class Forwarder: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let target: any Channel
  private let condition: NIOLoopBoundBox<FaultyProxy.Condition>

  init(target: any Channel, condition: NIOLoopBoundBox<FaultyProxy.Condition>) {
    self.target = target
    self.condition = condition
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = Self.unwrapInboundIn(data)
    let target = target
    guard case .delayed(let delay) = condition.value else {
      target.writeAndFlush(buffer, promise: nil)
      return
    }
    let (seconds, attoseconds) = delay.components
    context.eventLoop.scheduleTask(
      in: .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    ) {
      target.writeAndFlush(buffer, promise: nil)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    target.close(promise: nil)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    target.close(promise: nil)
    context.close(promise: nil)
  }
}
