import SourceText

/// How lessons get at files, so that reading a lesson needs no platform and tests need no disk.
package struct Files: Sendable {
  package struct Problem: Error, Sendable {
    /// What is wrong, such as `is a directory`, to follow the path in a sentence.
    package var reason: String

    package init(_ reason: String) { self.reason = reason }
  }

  /// The bytes of a file.
  package var read: @Sendable (_ path: String) throws(Problem) -> [UInt8]
  /// The names in a directory, sorted; empty when it cannot be listed.
  package var list: @Sendable (_ directory: String) -> [String]

  /// The one path of what may have many, through no link; nil where nothing is.
  package var resolved: @Sendable (_ path: String) -> String?

  package init(
    read: @escaping @Sendable (String) throws(Problem) -> [UInt8],
    list: @escaping @Sendable (String) -> [String],
    resolved: @escaping @Sendable (String) -> String? = { $0 }
  ) {
    self.read = read
    self.list = list
    self.resolved = resolved
  }

  /// The same with other bytes at some paths.
  package func replacing(_ others: [String: [UInt8]]) -> Files {
    let read = read
    return Files(
      read: { path throws(Problem) in
        if let bytes = others[path] { return bytes }
        return try read(path)
      }, list: list, resolved: resolved)
  }
}

/// Paths as text: `lessons/01-forward-propagation.md`.
package enum Paths {
  /// The directory of a path; `.` when it has none.
  package static func directory(_ path: String) -> String {
    if isHandedOver(path) { return "." }
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  package static func joined(_ directory: String, _ name: String) -> String {
    if name.hasPrefix("/") { return name }
    return directory == "." || directory.isEmpty ? name : directory + "/" + name
  }

  /// Whether a path names what is handed to the program, standard input or a shell's `<(…)`, and so
  /// no folder and no file that is there another time.
  package static func isHandedOver(_ path: String) -> Bool {
    path == "-" || ["/dev/", "/proc/self/fd/"].contains { path.hasPrefix($0) }
  }

  package static func fileName(_ path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }

  /// A lesson's name: its file name without number and extension, as it may be shown.
  package static func lessonName(_ path: String) -> String {
    if isHandedOver(path) { return path == "-" ? "standard-input" : "pipe" }
    var name = fileName(path).visible[...]
    if name.hasSuffix(".md") { name = name.dropLast(3) }
    let digits = name.prefix(while: \.isNumber)
    let rest = name.dropFirst(digits.count)
    if !digits.isEmpty, rest.first == "-", rest.count > 1 { return String(rest.dropFirst()) }
    return String(name)
  }
}
