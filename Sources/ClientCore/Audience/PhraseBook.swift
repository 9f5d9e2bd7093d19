/// What people say while they watch a match, by language and mood.
///
/// The languages are chosen for their scripts: a terminal has to show them all.
enum PhraseBook {
  enum Language: CaseIterable {
    case english, spanish, portuguese, french, german, polish, turkish, vietnamese
    case russian, greek, arabic, hebrew, chinese, japanese, korean, thai, hindi
  }

  enum Mood: CaseIterable {
    /// Nothing much happens.
    case calm
    /// Something may happen at any moment.
    case tense
    /// It happened.
    case goal
    /// It was taken back, or went wrong.
    case gloom
  }

  static func phrases(_ language: Language, _ mood: Mood) -> [String] {
    let book = book(language)
    return switch mood {
    case .calm: book.calm
    case .tense: book.tense
    case .goal: book.goal
    case .gloom: book.gloom
    }
  }

  private struct Phrases {
    let calm: [String]
    let tense: [String]
    let goal: [String]
    let gloom: [String]
  }

  private static func book(_ language: Language) -> Phrases {
    switch language {
    case .english: english
    case .spanish: spanish
    case .portuguese: portuguese
    case .french: french
    case .german: german
    case .polish: polish
    case .turkish: turkish
    case .vietnamese: vietnamese
    case .russian: russian
    case .greek: greek
    case .arabic: arabic
    case .hebrew: hebrew
    case .chinese: chinese
    case .japanese: japanese
    case .korean: korean
    case .thai: thai
    case .hindi: hindi
    }
  }
}

extension PhraseBook {
  private static let english = Phrases(
    calm: [
      "hello from Leeds", "first time watching live, what did I miss?", "the stream is so smooth",
      "who else is watching at work? 👀", "that pass was lovely", "this referee again…",
      "my coffee is cold and I don't care ☕", "number 9 has not touched the ball yet",
      "is it raining there?", "audio is fine here, try a refresh", "42 minutes already??",
      "the keeper looks nervous", "greetings from Tauranga, it is 5 am 😴",
      "can someone explain offside to my cat", "I can't type and watch at the same time",
      "midfield is asleep", "somebody wake up the defence",
      "Honestly the best match of the season so far, and I have watched every single one of them "
        + "with my grandfather, who is now asleep on the sofa with the dog on his feet.",
    ],
    tense: [
      "OH", "here we go", "go go go", "corner!!", "my heart", "free kick, perfect spot",
      "shoot!!!", "I can't look", "WAIT", "penalty?? 🫣", "that was SO close",
    ],
    goal: [
      "GOOOOOOAL", "GOAL!!!!!! 🔥🔥🔥", "WHAT A STRIKE", "YESSSSS", "I woke up the whole house",
      "are you kidding me 🤯", "LET'S GOOOO 🎉🎉", "replay replay replay", "clip it!!",
      "top corner!! 😱", "unreal",
    ],
    gloom: [
      "no way that was offside", "VAR again 🙄", "robbed", "he hit the post 💀", "pain.",
      "I need a minute", "how do you miss that",
    ])

  private static let spanish = Phrases(
    calm: [
      "saludos desde Chiriquí 🇵🇦", "¿quién gana hoy?", "qué nervios", "buen partido, señores",
      "¿alguien sabe el minuto?", "acá en Rosario llueve", "mañana trabajo y aquí estoy 😅",
    ],
    tense: ["¡vamos!", "uyyyy", "casi casi", "¡tírala!", "ay mi corazón ❤️"],
    goal: ["¡GOOOOOL!", "GOLAZO 🔥", "¡qué golazo, por favor!", "vamos carajooo 🎉", "⚽⚽⚽"],
    gloom: ["no puede ser", "era fuera de juego…", "qué robo", "me quiero morir 😭"])

  private static let portuguese = Phrases(
    calm: [
      "boa noite de Recife 🌴", "esse meio-campo tá dormindo", "cadê o camisa 10?", "oi gente",
    ],
    tense: ["vai vai vai", "quaseeee", "chuta!!", "meu Deus"],
    goal: ["GOOOOOOL", "é gol!!! 🇧🇷🔥", "QUE GOLAÇO", "chorando aqui 😭❤️"],
    gloom: ["impedido não, né?", "ladrão!", "que azar"])

  private static let french = Phrases(
    calm: [
      "salut de Besançon", "l'arbitre est à l'ouest", "quel match, déjà", "ça joue bien ce soir",
    ],
    tense: ["allez allez", "oh là là", "frappe !!", "aïe aïe aïe"],
    goal: ["BUUUUT !!!", "quelle frappe 🚀", "incroyable 🤩", "énorme, énorme"],
    gloom: ["hors-jeu ? sérieusement ?", "c'est pas possible", "poteau… 😩"])

  private static let german = Phrases(
    calm: [
      "Grüße aus Straßkirchen", "wer macht heute den Kaffee?", "schönes Spiel bisher",
      "Donaudampfschifffahrtsgesellschaftskapitän im Tor oder was",
    ],
    tense: ["schieß doch!", "oh oh oh", "jetzt aber", "Ecke!"],
    goal: ["TOOOOR!", "Tor Tor Tor 🎉", "was für ein Ding 😲", "ich fass es nicht"],
    gloom: ["nie im Leben Abseits", "Pfosten. Natürlich.", "zum Heulen"])

  private static let polish = Phrases(
    calm: ["pozdro z Łodzi", "kto dziś strzela?", "żółta kartka, słusznie"],
    tense: ["dawaj dawaj", "ojojoj", "strzelaj!!"],
    goal: ["GOOOL!", "pięknie!!! 🔥", "nie wierzę 🤯"],
    gloom: ["był spalony?", "szkoda słów", "słupek…"])

  private static let turkish = Phrases(
    calm: ["İzmir'den selamlar", "hakem uyuyor", "çok güzel maç"],
    tense: ["hadi be", "vur şuna!", "az kaldı"],
    goal: ["GOOOOL 🔥", "inanılmaz!!", "işte bu! 🎉"],
    gloom: ["ofsayt değildi", "yazık oldu"])

  private static let vietnamese = Phrases(
    calm: ["xin chào từ Đà Nẵng", "trận này hay quá", "ai đang xem lúc 3 giờ sáng 😴"],
    tense: ["sút đi!", "trời ơi", "cố lên"],
    goal: ["VÀOOOO 🔥", "tuyệt vời!!", "quá đỉnh"],
    gloom: ["việt vị à?", "tiếc quá"])
}

extension PhraseBook {
  private static let russian = Phrases(
    calm: ["привет из Казани", "кто ведёт счёт?", "судья спит", "ещё только первый тайм"],
    tense: ["давай давай", "ой-ой-ой", "бей!!", "сейчас будет"],
    goal: ["ГООООЛ!!!", "вот это удар 🚀", "я разбудил соседей", "красота 🔥"],
    gloom: ["да не было офсайда", "штанга… 😩", "ну как так"])

  private static let greek = Phrases(
    calm: ["καλησπέρα από Πάτρα", "ωραίο ματς απόψε", "τι λέει ο διαιτητής;"],
    tense: ["πάμε πάμε", "σούταρε!!", "αχ η καρδιά μου"],
    goal: ["ΓΚΟΟΟΛ!!!", "τι γκολάρα 🔥", "απίστευτο 🤯"],
    gloom: ["οφσάιντ; σοβαρά;", "κρίμα…"])

  private static let arabic = Phrases(
    calm: ["تحية من الدار البيضاء", "مباراة جميلة اليوم", "كم الدقيقة الآن؟", "الصوت ممتاز"],
    tense: ["يلا يلا", "سدد!!", "يا ساتر"],
    goal: ["جووووول 🔥🔥", "هدف رائع!!!", "ما شاء الله ⚽", "لا أصدق 😱"],
    gloom: ["تسلل؟ مستحيل", "القائم… 💔", "يا خسارة"])

  private static let hebrew = Phrases(
    calm: ["שלום מחיפה", "משחק יפה עד עכשיו", "מי שומר על 9?"],
    tense: ["יאללה", "תבעט!!", "אוי הלב"],
    goal: ["גוללללל 🔥", "איזה שער!!!", "לא יאמן 🤯"],
    gloom: ["לא היה נבדל", "חבל…"])

  private static let chinese = Phrases(
    calm: ["大家好，来自成都", "今天的比赛真好看", "解说声音有点小", "几比几了？"],
    tense: ["快射！！", "加油加油", "好险"],
    goal: ["球进了！！！", "世界波 🔥🔥", "太强了", "牛啊啊啊啊"],
    gloom: ["越位？不会吧", "打在门柱上 😭", "可惜了"])

  private static let japanese = Phrases(
    calm: ["札幌から見てます", "今日の審判どう思う？", "眠いけど最後まで見る", "音声きれいですね"],
    tense: ["いけーーー", "打て！", "あぶない", "心臓に悪い"],
    goal: ["ゴーーーール！！！", "すごすぎる 🔥", "鳥肌立った", "キタ━━━(ﾟ∀ﾟ)━━━!!"],
    gloom: ["オフサイド？うそでしょ", "ポスト…😭", "惜しい"])

  private static let korean = Phrases(
    calm: ["부산에서 보고 있어요", "오늘 경기 재밌네요", "지금 몇 분이에요?"],
    tense: ["가자 가자", "슛!!", "심장 떨려"],
    goal: ["골!!!!!! 🔥", "미쳤다 ㅋㅋㅋㅋ", "와 대박", "소름 돋았어"],
    gloom: ["오프사이드라고?", "아깝다 ㅠㅠ"])

  private static let thai = Phrases(
    calm: ["สวัสดีจากเชียงใหม่", "เกมสนุกมาก", "กี่นาทีแล้ว"],
    tense: ["ยิงเลย!!", "ลุ้นมาก", "สู้ๆ"],
    goal: ["เข้าแล้วววว 🔥", "สุดยอด!!!", "โกลลลลล"],
    gloom: ["ล้ำหน้าเหรอ", "เสียดายจัง 😭"])

  private static let hindi = Phrases(
    calm: ["नमस्ते पुणे से", "बहुत बढ़िया मैच चल रहा है", "स्कोर क्या है?"],
    tense: ["मारो!!", "चलो चलो", "अरे यार"],
    goal: ["गोललललल 🔥", "क्या गोल था!!!", "ज़बरदस्त 🎉"],
    gloom: ["ऑफ़साइड? नहीं यार", "हाय राम 😩"])
}
