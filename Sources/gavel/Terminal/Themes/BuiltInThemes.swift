/// The theme files that are compiled into the program, so that it needs nothing beside it.
enum BuiltInThemes {
  static var defaultName: String { files[0].name }

  /// File names without their extension, the default first.
  static let files: [(name: String, bytes: [UInt8])] = [
    ("dark", PackageResources.dark_toml),
    ("light", PackageResources.light_toml),
    ("high-contrast", PackageResources.high_contrast_toml),
    ("colour-blind-safe", PackageResources.colour_blind_safe_toml),
    ("monochrome", PackageResources.monochrome_toml),
    ("phosphor", PackageResources.phosphor_toml),
    ("amber", PackageResources.amber_toml),
    ("dusk", PackageResources.dusk_toml),
    ("paper", PackageResources.paper_toml),
  ]
}
