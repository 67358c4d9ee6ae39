package import SourceText

/// Findings as SARIF 2.1.0, which code hosts and editors show at their lines. Columns count code
/// points; paths are relative where they can be, for a host refuses others.
package struct SARIFReport: Encodable, Sendable {
  var schema = "https://json.schemastore.org/sarif-2.1.0.json"
  var version = "2.1.0"
  var runs: [Run]

  private enum CodingKeys: String, CodingKey {
    case schema = "$schema"
    case version, runs
  }

  struct Run: Encodable, Sendable {
    var tool: Tool
    var columnKind = "unicodeCodePoints"
    var results: [Result]
  }

  struct Tool: Encodable, Sendable { var driver: Driver }

  struct Driver: Encodable, Sendable {
    var name = "longhand"
    var version: String
    var rules: [Rule]
  }

  struct Rule: Encodable, Sendable {
    var id: String
    var fullDescription: Message
  }

  struct Message: Encodable, Sendable { var text: String }

  struct Result: Encodable, Sendable {
    var ruleId: String
    var level: String
    var message: Message
    var locations: [Place]
    var relatedLocations: [Place]?
  }

  struct Place: Encodable, Sendable {
    var physicalLocation: Physical
    var message: Message?
  }

  struct Physical: Encodable, Sendable {
    var artifactLocation: Artifact
    var region: Region?
  }

  struct Artifact: Encodable, Sendable { var uri: String }

  /// From 1; the end is behind the last character.
  struct Region: Encodable, Sendable {
    var startLine: Int
    var startColumn: Int
    var endLine: Int
    var endColumn: Int
  }

  /// - Parameter folder: the folder that paths are to be relative to; whole.
  package init(_ findings: [Finding], version: String, in folder: String) {
    let kinds = Set(findings.map(\.kind))
    runs = [
      Run(
        tool: Tool(
          driver: Driver(
            version: version,
            rules: FindingKind.allCases.filter(kinds.contains).map {
              Rule(id: $0.rawValue, fullDescription: Message(text: $0.explanation))
            })),
        results: findings.map { Result($0, in: folder) })
    ]
  }
}

extension SARIFReport.Result {
  init(_ finding: Finding, in folder: String) {
    ruleId = finding.kind.rawValue
    level =
      switch finding.severity {
      case .error: "error"
      case .warning: "warning"
      case .hint: "note"
      }
    let help = finding.help.map { ". " + $0 } ?? ""
    message = SARIFReport.Message(text: (finding.summary + help).visible)
    locations = [SARIFReport.Place(finding.location, nil, in: folder)]
    relatedLocations =
      finding.notes.isEmpty
      ? nil : finding.notes.map { SARIFReport.Place($0.location, $0.text, in: folder) }
  }
}

extension SARIFReport.Place {
  init(_ location: Location, _ text: String?, in folder: String) {
    let location = location.asWritten
    physicalLocation = SARIFReport.Physical(
      artifactLocation: SARIFReport.Artifact(uri: Self.uri(location.file.path, in: folder)),
      region: location.file.bytes.isEmpty ? nil : SARIFReport.Region(location))
    message = text.map { SARIFReport.Message(text: $0.visible) }
  }

  private static func uri(_ path: String, in folder: String) -> String {
    let home = folder.hasSuffix("/") ? folder : folder + "/"
    let isWithin = path.hasPrefix(home)
    var path = isWithin ? String(path.dropFirst(home.count)) : path
    while path.hasPrefix("./") { path = String(path.dropFirst(2)) }
    let digits = Array("0123456789ABCDEF")
    let coded = path.utf8.map { byte -> String in
      let character = Character(UnicodeScalar(byte))
      let isPlain = byte < 0x80 && (character.isLetter || character.isNumber)
      return isPlain || "/-._~".contains(character)
        ? String(character) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }.joined()
    return path.hasPrefix("/") ? "file://" + coded : coded
  }
}

extension SARIFReport.Region {
  init(_ location: Location) {
    (startLine, startColumn) = Self.place(location.bytes.lowerBound, in: location.file)
    (endLine, endColumn) = Self.place(location.bytes.upperBound, in: location.file)
  }

  private static func place(_ offset: Int, in file: SourceFile) -> (Int, Int) {
    let line = file.line(at: offset)
    let start = file.lineStarts[line]
    return (line + 1, file.text(start..<max(start, offset)).unicodeScalars.count + 1)
  }
}
