/// What emote shortcodes show as: the names that live chats use most, those of YouTube and those
/// that chat programs share.
///
/// Each is one emoji without a joiner, so that its width is the same everywhere.
enum EmoteNames {
  static func emoji(_ name: String) -> String? { table[name] }

  private static let table: [String: String] = [
    // YouTube's own
    "face-blue-smiling": "🙂", "face-red-droopy-eyes": "🥱", "face-purple-crying": "😢",
    "face-blue-question-mark": "🤔", "face-blue-covering-eyes": "🙈",
    "face-purple-smiling-fangs": "😈",
    "face-purple-sweating": "😅", "face-purple-smiling-tears": "😂", "face-blue-star-eyes": "🤩",
    "face-blue-heart-eyes": "😍", "face-blue-three-eyes": "👽", "face-blue-droopy-eyes": "😴",
    "face-blue-wide-eyes": "😳", "face-orange-raised-eyebrow": "🤨", "face-fuchsia-wide-eyes": "😳",
    "face-fuchsia-tongue-out": "😛", "face-orange-biting-nails": "😬", "face-red-heart-shape": "😍",
    "face-fuchsia-poop-shape": "💩", "face-purple-wide-eyes": "😮", "face-orange-frowning": "🙁",
    "face-pink-tears": "😭", "face-orange-tv-shape": "📺", "face-turquoise-covering-eyes": "🙈",
    "face-fuchsia-flower-shape": "🌸", "face-turquoise-drinking-coffee": "☕",
    "face-pink-drinking-tea": "🍵", "face-purple-open-box": "📦", "face-turquoise-music-note": "🎵",
    "hand-pink-waving": "👋", "hand-purple-blue-peace": "✋", "goat-turquoise-white-horns": "🐐",
    "cat-orange-whistling": "😺", "penguin-blue-waving-tear": "🐧", "octopus-red-waving": "🐙",
    "popcorn-yellow-striped-smile": "🍿", "trophy-yellow-smiling": "🏆",
    "person-turquoise-waving": "🙋", "elbowcough": "🤧", "hydrate": "💧", "washhands": "🧼",
    "thanksdoc": "🩺", "virtualhug": "🤗", "yougotthis": "💪", "chillwcat": "😺", "chillwdog": "🐶",
    "goodvibes": "✨", "shelterin": "🏠", "socialdist": "🚶", "stayhome": "🏠", "takeout": "🥡",
    "videocall": "📱", "learning": "📚", "oops": "😬", "jakeperalta": "😎",
    // Faces
    "smile": "😄", "smiley": "😃", "grin": "😁", "grinning": "😀", "joy": "😂", "rofl": "🤣",
    "laughing": "😆", "satisfied": "😆", "sweat_smile": "😅", "blush": "😊", "slight_smile": "🙂",
    "wink": "😉", "heart_eyes": "😍", "star_struck": "🤩", "kissing_heart": "😘", "yum": "😋",
    "sunglasses": "😎", "thinking": "🤔", "thinking_face": "🤔", "neutral_face": "😐",
    "expressionless": "😑", "rolling_eyes": "🙄", "smirk": "😏", "sleeping": "😴", "sleepy": "😪",
    "sob": "😭", "cry": "😢", "weary": "😩", "tired_face": "😫", "scream": "😱", "fearful": "😨",
    "flushed": "😳", "angry": "😠", "rage": "😡", "triumph": "😤", "exploding_head": "🤯",
    "partying_face": "🥳", "pleading_face": "🥺", "skull": "💀", "clown": "🤡", "clown_face": "🤡",
    "poop": "💩", "ghost": "👻", "robot": "🤖", "shrug": "🤷", "facepalm": "🤦", "hugs": "🤗",
    "upside_down": "🙃", "upside_down_face": "🙃", "nerd": "🤓", "nerd_face": "🤓", "salute": "🫡",
    // Hands
    "thumbsup": "👍", "+1": "👍", "thumbsdown": "👎", "-1": "👎", "clap": "👏", "wave": "👋",
    "raised_hands": "🙌", "pray": "🙏", "ok_hand": "👌", "muscle": "💪", "fist": "✊", "punch": "👊",
    "eyes": "👀", "point_up": "👆", "point_down": "👇", "crossed_fingers": "🤞", "metal": "🤘",
    // Hearts and signs
    "heart": "💗", "orange_heart": "🧡", "yellow_heart": "💛", "green_heart": "💚",
    "blue_heart": "💙", "purple_heart": "💜", "black_heart": "🖤", "broken_heart": "💔",
    "sparkling_heart": "💖", "fire": "🔥", "sparkles": "✨", "star": "⭐", "star2": "🌟", "boom": "💥",
    "100": "💯", "tada": "🎉", "confetti_ball": "🎊", "zzz": "💤", "warning": "🚨",
    "white_check_mark": "✅", "x": "❌", "question": "❓", "exclamation": "❗", "zap": "⚡",
    "rocket": "🚀", "trophy": "🏆", "medal": "🏅", "crown": "👑", "gem": "💎", "moneybag": "💰",
    "soccer": "⚽", "basketball": "🏀", "football": "🏈", "goal": "🥅", "checkered_flag": "🏁",
    "video_game": "🎮", "musical_note": "🎵", "notes": "🎶", "microphone": "🎤", "tv": "📺",
    "popcorn": "🍿", "beer": "🍺", "beers": "🍻", "coffee": "☕", "pizza": "🍕", "cake": "🍰",
    "cat": "🐱", "dog": "🐶", "frog": "🐸", "goat": "🐐", "bee": "🐝", "sun": "🌞", "moon": "🌙",
    "earth": "🌍", "rainbow": "🌈", "snowflake": "🧊", "gift": "🎁", "bell": "🔔", "alarm": "⏰",
  ]
}
