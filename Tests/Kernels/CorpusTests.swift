import Kernels
import Notation
import SourceText
import TestSupport
import Testing

/// Files of formulas with their findings drawn below the line; cases are separated by `---`:
///
///     y = W x
///         ^~~ error shape-mismatch: W and x cannot be multiplied: 2×3 and 2×1
///         ^ help: A matrix product needs as many columns on the left (3) as rows …
struct `Corpus` {
  @Test(arguments: Repository.files(in: "Tests/Kernels/Corpus", ending: ".txt"))
  func `findings are where they are drawn`(path: String) throws {
    let expected = try Repository.text(path)
    let drawn = Self.cases(expected).map(Self.draw).joined(separator: "---\n")
    expectRecorded(drawn, in: path, expected: expected)
  }

  @Test func `there is a corpus`() {
    #expect(Repository.files(in: "Tests/Kernels/Corpus", ending: ".txt").count >= 4)
  }

  @Test(arguments: Repository.files(in: "Tests/Kernels/Corpus", ending: ".txt"))
  func `with any one token missing, everything still comes to an end`(path: String) throws {
    for source in Self.cases(try Repository.text(path)) {
      let bytes = Array(source.utf8)
      // A token is a run of letters after a backslash, or one character.
      var start = 0
      while start < bytes.count {
        var end = start + 1
        if bytes[start] == UInt8(ascii: "\\") {
          while end < bytes.count, UInt8(ascii: "a")...UInt8(ascii: "z") ~= bytes[end] | 0x20 {
            end += 1
          }
        }
        let text = String(decoding: bytes[..<start] + bytes[end...], as: UTF8.self)
        for finding in Self.findings(text) {
          #expect(finding.location.bytes.upperBound <= text.utf8.count, "\(text)")
        }
        start = end
      }
    }
  }

  @Test(arguments: Repository.files(in: "Tests/Kernels/Corpus", ending: ".txt"))
  func `applying a fix removes its finding`(path: String) throws {
    for source in Self.cases(try Repository.text(path)) {
      let before = Self.findings(source)
      for finding in before {
        for fix in finding.fixes {
          var bytes = Array(source.utf8)
          bytes.replaceSubrange(fix.location.bytes, with: Array(fix.replacement.utf8))
          let after = Self.findings(String(decoding: bytes, as: UTF8.self))
          let count = { (findings: [Finding]) in findings.count { $0.kind == finding.kind } }
          #expect(count(after) < count(before), "\(source) with \(fix.replacement)")
        }
      }
    }
  }

  /// The formulas of a file, without what is drawn below them.
  private static func cases(_ text: String) -> [String] {
    var cases = [""]
    for line in text.split(separator: "\n") {
      if line == "---" {
        cases.append("")
      } else if !line.drop(while: { $0 == " " }).hasPrefix("^")
        || line.first != " " && line.first != "^"
      {
        cases[cases.count - 1] += line + "\n"
      }
    }
    return cases
  }

  private static func findings(_ text: String) -> [Finding] {
    let file = SourceFile(path: "case", text: text)
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    let result = EquationReader.checked(read.lines, in: file, &workspace)
    return (read.findings + result.findings).inReadingOrder()
  }

  private static func draw(_ source: String) -> String {
    let file = SourceFile(path: "case", text: source)
    let found = findings(source)
    var drawn = ""
    for (index, line) in source.split(separator: "\n").enumerated() {
      drawn += line + "\n"
      for finding in found where file.line(at: finding.location.bytes.lowerBound) == index {
        let start = file.lineStarts[index]
        let range = finding.location.bytes
        let before = file.text(start..<range.lowerBound).cellWidth
        let end = min(range.upperBound, file.lineRange(index).upperBound)
        let width = max(1, file.text(range.lowerBound..<max(range.lowerBound, end)).cellWidth)
        drawn +=
          String(repeating: " ", count: before) + "^" + String(repeating: "~", count: width - 1)
          + " \(finding.severity.rawValue) \(finding.kind.rawValue): \(finding.summary)\n"
        if let help = finding.help {
          drawn += String(repeating: " ", count: before) + "^ help: \(help)\n"
        }
        for fix in finding.fixes {
          drawn +=
            String(repeating: " ", count: before) + "^ fix: \(fix.title): \(fix.replacement)\n"
        }
      }
    }
    return drawn
  }
}
