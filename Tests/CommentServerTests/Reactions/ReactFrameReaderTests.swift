import LiveComments
import NIOCore
import ServerCore
import Testing

@testable import CommentServer

@Suite("The reader of react frames")
struct ReactFrameReaderTests {
  private static let id = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"

  private func read(_ text: String) -> Reaction? {
    var reader = ReactFrameReader()
    return reader.read(ByteBuffer(string: text))
  }

  @Test(
    "reads what the decoder reads",
    arguments: [
      #"{"type":"react","emoji":"🔥"}"#, #"{"type":"react","emoji":"❤","count":1}"#,
      #"{"type":"react","emoji":"👨‍👩‍👧‍👦","count":50}"#,
      #"{"type":"react","count":7,"emoji":"🔥"}"#,
      #"{"type":"react","comment_id":"\#(id)","emoji":"🔥","count":10}"#,
      #"{"type":"react","emoji":"🔥","comment_id":"\#(id)"}"#,
    ])
  func plain(_ text: String) throws {
    guard case .react(let request) = try WireCodec.decode(ClientFrame.self, from: text.utf8)
    else {
      Issue.record("\(text) is no react frame")
      return
    }
    #expect(try read(text) == Reaction(request))
  }

  @Test(
    "leaves the rest to the decoder",
    arguments: [
      "", "{", #"{"type":"react"}"#, #"{"type":"react","#, #"{"type":"react","}"#,
      #"{"type":"react","emoji":"🔥""#, #"{"type":"react","emoji":"🔥"} "#,
      #"{"type":"react","emoji":"🔥",}"#, #"{"type":"react","emoji":"🔥","emoji":"🔥"}"#,
      #"{"type":"react","emoji":"\ud83d\udd25"}"#, #"{"type":"react","emoji": "🔥"}"#,
      #"{"type":"react","emoji":"x"}"#, #"{"type":"react","emoji":"🔥","count":0}"#,
      #"{"type":"react","emoji":"🔥","count":51}"#, #"{"type":"react","emoji":"🔥","count":01}"#,
      #"{"type":"react","emoji":"🔥","count":1.5}"#, #"{"type":"react","emoji":"🔥","count":-1}"#,
      #"{"type":"react","emoji":"🔥","comment_id":"x"}"#, #"{"type":"react","count":1}"#,
      #"{"type":"post","emoji":"🔥"}"#, #"{"type":"react","emoji":"🔥","other":1}"#,
    ])
  func others(_ text: String) {
    #expect(read(text) == nil)
  }
}
