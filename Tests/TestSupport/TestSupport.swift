package import Lessons
package import Testing

#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// Files beside the tests, and lessons.
package enum Repository {
  package static let root: String = {
    var path = #filePath.split(separator: "/").dropLast(3)
    return "/" + path.joined(separator: "/")
  }()

  package static func text(_ path: String) throws -> String {
    String(decoding: try data(path), as: UTF8.self)
  }

  package static func data(_ path: String) throws -> Data {
    try #require(
      FileManager.default.contents(atPath: root + "/" + path), "there is no \(path)")
  }

  /// The files in a folder with an ending, sorted, as paths from the root.
  package static func files(in folder: String, ending: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root + "/" + folder)) ?? []
    return names.filter { $0.hasSuffix(ending) }.sorted().map { folder + "/" + $0 }
  }

  package static func write(_ text: String, to path: String) { write(Array(text.utf8), to: path) }

  package static func write(_ bytes: [UInt8], to path: String) {
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    try? FileManager.default.createDirectory(
      atPath: root + "/" + folder, withIntermediateDirectories: true)
    _ = FileManager.default.createFile(atPath: root + "/" + path, contents: Data(bytes))
  }
}

extension Repository {
  /// The lessons of the course that are walked number by number, by path, read once for all tests.
  /// One that trains has matrices of thousands of entries, and one with a long loop a way of
  /// thousands of operations to every number; these have tests of their own.
  package static let lessons: [String: Lesson] = allLessons.filter {
    $0.value.plans.isEmpty && !$0.value.hasLongLoops
  }

  /// Every lesson of the course.
  package static let allLessons: [String: Lesson] = {
    let paths = files(in: "lessons", ending: ".md").filter { !$0.hasSuffix("README.md") }
    let reader = LessonReader(.repository)
    return Dictionary(uniqueKeysWithValues: paths.map { ($0, reader.lesson(at: $0)) })
  }()

  package static let lessonPaths = lessons.keys.sorted()

  package static func lesson(_ path: String) throws -> Lesson {
    try #require(lessons[path], "there is no lesson \(path)")
  }
}

extension Files {
  /// The files of this repository, by their path from its root.
  package static let repository = Files(
    read: { path throws(Problem) in
      guard let data = FileManager.default.contents(atPath: Repository.root + "/" + path) else {
        throw Problem("there is no such file")
      }
      return Array(data)
    },
    list: { folder in
      ((try? FileManager.default.contentsOfDirectory(atPath: Repository.root + "/" + folder)) ?? [])
        .sorted()
    })

  package static let none = Files(
    read: { _ throws(Problem) in throw Problem("there are no files here") }, list: { _ in [] })
}

/// Compares texts and says line by line how they differ, which `#expect` does not.
package func expectSame(
  _ actual: String, _ expected: String, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard actual != expected else { return }
  Issue.record(
    "\(what) differs (− expected, + actual)\n\(lineDifference(expected, actual))",
    sourceLocation: sourceLocation)
}

/// Compares with a recorded file. With LONGHAND_RECORD=1 the file is written anew, and the test
/// fails all the same, so that nothing recorded passes unread.
package func expectRecorded(
  _ actual: String, in path: String, expected: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  if ProcessInfo.processInfo.environment["LONGHAND_RECORD"] == "1", actual != expected {
    Repository.write(actual, to: path)
    Issue.record("recorded \(path); read it, and run again", sourceLocation: sourceLocation)
    return
  }
  expectSame(actual, expected, path, sourceLocation: sourceLocation)
}

func lineDifference(_ old: String, _ new: String) -> String {
  let old = old.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  let new = new.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  var lines: [String] = []
  for change in new.difference(from: old).sorted(by: { offset($0) < offset($1) }) {
    switch change {
    case .remove(let offset, let line, _): lines.append("\(offset + 1) − \(line)")
    case .insert(let offset, let line, _): lines.append("\(offset + 1) + \(line)")
    }
  }
  return lines.prefix(60).joined(separator: "\n")
}

private func offset(_ change: CollectionDifference<String>.Change) -> Int {
  switch change {
  case .remove(let offset, _, _): 2 * offset
  case .insert(let offset, _, _): 2 * offset + 1
  }
}

/// Random numbers that a seed repeats; the seed is the test's argument, so a failure names it.
package struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) &+ 0x9E37_79B9_7F4A_7C15 }

  // SplitMix64, Steele, Lea and Flood 2014.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension Files {
  /// Files that are not on any disk.
  package static func texts(_ texts: [String: String]) -> Files {
    Files(
      read: { path throws(Problem) in
        guard let text = texts[path] else { throw Problem("there is no such file") }
        return Array(text.utf8)
      },
      list: { folder in
        texts.keys.filter { Paths.directory($0) == folder }.map(Paths.fileName).sorted()
      })
  }
}
