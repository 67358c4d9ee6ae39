package import Kernels
package import Notation
import SourceText

/// What stands between the `---` lines at the head of a lesson.
package struct FrontMatter: Sendable {
  package var title: String?
  /// The lesson whose names and values this one starts with, and where that is said.
  package var continues: (name: String, range: Range<Int>)?
  package var decimals = 4
  /// The version of the notation that the lesson was written for.
  package var notation = NotationVersion.newest
  /// What commands stand for in its formulas.
  package var macros = Macros()
  /// Where the Markdown begins.
  package var end = 0
  /// Where its keys begin.
  private(set) var start = 0
  /// Characters in keys and values that cannot be seen.
  private(set) var hidden: Set<Unicode.Scalar> = []

  static let keys = ["title", "continues", "decimals", "notation", "macros"] + remarks
  /// For who reads the file; nothing depends on them.
  private static let remarks = ["author", "description", "license", "version"]
  /// With both lines ---. A lesson that merely begins with a rule is hardly ever mistaken for more.
  private static let mostLines = 200

  static func read(_ file: SourceFile) -> (FrontMatter, [Finding]) {
    var matter = FrontMatter()
    guard let opening = openingLine(file) else { return (matter, foreign(file)) }
    let found = (opening + 1..<max(opening + 1, file.lineCount)).first { isFence($0, of: file) }
    guard let closing = found, closing - opening < Self.mostLines else {
      let isLong = found != nil
      return (
        matter,
        [
          Finding(
            .frontMatter, at: Location(file, file.lineRange(opening)),
            "The front matter that begins here is "
              + (isLong ? "not ended within \(Self.mostLines) lines" : "never ended"),
            help: "Add a line --- after its last key.")
        ]
      )
    }
    matter.end =
      closing + 1 < file.lineCount ? file.lineStarts[closing + 1] : file.bytes.count
    matter.start = file.lineStarts[opening + 1]
    let yaml = file.bytes[matter.start..<file.lineStarts[closing]]
    var findings: [Finding] = []
    if opening > 0 || text(opening, of: file).first?.isWhitespace == true {
      findings.append(
        Finding(
          .frontMatter, .hint, at: Location(file, file.lineRange(opening)),
          "On GitHub this is no front matter: something stands before its ---",
          help: "Let the --- be the first line, without blanks before it."))
    }
    do throws(YAMLProblem) {
      guard let node = try YAMLReader.read(yaml) else { return (matter, findings) }
      // What is no list of keys may be text between two rules, and is shown as well.
      if case .mapping = node.content {} else { matter.end = 0 }
      let problems = matter.take(node, in: file)
      findings += matter.takeMacros(node, in: file)
      return (matter, findings + problems.map { $0.finding(file, matter.start) })
    } catch {
      let problem = Problem(error, matter.start, in: file)
      return (matter, findings + [problem.finding(file, matter.start)])
    }
  }

  // MARK: - Where it is

  private static func text(_ line: Int, of file: SourceFile) -> Substring {
    file.text(file.lineRange(line)).drop { line == 0 && $0 == "\u{FEFF}" }
  }

  /// A line `---`, with blanks behind it or not.
  private static func isFence(_ line: Int, of file: SourceFile) -> Bool {
    let text = text(line, of: file)
    return text.hasPrefix("---") && text.dropFirst(3).allSatisfy(\.isWhitespace)
  }

  /// The line with the first `---`. Behind blank lines and blanks that is only one where a key
  /// follows: without, it is a rule.
  private static func openingLine(_ file: SourceFile) -> Int? {
    if isFence(0, of: file) { return 0 }
    let first = (0..<min(mostLines, file.lineCount)).first {
      !text($0, of: file).allSatisfy(\.isWhitespace)
    }
    guard let first, first + 1 < file.lineCount else { return nil }
    let line = text(first, of: file).drop(while: \.isWhitespace)
    guard line.hasPrefix("---"), line.dropFirst(3).allSatisfy(\.isWhitespace) else { return nil }
    let key = text(first + 1, of: file).prefix { $0 != ":" }
    return key.count < text(first + 1, of: file).count && !key.isEmpty
      && key.allSatisfy { $0.isLetter || $0 == "_" || $0 == "-" }
      ? first : nil
  }

  /// Front matter in the manner of other tools, which would be shown as text.
  private static func foreign(_ file: SourceFile) -> [Finding] {
    guard text(0, of: file).hasPrefix("+++"), file.lineCount > 1,
      text(1, of: file).contains("=")
    else { return [] }
    return [
      Finding(
        .frontMatter, .warning, at: Location(file, file.lineRange(0)),
        "Front matter between +++ is not read, and is shown as text",
        help: "Write it between lines --- as key: value, one a line.")
    ]
  }

  private mutating func take(_ node: YAMLNode, in file: SourceFile) -> [Problem] {
    note(node)
    guard case .mapping(let pairs) = node.content else {
      return [Problem(bytes: node.bytes, text: "Front matter is a list of keys with values")]
    }
    var problems: [Problem] = []
    for (key, value) in pairs {
      do throws(Problem) {
        if let problem = unread(key, value, file) { problems.append(problem) }
        try set(key, value, file)
      } catch {
        problems.append(error)
      }
    }
    return problems
  }

  private mutating func note(_ node: YAMLNode) {
    switch node.content {
    case .scalar(let text): hidden.formUnion(text.hidden.map(\.scalar))
    case .sequence(let nodes): for node in nodes { note(node) }
    case .mapping(let pairs):
      for (key, value) in pairs {
        note(key)
        note(value)
      }
    }
  }

  private mutating func set(
    _ key: YAMLNode, _ value: YAMLNode, _ file: SourceFile
  ) throws(Problem) {
    let name = key.text ?? ""
    switch name {
    case "title":
      guard let text = value.text, !text.isEmpty else {
        throw Problem(
          bytes: key.bytes, text: "The title is empty", help: "Write title: and a few words.")
      }
      title = text.visible
    case "continues":
      guard let text = value.text, !text.isEmpty else {
        throw Problem(
          bytes: key.bytes, text: "Which lesson is continued is not said",
          help: "Write the name of a lesson.")
      }
      continues = (text, Problem(bytes: value.bytes, text: "").range(file, start))
    case "decimals":
      guard let number = value.text.flatMap({ Int($0) }), (0...12).contains(number) else {
        throw Problem(
          bytes: value.bytes,
          text: "decimals is a whole number from 0 to 12, and not \(value.text ?? "this")",
          help: "Write decimals: 4.")
      }
      decimals = number
    case "notation": notation = try Self.version(value)
    case "macros":
      guard value.text != nil else {
        throw Problem(
          bytes: value.bytes, text: "Macros are written as LaTeX defines them",
          help:
            "Write macros: | and below it, indented, \\newcommand{\\R}{\\mathbb{R}}, one a line.")
      }
    case let remark where Self.remarks.contains(remark): break
    default:
      let near = nearest(to: name, among: Self.keys)
      throw Problem(
        bytes: key.bytes, text: "The key \(name) is not known",
        help: near.map { "Did you mean \($0)?" }
          ?? "Known are \(Self.keys.joined(separator: ", ")).",
        kind: .unknownKey)
    }
  }

  /// A version that can be read here.
  private static func version(_ value: YAMLNode) throws(Problem) -> NotationVersion {
    let (first, newest) = (NotationVersion.first, NotationVersion.newest)
    guard let version = value.text.flatMap({ NotationVersion($0) }) else {
      throw Problem(
        bytes: value.bytes,
        text: "notation is a version such as \(newest), and not \(value.text?.visible ?? "this")",
        help: "Write notation: \(newest), or leave the line out for the newest.")
    }
    guard version <= newest else {
      throw Problem(
        bytes: value.bytes,
        text: "The lesson is written for notation \(version); this program reads up to \(newest)",
        help: "Take a newer longhand. Or write notation: \(newest), if nothing newer is in it.")
    }
    guard version >= first else {
      throw Problem(
        bytes: value.bytes, text: "There is no notation \(version); the first is \(first)",
        help: "Write notation: \(first), or leave the line out for the newest.")
    }
    return version
  }

  /// Reads the macros as they stand in the file, so that findings have their place there.
  private mutating func takeMacros(_ node: YAMLNode, in file: SourceFile) -> [Finding] {
    guard case .mapping(let pairs) = node.content,
      let value = pairs.last(where: { $0.key.text == "macros" })?.value, value.text != nil
    else { return [] }
    var range = start + value.bytes.lowerBound..<start + value.bytes.upperBound
    let first = file.text(range).first
    if first == "|" || first == ">" {
      // The sign of a block, with what stands behind it on its line.
      let line = file.lineRange(file.line(at: range.lowerBound))
      range = min(range.upperBound, line.upperBound)..<range.upperBound
    } else if first == "'" || first == "\"", range.count > 1 {
      range = range.lowerBound + 1..<range.upperBound - 1
    }
    return macros.read(MathSource(file, range))
  }

  /// Something wrong with some bytes of the front matter, counted from the first key.
  struct Problem: Error {
    var bytes: Range<Int>
    var text: String
    var help: String?
    var kind = FindingKind.frontMatter
    var severity = Finding.Severity.error
    var fix: (bytes: Range<Int>, text: String)?

    /// The part of them in their first line; one byte at least, where the line has one.
    func range(_ file: SourceFile, _ origin: Int) -> Range<Int> {
      let first = origin + bytes.lowerBound
      let end = file.lineRange(file.line(at: first)).upperBound
      let start = min(first, end)
      return start..<min(start + max(1, bytes.count), end)
    }

    func finding(_ file: SourceFile, _ origin: Int) -> Finding {
      let place = Location(file, range(file, origin))
      return Finding(
        kind, severity, at: place, text, help: help,
        fixes: fix.map { fix in
          let bytes = origin + fix.bytes.lowerBound..<origin + fix.bytes.upperBound
          return [.init(Location(file, bytes), fix.text, "put it in quotes")]
        } ?? [])
    }
  }
}
