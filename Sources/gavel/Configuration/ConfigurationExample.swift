/// A configuration that names every key and explains it: what `gavel config example` prints.
enum ConfigurationExample {
  static let text = """
    # Gavel's configuration. `gavel config path` says where it belongs, `gavel config check`
    # what is wrong with it. Everything may be left out.

    # The token to show to the servers below that name none of their own. A path that is relative
    # begins at this file's directory. The file should be readable by nobody else (chmod 600).
    # Servers that are not listed here are never shown a token, unless --token-file says so.
    #token_file = "ada.token"

    # `gavel themes` lists them; your own stand in the directory themes beside this file.
    #theme = "dark"

    # Why moderators act: offered as the digits from 1 after an action. At most nine.
    #reasons = ["spam", "abuse", "off topic", "spoiler", "self-promotion"]

    # How the feed tells when a comment was written: "absolute", "relative" or "none".
    #times = "absolute"

    # Whether near-identical comments are folded into one line, and how emote shortcodes are
    # shown: "short" or "full".
    #repeats = true
    #emotes = "short"

    # What is lit besides mentions of you, and what is hidden: queries as / takes them. The bell
    # rings for nothing ("off"), for "mentions", or for "highlights" too.
    #highlights = ["goal", "from:ada"]
    #filters = ["from:bot*", "-is:mod re:^!"]
    #bell = "off"

    # The emojis that the digits stand for when you react. At most nine.
    #reactions = ["👍", "❤️", "😂", "😮", "😢", "🔥", "👏", "🎉", "⚽"]

    # Whether the mouse selects and scrolls (hold Shift to select text), whether frames and charts
    # are drawn with ASCII alone, and whether there are pictures that move, and `gavel tail` draws
    # the row that you type on again.
    #mouse = true
    #ascii = false
    #motion = true

    # Servers and streams under short names: `gavel watch finals`, `gavel tail home/lounge`.
    #[servers.finals]
    #url = "https://comments.example/streams/finals"
    #token_file = "finals.token"

    #[servers.home]
    #url = "http://127.0.0.1:8080"

    # Keys, for each context: an action and its keys, which replace those that it has. `gavel keys`
    # prints what is in force. [] takes an action's keys away. `everywhere` stands for all contexts
    # in which an action has keys; a context of its own goes before it. The contexts are live,
    # frozen, pane, held, user, composing, command-line, searching, help, streams, question and
    # choosing. Keys are written d, D, ctrl-d, alt-d, f5, space, enter, esc, tab, pageup, up, shift-up.
    #[keys.everywhere]
    #help = ["?", "f1"]

    #[keys.frozen]
    #delete = "d"
    #reply = ["r", "ctrl-r"]

    """
}
