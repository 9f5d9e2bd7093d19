import ArgumentParser
import Foundation
import LiveComments

/// What it costs to turn frames into bytes and back.
struct CodecCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "codec", abstract: "CPU time to encode and decode frames, per comment.")

  @OptionGroup var options: MeasurementOptions

  @Option(help: "Comments in the batch.")
  var batch = 50

  func validate() throws {
    guard (1...1_000).contains(batch) else { throw ValidationError("--batch is 1 to 1000") }
  }

  func run() throws {
    guard let streamID = StreamID(rawValue: "bench") else { throw ExitCode.failure }
    var chatter = Chatter(streamID: streamID, seed: 1)
    let start = Timestamp(milliseconds: 1_767_225_600_000)
    let comments = chatter.comments(batch, from: start)
    let frame = ServerFrame.comments(
      ServerFrame.CommentBatch(
        after: .zero, upto: .zero.advanced(by: Int64(batch)), latestModSeq: .zero,
        comments: comments))
    let ack = ServerFrame.ack(
      .comment(
        key: "0001-000000001234", seq: comments[0].seq, commentID: comments[0].commentID,
        state: .visible))
    let post = ClientFrame.post(key: "0001-000000001234", chatter.post())

    var report = options.report("codec")
    report.rows = [
      try encoding("encode comments × \(batch)", frame, items: batch),
      try decoding("decode comments × \(batch)", frame, items: batch) {
        try WireCodec.decode(ServerFrame.self, from: $0)
      },
      try encoding("encode ack", ack, items: 1),
      try decoding("decode ack", ack, items: 1) {
        try WireCodec.decode(ServerFrame.self, from: $0)
      },
      try encoding("encode post", post, items: 1),
      try decoding("decode post", post, items: 1) {
        try WireCodec.decodeStrictly(ClientFrame.self, from: $0)
      },
    ]
    let bytes = try WireCodec.encode(comments[0]).count
    report.notes = [
      "A comment here is \(bytes) bytes of JSON. Ratios are to Foundation's JSONSerialization of the",
      "same text, and to copying its bytes.",
    ]
    try options.show(report)
  }

  private func encoding(
    _ name: String, _ value: some Encodable, items: Int
  ) throws -> Report.Row {
    let bytes = try WireCodec.encode(value)
    let object = try JSONSerialization.jsonObject(with: Data(bytes))
    let times = try perItem(items) { consume(try WireCodec.encode(value)) }
    let baseline = try perItem(items) {
      consume(try JSONSerialization.data(withJSONObject: object))
    }
    return row(name, times, baseline, copying(bytes, items: items), bytes: bytes.count / items)
  }

  /// - Parameter decode: as clients and servers do it, which is not the same for every frame.
  private func decoding<Value: Codable>(
    _ name: String, _ value: Value, items: Int, by decode: ([UInt8]) throws -> Value
  ) throws -> Report.Row {
    let bytes = try WireCodec.encode(value)
    let data = Data(bytes)
    let times = try perItem(items) { consume(try decode(bytes)) }
    let baseline = try perItem(items) { consume(try JSONSerialization.jsonObject(with: data)) }
    return row(name, times, baseline, copying(bytes, items: items), bytes: bytes.count / items)
  }

  private func copying(_ bytes: [UInt8], items: Int) -> Samples {
    let target = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
    defer { target.deallocate() }
    return perItem(items) {
      target.copyBytes(from: bytes)
      consume(target)
    }
  }

  private func row(
    _ name: String, _ times: Samples, _ serialization: Samples, _ copy: Samples, bytes: Int
  ) -> Report.Row {
    Report.Row(
      name: name,
      figures: [
        Figure("µs each", times, .fixed(2)),
        Figure("bytes each", [Double(bytes)], .count),
        Figure("JSONSerialization", [times.median / serialization.median], .ratio),
        Figure("memcpy", [times.median / copy.median], .ratio),
      ])
  }

  /// Microseconds of CPU time that one item of `body`'s takes, enough repetitions to be measured.
  private func perItem(_ items: Int, _ body: () throws -> Void) rethrows -> Samples {
    let repetitions = max(1, 20_000 / items)
    return try CPUTime.samples(runs: options.runs) {
      for _ in 0..<repetitions { try body() }
    }.map { $0 * 1e6 / Double(repetitions * items) }
  }
}
