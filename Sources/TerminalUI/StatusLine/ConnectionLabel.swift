import ClientCore
import LiveComments

/// The state of the connection in a few words, with a sign and a face.
struct ConnectionLabel: Equatable {
  let sign: String
  let text: String
  let face: Face

  init(_ model: Model) {
    switch model.session.connection {
    case .idle: self.init("○", "not connected", .statusSecondary)
    case .joining: self.init("◌", "joining", .statusBusy)
    case .connecting, .greeting:
      self.init("◌", model.totals.connectionsLost == 0 ? "connecting" : "reconnecting", .statusBusy)
    case .live:
      if let caughtUp = model.absence?.caughtUp {
        self.init("»", "catching up \(Figure.grouped(caughtUp))…", .statusBusy)
      } else {
        self.init("●", "live", .statusGood)
      }
    case .stalled: self.init("▲", "stalled", .statusBad)
    case .draining(let until):
      self.init("●", "live, reconnecting in \(Self.seconds(until, model)) s", .statusBusy)
    case .waiting(let until, _, _):
      self.init("✗", "reconnecting in \(Self.seconds(until, model)) s", .statusBad)
    case .stopped: self.init("✗", "disconnected", .statusBad)
    }
  }

  private init(_ sign: String, _ text: String, _ face: Face) {
    self.sign = sign
    self.text = text
    self.face = face
  }

  private static func seconds(_ until: Instant, _ model: Model) -> Int {
    until > model.clock.instant ? Figure.seconds(until - model.clock.instant) : 0
  }
}
