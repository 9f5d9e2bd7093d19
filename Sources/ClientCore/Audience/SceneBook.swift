/// What is said in the scenes.
enum SceneBook {
  static let gladEmoji = [
    "🔥🔥🔥", "👏👏👏", "🎉", "⚽⚽⚽⚽", "😂😂", "❤️", "💙🤍", "🙌🏽🙌🏿🙌🏻", "🇧🇷🇯🇵🇬🇷", "👨‍👩‍👧‍👦 ❤️ ⚽", "🐐", "1️⃣ – 0️⃣",
    "🏴‍☠️🏴‍☠️", "🤌", ":goal_dance:", "🫶🫶",
  ]

  static let sadEmoji = ["😭😭😭", "💔", "🤦‍♀️", "🤦🏿‍♂️", "😩", "🙄", "💀", ":sad_trombone:"]

  static let answers = [
    "this", "exactly", "no chance", "😂", "agreed", "are we watching the same match?", "100%",
    "да", "sí, totalmente", "そうそう", "그러게요", "صحيح", "genau", "👍🏼", "нет конечно", "haha no",
  ]

  struct Thread {
    let question: String
    let answers: [String]
  }

  static let questions = [
    Thread(
      question: "what does the yellow line on the stream mean?",
      answers: ["offside line", "it's the offside line, from VAR", "that's where the snacks are"]),
    Thread(
      question: "who is the keeper with the moustache?",
      answers: ["Halvorsen", "Halvorsen, third season here", "that is not a moustache 😂"]),
    Thread(
      question: "how long is added time?", answers: ["4", "four minutes", "five", "it was 4"]),
    Thread(
      question: "is there a stream with Arabic commentary? هل يوجد تعليق عربي؟",
      answers: ["نعم، القناة الثانية", "yes, press the ear button", "second audio track 🎧"]),
  ]

  static let quarrels = [
    [
      "your striker dives every week", "he was touched, watch it again",
      "touched by the wind maybe", "you said the same last season and then lost 4:0",
      "3:0. learn to count", "oh now details matter",
      "details matter when people make things up", "says the one who left at half time",
      "I had WORK", "sure you did", "you know nothing about this club",
      "I have been coming here since before you could tie your boots",
    ],
    [
      "pineapple on the stadium pizza again, disgusting", "it's the best thing they sell",
      "you cannot be serious", "sweet and salt, look it up",
      "people like you are why the queue is so long",
      "people like YOU hold up the queue to complain",
      "because it is a CRIME", "then call the police about a pizza", "I might",
      "please do, and tell us what they say",
    ],
  ]

  static let asides = [
    "🍿", "calm down you two", "get a room", "mods are asleep", "this is better than the match",
    "popcorn time 🍿🍿", "друзья, хватит", "ya basta los dos", "喧嘩はやめて", "كفى يا شباب",
  ]

  static let spam = [
    "🤑🤑 FREE COINS for everyone who follows me NOW 🤑🤑", "FOLLOW ME I FOLLOW BACK FOLLOW ME",
    "▄▀▄▀▄▀ COINS ▀▄▀▄▀▄",
  ]

  static let links = [
    "HD stream no lag → http://watch-match-hd.example/live",
    "better quality here: bit.example/9x2f",
    "www.free-tickets.example 🎟️ only today", "my analysis: https://blog.example/offside?ref=chat",
    "hxxp://totally-legal.example (works!!)", "join us on t.example/matchtalk",
  ]

  /// One mild insult, and ways to hide it: digits, spaces, other alphabets, invisible characters.
  static let evasions = [
    "moron", "m0r0n", "m o r o n", "m.o.r.o.n", "mоrоn", "𝓶𝓸𝓻𝓸𝓷", "mo\u{200B}ron", "ⓜⓞⓡⓞⓝ", "MORON",
    "moooron",
  ]

  static let raids = [
    "🚢🚢 THE HARBOUR CREW WAS HERE 🚢🚢", "GREETINGS FROM THE OTHER STREAM 👋👋👋",
    "н̶а̶ш̶ ч̶а̶т̶ л̶у̶ч̶ш̶е̶ 😈",
  ]
}
