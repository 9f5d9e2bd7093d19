import LiveComments

extension Recording {
  /// Reads a file's bytes, whole: nothing is played of a file that is wrong anywhere.
  ///
  /// Throws `MalformedRecording`, which names the record and what is wrong with it.
  public init(_ bytes: [UInt8]) throws(MalformedRecording) {
    let (format, records) = try Self.records(bytes)
    var comments: [RecordedComment] = []
    comments.reserveCapacity(records.count)
    var retracted: Set<String> = []
    var skipped = 0
    var clock = RecordingClock()
    for (number, range) in records {
      do throws(MalformedRecording) {
        switch try Self.decode(bytes[range], as: format) {
        case .comment(let raw):
          comments.append(
            RecordedComment(
              record: number, offset: clock.offset(of: raw), author: raw.author,
              content: raw.content, recordedID: raw.id, recordedReplyTo: raw.replyTo))
        case .retraction(let id):
          retracted.insert(id)
          skipped += 1
        case .noText:
          skipped += 1
        }
      } catch {
        throw MalformedRecording(record: error.record ?? number, error.reason)
      }
    }
    if !retracted.isEmpty {
      let before = comments.count
      comments.removeAll { comment in comment.recordedID.map(retracted.contains) ?? false }
      skipped += before - comments.count
    }
    self.format = format
    self.comments = comments
    self.skipped = skipped
    fingerprint = Self.fingerprint(bytes)
  }

  private enum Decoded {
    case comment(RawRecord)
    case retraction(id: String)
    case noText
  }

  private static func decode(
    _ bytes: ArraySlice<UInt8>, as format: Format
  ) throws(MalformedRecording) -> Decoded {
    switch format {
    case .twitchDownloader: return .comment(try read(TwitchDownloaderRecord.self, bytes).raw)
    case .lines: return .comment(try read(LineRecord.self, bytes).raw)
    case .chatDownloader:
      return try read(ChatDownloaderRecord.self, bytes).raw().map(Decoded.comment) ?? .noText
    case .tail:
      let record = try read(TailRecord.self, bytes)
      if let raw = try record.raw() { return .comment(raw) }
      return .retraction(id: record.commentID.rawValue)
    }
  }

  private static func read<Record: Decodable>(
    _ type: Record.Type, _ bytes: ArraySlice<UInt8>
  ) throws(MalformedRecording) -> Record {
    do {
      return try WireCodec.decode(type, from: bytes)
    } catch {
      throw MalformedRecording(error.detail)
    }
  }

  /// FNV-1a of 64 bits (Fowler, Noll and Vo): it names a file among a user's few, no more.
  private static func fingerprint(_ bytes: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }
}

/// Puts records in time: offsets from the first, never running backwards.
private struct RecordingClock {
  private var start: Int64?
  private var latest: Int64 = 0

  /// A record without a time, or with an earlier one, takes that of the record before it.
  mutating func offset(of record: RawRecord) -> Duration {
    if let microseconds = record.microseconds {
      let start = start ?? microseconds
      self.start = start
      latest = max(latest, microseconds - start)
    }
    return .microseconds(latest)
  }
}
