/// Scalars that are read as an ASCII letter, lower-cased, without having it as a decomposition.
///
/// A hand-picked part of the confusables of UTS #39: what fonts draw alike and evaders use.
enum Lookalikes {
  /// A letter of another script that looks like an ASCII one.
  struct Likeness {
    /// ASCII, lower case.
    var letter: UInt8
    /// Whether the two are drawn the same; the rest only resemble each other, as small capitals do.
    var isExact: Bool
  }

  /// Variants within the Latin script: they are the letter, wherever they stand.
  static func latinVariant(of scalar: UInt32) -> UInt8? {
    switch scalar {
    // Negative circled and negative squared letters, then regional indicators.
    case 0x1F150...0x1F169: UInt8(ascii: "a") + UInt8(scalar - 0x1F150)
    case 0x1F170...0x1F189: UInt8(ascii: "a") + UInt8(scalar - 0x1F170)
    case 0x1F1E6...0x1F1FF: UInt8(ascii: "a") + UInt8(scalar - 0x1F1E6)
    default: latin[scalar]
    }
  }

  /// Letters of other scripts, by their scalar before lower-casing.
  static func likeness(of scalar: UInt32) -> Likeness? { otherScripts[scalar] }

  private static let latin = table(
    "a:ɑᴀ b:ʙƀɓƃ c:ᴄƈ d:ᴅđɖɗ e:ᴇəɛǝ f:ꜰƒ g:ɢɡɠ h:ʜħɦ i:ɪıɩɨ j:ᴊɉ k:ᴋƙ l:ʟłɫƚ m:ᴍɱ n:ɴɲƞ o:ᴏøɵ "
      + "p:ᴘƥ q:ʠ r:ʀɾɽ s:ꜱʂ t:ᴛŧƭʈ u:ᴜʉ v:ᴠʋ w:ᴡ x:ⅹ y:ʏƴ z:ᴢƶʐ")

  private static let otherScripts: [UInt32: Likeness] = {
    let exact =
      "a:аАαΑᎪ b:ВΒᏴ c:сСϲᏟ d:ԁᎠ e:еЕΕᎬ f:Ϝ g:Ꮐ h:һНΗհᎻ i:іІΙᎥ j:јЈϳᎫ k:КΚᏦ l:ӏᏞ m:МΜᎷ n:ΝՈ "
      + "o:оОοΟօՕ p:рРρΡᏢ q:ԛ r:Ꮢ s:ѕЅՏᏚ t:ТΤᎢ u:սՍ v:ѵѴνᏙ w:ԝԜᎳ x:хХΧ y:уүҮΥ z:ΖᏃ"
    let similar = "b:вьβ e:єεЄ h:н i:ι k:кκ m:м n:пηո o:σ p:ք r:г t:тτ u:υ w:шω x:χ y:Уγ"
    var likenesses: [UInt32: Likeness] = [:]
    for (scalar, letter) in table(similar) {
      likenesses[scalar] = Likeness(letter: letter, isExact: false)
    }
    for (scalar, letter) in table(exact) {
      likenesses[scalar] = Likeness(letter: letter, isExact: true)
    }
    return likenesses
  }()

  /// Reads `letter:variants` groups.
  private static func table(_ groups: String) -> [UInt32: UInt8] {
    var table: [UInt32: UInt8] = [:]
    for group in groups.split(separator: " ") {
      let scalars = Array(group.unicodeScalars)
      for variant in scalars.dropFirst(2) {
        table[variant.value] = UInt8(ascii: scalars[0])
      }
    }
    return table
  }
}
