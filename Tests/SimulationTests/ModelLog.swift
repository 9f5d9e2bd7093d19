import LiveComments

/// The log that the simulated server keeps: the reference that every feed must come to equal.
struct ModelLog {
  /// A comment and everything that was ever decided about it.
  struct Entry {
    /// As it was accepted.
    var comment: Comment
    var decisions: [Decision] = []

    func decision(at modSeq: ModSeq) -> Decision? {
      decisions.last { $0.modSeq <= modSeq }
    }

    func state(at modSeq: ModSeq) -> CommentState {
      decision(at: modSeq)?.state ?? comment.state
    }

    /// The last state that was not DELETED.
    var undeleted: CommentState {
      decisions.last { $0.state != .deleted }?.state
        ?? (comment.state == .deleted ? .visible : comment.state)
    }
  }

  struct Decision {
    var modSeq: ModSeq
    var state: CommentState
    var moderation: Comment.Moderation
  }

  let streamID: StreamID
  let epoch: Epoch
  private(set) var entries: [Entry] = []
  /// As moderators see them.
  private(set) var events: [ModerationEvent] = []
  /// Purges that are being taken back, each with the index of the entry where that goes on.
  private(set) var restores: [(purge: ModerationEvent, next: Int)] = []
  private var restored: Set<ModerationID> = []
  private(set) var pinned: [CommentID] = []
  private(set) var slowModeSeconds = 0
  private(set) var locked = false
  /// What lies at or below this position cannot be resumed from.
  var trimmedSeq = Seq.zero
  private var indices: [CommentID: Int] = [:]
  private var keys: [String: CommentID] = [:]
  private var eventKeys: [String: ModerationEvent] = [:]

  init(streamID: StreamID, epoch: Epoch) {
    self.streamID = streamID
    self.epoch = epoch
  }

  var latestSeq: Seq { entries.last?.comment.seq ?? .zero }
  var latestModSeq: ModSeq { events.last?.modSeq ?? .zero }

  subscript(id: CommentID) -> Entry? { indices[id].map { entries[$0] } }

  func state(of id: CommentID) -> CommentState? { self[id]?.state(at: .highest) }
}

extension ModelLog {
  /// Accepts a comment at a position that need not be the next one.
  mutating func post(
    by user: User, content: String, key: String? = nil, state: CommentState,
    using generator: inout SeededGenerator
  ) -> Comment {
    if let key, let id = keys[key], let entry = self[id] {
      var comment = entry.comment
      comment.state = entry.state(at: .highest)
      return comment
    }
    let seq = latestSeq.advanced(by: Int64.random(in: 1...4, using: &generator))
    let id = CommentID(at: Timestamp(milliseconds: seq.rawValue), using: &generator)
    let comment = Comment(
      streamID: streamID, seq: seq, commentID: id, userID: user.userID, userName: user.userName,
      role: user.role, content: content, createdAt: id.timestamp, state: state)
    indices[id] = entries.count
    entries.append(Entry(comment: comment))
    if let key { keys[key] = id }
    return comment
  }

  /// Takes a moderator's request when it can be taken; nil is a refusal.
  mutating func moderate(
    _ request: ModerationRequest, by actor: UserID, key: String? = nil,
    using generator: inout SeededGenerator
  ) -> ModerationEvent? {
    if let key, let event = eventKeys[key] { return event }
    guard let targets = targets(of: request) else { return nil }
    let modSeq = latestModSeq.advanced(by: Int64.random(in: 1...3, using: &generator))
    var event = ModerationEvent(
      modSeq: modSeq,
      moderationID: ModerationID(
        at: Timestamp(milliseconds: modSeq.rawValue), using: &generator),
      action: request.action, at: Timestamp(milliseconds: modSeq.rawValue),
      targets: request.commentIDs == nil ? nil : targets,
      userID: request.userID, scope: request.scope, seconds: request.seconds, actor: actor,
      actorKind: .human, reason: request.reason)
    if request.action == .purgeUser {
      let from = entries.isEmpty ? 0 : Int.random(in: 0..<entries.count, using: &generator)
      event.fromSeq = entries.isEmpty ? 0 : entries[from].comment.seq
      event.uptoSeq = latestSeq
    }
    append(event)
    if let key { eventKeys[key] = event }
    unpinRetracted(using: &generator)
    return event
  }

  /// Begins to take back a purge that nobody has taken back yet.
  mutating func beginRestore(using generator: inout SeededGenerator) {
    let purges = events.filter {
      $0.action == .purgeUser && !restored.contains($0.moderationID)
    }
    guard let purge = purges.randomElement(using: &generator) else { return }
    restored.insert(purge.moderationID)
    restores.append((purge, 0))
    restorePiece(using: &generator)
  }

  /// Brings back the next comments that the purge deleted and nobody has decided since.
  mutating func restorePiece(using generator: inout SeededGenerator) {
    guard let (purge, start) = restores.popLast() else { return }
    var next = start
    let size = Int.random(in: 1...3, using: &generator)
    var targets: [ModerationEvent.Target] = []
    while next < entries.count, targets.count < size {
      let entry = entries[next]
      next += 1
      guard entry.decision(at: .highest)?.modSeq == purge.modSeq,
        entry.state(at: purge.modSeq.advanced(by: -1)) != .deleted
      else { continue }
      targets.append(
        .init(commentID: entry.comment.commentID, seq: entry.comment.seq, state: entry.undeleted))
    }
    if next < entries.count { restores.insert((purge, next), at: 0) }
    guard !targets.isEmpty else { return }
    let modSeq = latestModSeq.advanced(by: Int64.random(in: 1...3, using: &generator))
    append(
      ModerationEvent(
        modSeq: modSeq,
        moderationID: ModerationID(
          at: Timestamp(milliseconds: modSeq.rawValue), using: &generator),
        action: .restore, at: Timestamp(milliseconds: modSeq.rawValue), targets: targets,
        userID: purge.userID, fromSeq: purge.fromSeq, uptoSeq: purge.uptoSeq, actor: "mod",
        actorKind: .human, reason: "oops"))
  }

  /// The targets with the states that result; nil when the request is refused.
  private func targets(of request: ModerationRequest) -> [ModerationEvent.Target]? {
    var targets: [ModerationEvent.Target] = []
    for id in request.commentIDs ?? [] {
      guard let entry = self[id],
        let state = Self.outcome(of: request.action, on: entry)
      else { return nil }
      targets.append(.init(commentID: id, seq: entry.comment.seq, state: state))
    }
    return targets
  }

  /// The state that results; nil when the action conflicts with the present one.
  private static func outcome(of action: ModerationAction, on entry: Entry) -> CommentState? {
    let state = entry.state(at: .highest)
    switch action {
    case .delete: return .deleted
    case .restore: return state == .deleted ? entry.undeleted : nil
    case .hold: return state == .deleted ? nil : .held
    case .approve:
      guard state == .held else { return nil }
      return entry.comment.state == .shadowBanned ? .shadowBanned : .visible
    case .reject: return state == .held ? .deleted : nil
    case .pin: return state == .visible ? state : nil
    default: return state
    }
  }

  private mutating func append(_ event: ModerationEvent) {
    events.append(event)
    let moderation = Comment.Moderation(
      actor: event.actor, action: event.action, reason: event.reason, policy: event.policy,
      at: event.at)
    func decide(_ index: Int, _ state: CommentState) {
      entries[index].decisions.append(
        Decision(modSeq: event.modSeq, state: state, moderation: moderation))
    }
    switch event.action {
    case .flag, .unknown: break
    case .purgeUser:
      for index in entries.indices where entries[index].comment.userID == event.userID {
        let seq = entries[index].comment.seq
        if let from = event.fromSeq, let upto = event.uptoSeq, from <= seq, seq <= upto {
          decide(index, .deleted)
        }
      }
    default:
      for target in event.targets ?? [] {
        if let index = indices[target.commentID] { decide(index, target.state) }
      }
    }
    switch event.action {
    case .pin:
      for target in event.targets ?? [] {
        pinned.removeAll { $0 == target.commentID }
        pinned.append(target.commentID)
      }
    case .unpin:
      pinned.removeAll { id in event.targets?.contains { $0.commentID == id } == true }
    case .slowMode: slowModeSeconds = event.seconds ?? 0
    case .lock: locked = true
    case .unlock: locked = false
    default: break
    }
  }

  /// Evicting the oldest pin, or retracting a pinned comment, writes an automated `unpin`.
  private mutating func unpinRetracted(using generator: inout SeededGenerator) {
    let retracted = pinned.filter { state(of: $0) != .visible }
    for id in retracted + pinned.filter({ !retracted.contains($0) }).dropLast(3) {
      guard let entry = self[id] else { continue }
      let modSeq = latestModSeq.advanced(by: 1)
      append(
        ModerationEvent(
          modSeq: modSeq,
          moderationID: ModerationID(
            at: Timestamp(milliseconds: modSeq.rawValue), using: &generator),
          action: .unpin, at: Timestamp(milliseconds: modSeq.rawValue),
          targets: [
            .init(commentID: id, seq: entry.comment.seq, state: entry.state(at: .highest))
          ],
          actorKind: .automated))
    }
  }
}
