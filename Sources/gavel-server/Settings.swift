import CommentServer
import Foundation
import Logging
import ServerCore
import TOMLKit

/// The limits of `--config`, and the safety rules of streams that have set none. A key that is not known is an error: a typo must not mean the default.
struct Settings {
  var posts = PostLimits()
  var server = CommentServer.Configuration()
  var logLevel = Logger.Level.info
  var safety = SafetyRules()

  init() {}

  /// Throws `Failure` naming the key, or the line, at fault.
  init(file: URL) throws {
    let text: String
    do {
      text = try String(contentsOf: file, encoding: .utf8)
    } catch {
      throw Failure("\(file.path) cannot be read: \(error.localizedDescription)")
    }
    try self.init(text: text, name: file.path)
  }

  init(text: String, name: String) throws {
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw Failure("\(name), \(error.source.begin.debugDescription): \(error.description)")
    }
    for key in table.keys {
      switch (key, table[key]) {
      case ("log_level", let value?):
        guard let level = value.string.flatMap(Logger.Level.init(rawValue:)) else {
          throw Failure("\(name): log_level is one of trace, debug, info, notice, warning, error")
        }
        logLevel = level
      case (_, let value?):
        guard let section = value.table else { throw Failure("\(name): \(key) is not a setting") }
        if key == "safety" {
          safety = try SafetyRules(section, named: name)
          continue
        }
        try read(section, named: key, in: name)
      case (_, nil): break
      }
    }
  }

  private mutating func read(_ section: TOMLTable, named title: String, in name: String) throws {
    for key in section.keys {
      let path = "\(title).\(key)"
      guard let setting = Self.table[path] ?? Self.degradationTable[path] else {
        throw Failure("\(name): \(path) is not a setting")
      }
      guard let value = section[key], let number = value.double ?? value.int.map(Double.init),
        setting.range.contains(number)
      else {
        throw Failure(
          "\(name): \(path) is a number from \(setting.range.lowerBound.formatted()) to "
            + setting.range.upperBound.formatted())
      }
      setting.apply(&self, number)
    }
  }

  struct Setting {
    var range: ClosedRange<Double>
    var apply: @Sendable (inout Settings, Double) -> Void
  }

  /// Every setting beside those of `degradationTable`: its bounds, and what it sets. Times are in seconds.
  private static let table: [String: Setting] = [
    "posts.per_user_per_s": Setting(range: 0.001...1e6) { $0.posts.perUser.perSecond = $1 },
    "posts.per_user_burst": Setting(range: 1...1e6) { $0.posts.perUser.burst = Int($1) },
    "posts.per_stream_per_s": Setting(range: 0.001...1e6) { $0.posts.perStream.perSecond = $1 },
    "posts.per_stream_burst": Setting(range: 1...1e6) { $0.posts.perStream.burst = Int($1) },
    "reactions.per_user_per_s": Setting(range: 0.001...1e6) {
      $0.server.reactions.perUser.perSecond = $1
    },
    "reactions.per_user_burst": Setting(range: 1...1e6) {
      $0.server.reactions.perUser.burst = Int($1)
    },
    "connections.maximum": Setting(range: 1...1e6) { $0.server.connections.connections = Int($1) },
    "connections.catch_ups_per_s": Setting(range: 1...1e6) {
      $0.server.connections.catchUpsPerSecond = $1
    },
    "connections.hello_s": Setting(range: 0.1...60) { $0.server.connections.hello = .seconds($1) },
    "connections.heartbeat_s": Setting(range: 0.1...300) {
      $0.server.connections.heartbeat = .seconds($1)
    },
    "connections.slow_consumer_s": Setting(range: 0.1...300) {
      $0.server.connections.slowConsumer = .seconds($1)
    },
    "connections.requests_in_flight": Setting(range: 1...10_000) {
      $0.server.connections.requestsInFlight = Int($1)
    },
    "connections.request_head_s": Setting(range: 0.1...300) {
      $0.server.connections.requestHead = .seconds($1)
    },
    "connections.request_body_s": Setting(range: 0.1...300) {
      $0.server.connections.requestBody = .seconds($1)
    },
    "connections.keep_alive_s": Setting(range: 0.1...3_600) {
      $0.server.connections.keepAlive = .seconds($1)
    },
    "connections.drain_spread_s": Setting(range: 0...3_600) {
      $0.server.connections.drainSpread = .seconds($1)
    },
    "fanout.ring_comments": Setting(range: 1_024...1e6) { $0.server.fanout.ringComments = Int($1) },
    "fanout.ring_bytes": Setting(range: 65_536...1e10) { $0.server.fanout.ringBytes = Int($1) },
    "fanout.ring_events": Setting(range: 16...1e6) { $0.server.fanout.ringEvents = Int($1) },
    "fanout.ring_event_bytes": Setting(range: 65_536...1e10) {
      $0.server.fanout.ringEventBytes = Int($1)
    },
    "fanout.idle_s": Setting(range: 1...86_400) { $0.server.fanout.idle = .seconds($1) },
  ]
}
