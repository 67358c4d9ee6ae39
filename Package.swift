// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// A module of the house; what it may import is drawn in Documentation/architecture.md.
func module(_ name: String, imports: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: imports, swiftSettings: settings)
}

/// The tests of a module. Files that they read lie beside them and are found by path.
func tests(
  _ name: String, imports: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .testTarget(
    name: name + "Tests",
    dependencies: [.target(name: name), .target(name: "TestSupport")] + imports,
    path: "Tests/" + name,
    exclude: exclude,
    swiftSettings: settings)
}

let package = Package(
  name: "longhand",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "longhand", targets: ["longhand"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    .systemLibrary(
      name: "CCommonMark",
      pkgConfig: "libcmark",
      providers: [.apt(["libcmark-dev"]), .brew(["cmark"])]),
    .systemLibrary(
      name: "CLibYAML",
      pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(
      name: "CLibPNG",
      pkgConfig: "libpng",
      providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .target(name: "GreyPixels", dependencies: ["CLibPNG"]),
    .systemLibrary(
      name: "CLBFGS",
      pkgConfig: "liblbfgs",
      providers: [.apt(["liblbfgs-dev"]), .brew(["liblbfgs"])]),
    module("SourceText"),
    module("Matrices"),
    module("Notation", imports: ["SourceText"]),
    module("Kernels", imports: ["Notation", "Matrices", "SourceText"]),
    .target(name: "TileLoops"),
    module("Training", imports: ["CLBFGS", "Kernels", "Matrices", "TileLoops"]),
    module("Pictures", imports: ["Matrices"]),
    module("Reasons", imports: ["Kernels", "Matrices", "Notation", "SourceText"]),
    module("Checking", imports: ["Kernels", "Notation", "Matrices", "Reasons", "SourceText"]),
    module("Questions", imports: ["Kernels", "Notation", "Matrices", "Reasons", "SourceText"]),
    module(
      "Lessons",
      imports: [
        "CCommonMark", "CLibYAML", "Checking", "GreyPixels", "Kernels", "Matrices", "Notation",
        "Questions", "SourceText", "Training", "Pictures",
      ]),
    module(
      "Learning",
      imports: [
        "Lessons", "Questions", "Checking", "Kernels", "Matrices", "Notation", "Reasons",
        "SourceText",
      ]),
    module(
      "Saying",
      imports: [
        "Learning", "Lessons", "Questions", "Reasons", "Kernels", "Matrices", "Notation",
        "Pictures", "SourceText", "Training",
      ]),
    .target(
      name: "PageAssets",
      exclude: [
        "page.css", "mathematics.woff2", "mathematics-licence.txt", "make-font.py",
        "numerals.js", "program.js", "marking.js",
        "page.js", "progress.js", "formulas.js", "givens.js", "opening.js", "questions.js",
        "lesson.js", "contents.js", "start.js", "preview.js",
      ]),
    module(
      "Publishing",
      imports: [
        "PageAssets", "Saying", "Learning", "Lessons", "Questions", "Reasons", "Kernels",
        "Matrices", "Notation", "Pictures", "SourceText",
      ]),
    module(
      "Typesetting",
      imports: [
        "Saying", "Lessons", "Questions", "Reasons", "Kernels", "Matrices",
        "Notation", "Pictures", "SourceText", "Training",
      ]),
    module(
      "Screens",
      imports: [
        "Saying", "Learning", "Typesetting", "Lessons", "Questions", "Kernels", "Matrices",
        "Notation", "Pictures", "SourceText", "Training",
      ]),
    module("Terminal", imports: ["SourceText"]),
    module(
      "Commands",
      imports: [
        "Screens", "Pictures", "Publishing", "Saying", "Typesetting", "Learning", "Lessons",
        "Kernels", "Matrices", "Notation", "Questions", "Terminal", "Training", "SourceText",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(name: "longhand", dependencies: ["Commands"], swiftSettings: settings),

    // A target here and no package of its own: it measures what no other package may see.
    .executableTarget(
      name: "formulas-benchmark",
      dependencies: ["Checking", "Kernels", "Matrices", "Notation", "SourceText"],
      path: "Benchmarks/Formulas", swiftSettings: settings),

    .target(name: "Peak", path: "Benchmarks/Peak"),
    .executableTarget(
      name: "training-benchmark",
      dependencies: [
        "Kernels", "Matrices", "Notation", "Peak", "SourceText", "TileLoops", "Training",
      ],
      path: "Benchmarks/Training", swiftSettings: settings),

    .executableTarget(
      name: "screens-benchmark",
      dependencies: [
        "Kernels", "Learning", "Lessons", "Matrices", "Notation", "Screens", "SourceText",
        "Terminal", "Training", "Typesetting",
      ],
      path: "Benchmarks/Screens", swiftSettings: settings),

    .executableTarget(
      name: "reasons-benchmark",
      dependencies: ["Kernels", "Lessons", "Reasons", "SourceText", "TestMaterial"],
      path: "Benchmarks/Reasons", swiftSettings: settings),

    // What a benchmark takes as well: it is built without the library for tests.
    .target(
      name: "TestMaterial", dependencies: ["SourceText"], path: "Tests/TestMaterial",
      swiftSettings: settings),
    .target(
      name: "TestSupport",
      dependencies: ["Checking", "Kernels", "Lessons", "Notation", "SourceText"],
      path: "Tests/TestSupport",
      swiftSettings: settings),
    .executableTarget(
      name: "fuzz", dependencies: ["TestSupport"], path: "Tests/Fuzz", swiftSettings: settings),
    tests("SourceText", imports: ["Typesetting"]),
    tests("Matrices"),
    tests("Pictures", imports: ["Matrices"]),
    tests(
      "Training", imports: ["Kernels", "Matrices", "Notation", "SourceText", "TileLoops"]),
    tests(
      "Reasons",
      imports: ["Kernels", "Lessons", "Matrices", "Notation", "SourceText", "TestMaterial"],
      exclude: ["Derivations"]),
    tests("Terminal"),
    tests("Notation", imports: ["SourceText", "Typesetting"], exclude: ["latex-commands.txt"]),
    tests(
      "Kernels", imports: ["Lessons", "Matrices", "Notation", "SourceText", "Typesetting"],
      exclude: ["Corpus", "Conformance", "Operations"]),
    tests(
      "Lessons",
      imports: [
        "Kernels", "Matrices", "Notation", "Questions", "SourceText", "Training", "Pictures",
        "TestMaterial",
      ],
      exclude: ["Pictures", "Values"]),
    tests(
      "Learning",
      imports: [
        "Kernels", "Lessons", "Matrices", "Notation", "Questions", "Reasons", "SourceText",
      ],
      exclude: ["Slips"]),
    tests("Saying", imports: ["Kernels", "Lessons", "Notation", "SourceText"]),
    tests(
      "Publishing",
      imports: [
        "Kernels", "Learning", "Lessons", "Matrices", "Notation", "Questions", "Saying",
        "SourceText",
      ]),
    tests("Typesetting", imports: ["Lessons", "Notation", "SourceText"]),
    tests(
      "Screens",
      imports: [
        "Kernels", "Learning", "Lessons", "Matrices", "Notation", "Questions", "Pictures",
        "Saying", "SourceText", "Training", "Typesetting",
      ],
      exclude: ["Transcripts"]),
    tests("Commands", imports: ["Lessons", "SourceText", "Terminal"]),
  ],
  swiftLanguageModes: [.v6]
)
