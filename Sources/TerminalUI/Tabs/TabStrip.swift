import ClientCore

/// The open streams as the strip and the list of streams show them.
struct TabStrip: Sendable, Hashable {
  var labels: [Label]
  /// The index of the one that is shown.
  var shown: Int

  struct Label: Sendable, Hashable {
    /// What it is called.
    let name: String
    /// Where it is served; nil when nobody said.
    let origin: String?
    let unseen: Unseen
    /// Whether nothing comes from it at the moment.
    let isCutOff: Bool

    init(_ model: Model) {
      name = model.streamName
      origin = model.settings.streamOrigin
      unseen = model.unseen ?? Unseen()
      isCutOff = !model.session.connection.isConnected
    }

    /// Activity in a word: a mention before a count, a lost connection before both.
    var marks: String {
      [
        isCutOff ? "○" : nil, unseen.isMentioned ? "@" : nil, unseen.isEmpty ? nil : unseen.count,
      ]
      .compactMap { $0 }.joined(separator: " ")
    }
  }
}
