/// How much the last label of a dotted name says about whether the name is a domain.
enum TopLevelDomain {
  /// A domain even when the dot is spelled out: `example dot com`.
  case classic
  /// A domain wherever a dot stands right before it.
  case certain
  /// A domain when a path, a port, a third label, a digit or a hyphen goes with it: these are words,
  /// or endings of file names, that follow a full stop when somebody forgets the space.
  case possible

  /// Nil when there is no such domain.
  static func of(_ label: String) -> TopLevelDomain? {
    if classicNames.contains(label) { return .classic }
    if certainNames.contains(label) || label.hasPrefix("xn--") { return .certain }
    return possibleNames.contains(label) ? .possible : nil
  }

  private static let classicNames = names("com net org info biz xyz io gg tv ru cc ly shop online")

  /// Generic domains that links in chats use, and country codes that are no words.
  private static let certainNames = names(
    """
    edu gov mil int site website store club vip icu tech dev app cloud click agency bet casino \
    poker porn xxx dating loan finance crypto nft fm co ai gl ml cf gq ga pw su cn uk fr jp br nl \
    ca au kr tw hk sg ua cz dk gr hu mx nz pt ro sk tr vn za eu asia mobi wiki bio buzz quest cyou \
    sbs cfd guru ninja ltd inc llc рф укр онлайн сайт 中国 公司 网络
    """)

  /// Country codes and generic domains that are words, or endings of file names, of some language.
  private static let possibleNames = names(
    """
    am at ba be bg by ch cl de do ee es fi ge gift hm hr id ie il im in ir is it ke kz la lk lt lv \
    ma md me mm mo mov ms mu my ng no np pe ph pk pl pm ps py rs sa se sh si so st th tk tl tm to \
    us uy uz va ve vi ws ye zip zw al ar live fun work today world life group email team game games \
    chat news blog space rest top pro link stream money media digital loan sex adult name page cam \
    zone monster lol bond rocks cool best fans gold
    """)

  private static func names(_ text: String) -> Set<String> {
    Set(text.split(separator: " ").map(String.init))
  }
}
