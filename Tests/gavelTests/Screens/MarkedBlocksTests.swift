import Testing

@testable import gavel

@Suite struct MarkedBlocksTests {
  private let document = """
    # Title

    <!-- screen feed -->

    ```
    old
    screen
    ```

    ```
    another
    ```
    <!-- screen charts -->
    ```
    ```
    end
    """

  @Test("the block after its mark is replaced, and nothing else")
  func replace() throws {
    var blocks = MarkedBlocks(document)
    try blocks.replace("feed", with: " new\n\n screen")
    try blocks.replace("charts", with: "chart")
    #expect(
      blocks.text
        == document.replacing("old\nscreen", with: " new\n\n screen")
        .replacing("```\n```\nend", with: "```\nchart\n```\nend"))
    let once = blocks.text
    try blocks.replace("feed", with: " new\n\n screen")
    #expect(blocks.text == once)
  }

  @Test(
    "a document without the block is left alone",
    arguments: ["", "<!-- screen feed -->", "<!-- screen feed -->\ntext\n```\n```", "```\n```"])
  func missing(_ text: String) {
    var blocks = MarkedBlocks(text)
    #expect(throws: MarkedBlocks.Missing.self) { try blocks.replace("feed", with: "x") }
    #expect(blocks.text == text)
  }
}
