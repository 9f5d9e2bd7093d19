/// Why a WebSocket closes: RFC 6455 codes, and the private range that tells a client what to do.
public struct CloseCode: Sendable, Hashable, RawRepresentable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let normal = CloseCode(rawValue: 1000)
  public static let goingAway = CloseCode(rawValue: 1001)
  public static let protocolError = CloseCode(rawValue: 1002)
  /// A binary frame: the protocol is text.
  public static let unsupportedData = CloseCode(rawValue: 1003)
  /// Text that is not UTF-8.
  public static let invalidPayload = CloseCode(rawValue: 1007)
  public static let messageTooBig = CloseCode(rawValue: 1009)
  public static let internalError = CloseCode(rawValue: 1011)
  public static let serviceRestart = CloseCode(rawValue: 1012)

  public static let slowConsumer = CloseCode(rawValue: 4001)
  public static let drain = CloseCode(rawValue: 4002)
  public static let silent = CloseCode(rawValue: 4003)
  public static let positionVoid = CloseCode(rawValue: 4100)
  public static let badFrame = CloseCode(rawValue: 4400)
  public static let unauthorised = CloseCode(rawValue: 4401)
  public static let forbidden = CloseCode(rawValue: 4403)
  public static let noHello = CloseCode(rawValue: 4408)
  public static let tooMany = CloseCode(rawValue: 4429)

  /// What a client does about it.
  public enum Advice: Sendable, Hashable {
    /// Reconnect and resume from the positions held.
    case resume
    /// Reconnect and join afresh: the positions are void.
    case joinAfresh
    /// Do not reconnect unchanged: the same request would be refused again.
    case stop
  }

  /// By the ranges of design §5.3; a code outside them is a lost connection: resume.
  public var advice: Advice {
    switch rawValue {
    case 4100...4199: .joinAfresh
    case 4400...4499, 1002, 1003, 1007, 1009: .stop
    default: .resume
    }
  }
}
