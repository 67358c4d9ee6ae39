import Learning
import Lessons
import SourceText

/// Fixes that are sure: the only one of their finding, after which the lesson has no finding that
/// it had not before.
struct LessonFixes {
  var path: String
  /// The lines that change, as a diff.
  var diff: [String] = []
  var count = 0
  var bytes: [UInt8]

  /// Tries the fixes of a lesson one by one.
  init(path: String, _ bytes: [UInt8], _ files: Files) {
    self.path = path
    self.bytes = bytes
    var known = Self.findings(path, bytes, files)
    var refused: Set<Edit> = []
    // Each round takes at least one away.
    while count < Self.most,
      let fix = Self.sure(known, path).first(where: { !refused.contains(Edit($0)) })
    {
      refused.insert(Edit(fix))
      let range = fix.location.bytes
      var edited = self.bytes
      guard range.upperBound <= edited.count else { continue }
      edited.replaceSubrange(range, with: Array(fix.replacement.utf8))
      let after = Self.findings(path, edited, files)
      guard after.count < known.count, Self.weight(after) <= Self.weight(known) else { continue }
      note(self.bytes, edited, at: range.lowerBound, fix.title)
      self.bytes = edited
      known = after
      count += 1
      refused = []
    }
  }

  private static let most = 200

  /// What a fix does to the text.
  private struct Edit: Hashable {
    var bytes: Range<Int>
    var replacement: String

    init(_ fix: Finding.Fix) {
      bytes = fix.location.bytes
      replacement = fix.replacement
    }
  }

  private static func findings(_ path: String, _ bytes: [UInt8], _ files: Files) -> [Finding] {
    LessonReader(files.replacing([path: bytes])).checkedLesson(at: path).checkingQuestions()
      .findings
  }

  /// Errors first, then warnings.
  private static func weight(_ findings: [Finding]) -> Int {
    findings.reduce(0) { sum, finding in
      switch finding.severity {
      case .error: sum + 10_000
      case .warning: sum + 100
      case .hint: sum + 1
      }
    }
  }

  private static func sure(_ findings: [Finding], _ path: String) -> [Finding.Fix] {
    findings.compactMap { finding in
      guard finding.fixes.count == 1, let fix = finding.fixes.first,
        fix.location.file.path == path
      else { return nil }
      return fix
    }
  }

  private mutating func note(
    _ before: [UInt8], _ after: [UInt8], at place: Int, _ title: String
  ) {
    func line(_ bytes: [UInt8]) -> String {
      let newline = UInt8(ascii: "\n")
      let start = bytes[..<place].lastIndex(of: newline).map { $0 + 1 } ?? 0
      let end = bytes[place...].firstIndex(of: newline) ?? bytes.count
      return String(decoding: bytes[start..<end], as: UTF8.self)
    }
    let number = before[..<place].count { $0 == UInt8(ascii: "\n") } + 1
    diff += ["\(path):\(number): \(title)", "- \(line(before))", "+ \(line(after))"]
  }
}

extension CheckLessons {
  /// Applies what is sure to the lessons, and shows it as a diff.
  func applyFixes(_ session: Session) throws {
    for path in paths.flatMap({ lessons(at: $0, session) }) {
      guard !Paths.isHandedOver(path) else {
        session.complain("\(path): what comes through a pipe cannot be changed")
        throw Stop.usage
      }
      guard let bytes = try? session.files.read(path) else { continue }
      let fixes = LessonFixes(path: path, bytes, session.files)
      guard fixes.count > 0 else { continue }
      do throws(Files.Problem) {
        try DiskFiles.replace(path, with: fixes.bytes)
      } catch {
        session.complain("\(path): \(error.reason)")
        throw Stop.usage
      }
      try session.write(fixes.diff.joined(separator: "\n") + "\n\n")
    }
  }

  private func lessons(at path: String, _ session: Session) -> [String] {
    let names = session.files.list(path).filter { $0.hasSuffix(".md") && $0 != "README.md" }
    return names.isEmpty ? [path] : names.map { Paths.joined(path, $0) }
  }
}
