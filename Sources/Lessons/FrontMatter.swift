import SourceText
import Yams

/// What stands between the `---` lines at the head of a lesson.
package struct FrontMatter: Sendable {
  package var title: String?
  /// The lesson whose names and values this one starts with, and where that is said.
  package var continues: (name: String, range: Range<Int>)?
  package var decimals = 4
  /// Where the Markdown begins.
  package var end = 0
  /// Characters in keys and values that cannot be seen.
  private(set) var hidden: Set<Unicode.Scalar> = []

  static let keys = ["title", "continues", "decimals"]

  static func read(_ file: SourceFile) -> (FrontMatter, [Finding]) {
    var matter = FrontMatter()
    guard file.text(file.lineRange(0)) == "---" else { return (matter, []) }
    guard
      let closing = (1..<max(1, min(file.lineCount, 200))).first(where: {
        file.text(file.lineRange($0)) == "---"
      })
    else {
      return (
        matter,
        [
          Finding(
            .frontMatter, at: Location(file, file.lineRange(0)),
            "The front matter that begins here is never ended",
            help: "Add a line --- after its last key.")
        ]
      )
    }
    matter.end =
      closing + 1 < file.lineCount ? file.lineStarts[closing + 1] : file.bytes.count
    let start = file.lineStarts[1]
    let yaml = file.text(start..<file.lineStarts[closing])
    var findings: [Finding] = []
    do {
      // The basic resolver takes values as text; the full one compiles a regular expression for
      // every type that YAML can guess.
      guard let node = try Yams.compose(yaml: yaml, .basic) else { return (matter, []) }
      matter.note(node)
      guard let mapping = node.mapping else {
        throw Problem(
          line: 1, column: 1, length: 3, text: "Front matter is a list of keys with values")
      }
      for (key, value) in mapping {
        do {
          try matter.set(key, value, file)
        } catch let problem as Problem {
          findings.append(problem.finding(file))
        }
      }
    } catch let problem as Problem {
      findings.append(problem.finding(file))
    } catch {
      findings.append(unreadable(error, file))
    }
    return (matter, findings)
  }

  private mutating func note(_ node: Node) {
    switch node {
    case .scalar(let scalar): hidden.formUnion(scalar.string.hidden.map(\.scalar))
    case .sequence(let nodes): for node in nodes { note(node) }
    case .mapping(let pairs):
      for (key, value) in pairs {
        note(key)
        note(value)
      }
    case .alias: break
    }
  }

  private mutating func set(_ key: Node, _ value: Node, _ file: SourceFile) throws {
    let name = key.string ?? ""
    func problem(_ text: String, _ node: Node, _ help: String, _ kind: FindingKind = .frontMatter)
      -> Problem
    {
      Problem(
        line: node.mark?.line ?? 1, column: node.mark?.column ?? 1,
        length: max(1, node.string?.count ?? 1), text: text, help: help, kind: kind)
    }
    switch name {
    case "title":
      guard let text = value.string, !text.isEmpty else {
        throw problem("The title is empty", key, "Write title: and a few words.")
      }
      title = text.visible
    case "continues":
      guard let text = value.string, !text.isEmpty else {
        throw problem("Which lesson is continued is not said", key, "Write the name of a lesson.")
      }
      let place = problem("", value, "").range(file)
      continues = (text, place)
    case "decimals":
      guard let number = value.string.flatMap({ Int($0) }), (0...12).contains(number) else {
        throw problem(
          "decimals is a whole number from 0 to 12, and not \(value.string ?? "this")", value,
          "Write decimals: 4.")
      }
      decimals = number
    default:
      let near = nearest(to: name, among: Self.keys)
      throw problem(
        "The key \(name) is not known", key,
        near.map { "Did you mean \($0)?" } ?? "Known are \(Self.keys.joined(separator: ", ")).",
        .unknownKey)
    }
  }

  private static func unreadable(_ error: any Error, _ file: SourceFile) -> Finding {
    var problem = Problem(
      line: 1, column: 1, length: 1, text: "This front matter cannot be read",
      help: "Write one key: value a line.")
    if let yaml = error as? YamlError {
      switch yaml {
      case .scanner(_, let what, let mark, _), .parser(_, let what, let mark, _),
        .composer(_, let what, let mark, _):
        problem.line = mark.line
        problem.column = mark.column
        problem.text += ": \(what)"
      case .duplicatedKeysInMapping(let keys, let context):
        problem.text = "A key stands here twice: \(keys.joined(separator: ", "))"
        problem.line = context.mark.line
        problem.help = "Keep one of them."
      default: break
      }
    }
    return problem.finding(file)
  }

  /// Something wrong at a place inside the front matter; lines and columns from 1, as Yams counts.
  private struct Problem: Error {
    var line: Int
    var column: Int
    var length: Int
    var text: String
    var help: String?
    var kind = FindingKind.frontMatter

    func range(_ file: SourceFile) -> Range<Int> {
      // The first line of the file is the ---.
      let whole = file.lineRange(min(line, file.lineCount - 1))
      let before = file.text(whole).prefix(max(0, column - 1)).utf8.count
      let start = min(whole.lowerBound + before, whole.upperBound)
      return start..<max(start, min(start + length, whole.upperBound))
    }

    func finding(_ file: SourceFile) -> Finding {
      Finding(kind, at: Location(file, range(file)), text, help: help)
    }
  }
}
