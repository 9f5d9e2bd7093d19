import LiveComments

/// One simulated person: a name, a language, and how much they talk.
struct Persona: Sendable, Hashable {
  let author: Author
  let language: PhraseBook.Language
  /// How often this person speaks, compared with others.
  let talkativeness: Double
  /// Whether this person supports the home side: half of the chat is sad when the rest is glad.
  let isHome: Bool
}

extension Persona {
  /// The cast that a seed gives: the same people, in the same order, every time.
  static func cast(using random: inout SeededGenerator) -> [Persona] {
    var people: [Persona] = []
    for (language, names) in names {
      for name in names {
        // A few people write most of a chat: the square of an even draw has that shape.
        let draw = Double.random(in: 0.1...1, using: &random)
        people.append(
          Persona(
            author: Author(userID: UserID(rawValue: "demo-\(people.count)"), userName: name),
            language: language, talkativeness: draw * draw,
            isHome: Bool.random(using: &random)))
      }
    }
    return people
  }

  private static let names: [(PhraseBook.Language, [String])] = [
    (
      .english,
      [
        "maple_syrup", "KeeperFan99", "north_stand_nia", "tom", "Ruth B.", "offside_ollie",
        "quietHarbour", "Captain Biscuit 🍪", "jess_w", "OldTrafalgar", "half_time_pie", "Zed",
        "a_very_long_name_that_somebody_chose_in_2009",
      ]
    ),
    (.spanish, ["LaNegra", "marta_ríos", "El Profe", "pipe_90"]),
    (.portuguese, ["Joãozinho", "bia.m"]),
    (.french, ["Éloïse", "gégé"]),
    (.german, ["Jürgen_K", "die_kurve", "Mäxchen"]),
    (.polish, ["Zbyszek", "łodzianka"]),
    (.turkish, ["Çağla", "ışık"]),
    (.vietnamese, ["Nguyễn Thảo"]),
    (.russian, ["Борис", "лиса_алиса", "Тихий Дон"]),
    (.greek, ["Νίκος", "θάλασσα"]),
    (.arabic, ["ياسمين", "أبو عمر"]),
    (.hebrew, ["נועה", "אבי"]),
    (.chinese, ["小明", "夜猫子", "成都老王"]),
    (.japanese, ["さくら", "ゴール職人", "たろう"]),
    (.korean, ["민준", "치킨은못참지"]),
    (.thai, ["น้องมิ้นท์", "สมชาย"]),
    (.hindi, ["प्रिया", "क्रिकेट_छोड़ो"]),
  ]
}
