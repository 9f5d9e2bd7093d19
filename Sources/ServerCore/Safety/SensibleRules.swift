extension SafetyRules {
  /// The rules that `gavel demo` and a configured server start with: what is hardly ever meant well
  /// waits for review, long shouting is marked, and neither first comments nor a cheering chat are.
  ///
  /// The words are insults, threats and the phrases of common scams; a community adds its own.
  public static let sensible = SafetyRules(
    blocklist: Blocklist(
      response: .hold,
      words: [
        "kys", "kill yourself", "go die", "neck yourself", "hope you die", "end yourself",
        "retard", "retarded", "whore", "slut", "cunt", "twat", "bastard", "motherfucker",
        "fuck you", "fuck off", "piece of shit", "dickhead", "asshole", "arsehole",
        "free nitro", "free followers", "buy followers", "cheap viewers", "free skins",
        "double your bitcoin", "crypto giveaway", "send me your password", "onlyfans leak",
      ]),
    links: Links(
      response: .hold,
      allow: ["youtube.com", "youtu.be", "twitch.tv", "wikipedia.org", "github.com"]),
    repeats: Repeats(response: .hold, anyUser: 12, withinSeconds: 20),
    capitals: Capitals(response: .flag, ratio: 0.9, minimumLetters: 40),
    firstComment: FirstComment())
}
