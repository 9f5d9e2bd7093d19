/// Letters as a search compares them: without case and without diacritics.
///
/// A letter that its readers take for another one, with or without a mark (Cyrillic `й`, kana with
/// voicing marks), stays what it is.
enum LetterFolding {
  /// What a scalar outside ASCII is read as: nothing for marks and for what cannot be seen.
  static func append(_ scalar: Unicode.Scalar, to folded: inout [UInt32]) {
    switch scalar.value {
    case 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FFF, 0xAC00...0xD7A3:
      folded.append(scalar.value)
    default:
      guard !isIgnored(scalar) else { return }
      let lower = lowerCased(scalar)
      if let letters = letters[lower] { folded += letters } else { folded.append(lower) }
    }
  }

  /// Whether a search passes over it: it cannot be seen, or it is a mark that may be left out.
  static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value > 0xA0 else { return false }
    let properties = scalar.properties
    // Classes up to 9 are nukta, voicing marks and viramas, which make another letter.
    return properties.isDefaultIgnorableCodePoint
      || properties.canonicalCombiningClass.rawValue > 9
  }

  static func lowerCased(_ scalar: Unicode.Scalar) -> UInt32 {
    if scalar.isASCII {
      return (0x41...0x5A).contains(scalar.value) ? scalar.value + 0x20 : scalar.value
    }
    guard scalar.properties.changesWhenLowercased else { return scalar.value }
    return scalar.properties.lowercaseMapping.unicodeScalars.first?.value ?? scalar.value
  }

  /// By the lower-case letter, what it is read as.
  private static let letters: [UInt32: [UInt32]] = {
    let groups = """
      a:àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ ae:æǣǽ b:ḃḅḇ c:çćĉċčḉ d:ďđḋḍḏḑḓ
      e:èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ f:ḟ g:ĝğġģǧǵḡ h:ĥħȟḣḥḧḩḫẖ i:ìíîïĩīĭįıǐȉȋḭḯỉị j:ĵǰ
      k:ķǩḱḳḵ l:ĺļľłḷḹḻḽ m:ḿṁṃ n:ñńņňǹṅṇṉṋ o:òóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ oe:œ
      p:ṕṗ r:ŕŗřȑȓṙṛṝṟ s:śŝşšșſṡṣṥṧṩẛ ss:ß t:ţťțṫṭṯṱẗ
      u:ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự v:ṽṿ w:ŵẁẃẅẇẉẘ x:ẋẍ y:ýÿŷȳẏẙỳỵỷỹ z:źżžẑẓẕ
      α:άἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ ε:έἐἑἒἓἔἕὲέ η:ήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ
      ι:ΐίϊἰἱἲἳἴἵἶἷὶίῐῑῒΐῖῗ ο:όὀὁὂὃὄὅὸό ρ:ῤῥ σ:ς υ:ΰϋύὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ
      ʒ:ǯ ω:ώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ е:ѐё и:ѝ
      """
    var letters: [UInt32: [UInt32]] = [:]
    for group in groups.split(whereSeparator: \.isWhitespace) {
      let parts = group.split(separator: ":")
      let base = parts[0].unicodeScalars.map(\.value)
      for variant in parts[1].unicodeScalars { letters[variant.value] = base }
    }
    return letters
  }()
}
