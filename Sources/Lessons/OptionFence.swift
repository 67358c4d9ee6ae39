import Kernels
import Matrices
import Notation
import SourceText

/// A fence whose body is options, `key: value` a line.
struct OptionFence: Sendable {
  enum Word: String, Sendable, CaseIterable {
    case data, train, tiles, plot, network

    /// Whether it is shown as a picture.
    var isPicture: Bool {
      switch self {
      case .tiles, .plot, .network: true
      case .data, .train: false
      }
    }
  }

  var word: Word
  /// Of the file: the line with the word.
  var heading: Range<Int>
  /// From the first line behind it to the last.
  var body: Range<Int>

  struct Option {
    var key: String
    var text: String
    /// Of the file.
    var keyRange: Range<Int>
    var range: Range<Int>
  }
}

extension CommonMarkConverter {
  /// Fences with options that stand in a list or a quotation, where they do nothing.
  func optionsInside(_ file: SourceFile) -> [Finding] {
    let lines = Set(blocks.map(\.line))
    return options.filter { !lines.contains($0.key) }.map { _, fence in
      Finding(
        .notRead, .warning, at: Location(file, fence.heading),
        "A \(fence.word.rawValue) fence in a list or a quotation is shown, and does nothing",
        help: "Let it stand by itself.")
    }
  }
}

/// Reads the options of a fence; what is wrong is told where it stands.
struct OptionReader {
  let file: SourceFile
  let fence: OptionFence
  private let kind: FindingKind
  private(set) var findings: [Finding] = []
  private var options: [String: OptionFence.Option] = [:]

  init(_ fence: OptionFence, in file: SourceFile, kind: FindingKind, keys: [String]) {
    self.file = file
    self.fence = fence
    self.kind = kind
    let body = file.bytes[fence.body]
    do throws(YAMLProblem) {
      guard let node = try YAMLReader.read(body) else { return }
      guard case .mapping(let pairs) = node.content else {
        report(
          at: fence.body, "A \(fence.word.rawValue) fence is a list of keys with values",
          help: "Write one key: value a line.")
        return
      }
      for (key, value) in pairs { take(key, value, keys) }
    } catch {
      let place = range(error.bytes)
      let what: String
      switch error.reason {
      case .unreadable(let reason): what = reason.map { ": \($0)" } ?? ""
      case .duplicateKeys(let keys): what = ": \(keys.joined(separator: ", ")) stands here twice"
      case .alias(let name): what = ": *\(name) stands for a value that is written elsewhere"
      case .nestedTooDeep: what = ": it is nested too deep"
      }
      report(
        at: place, "These options cannot be read" + what,
        help: "Write one key: value a line; a value with : or # in quotes.")
    }
  }

  private mutating func take(_ key: YAMLNode, _ value: YAMLNode, _ keys: [String]) {
    let name = key.text ?? ""
    guard keys.contains(name) else {
      let near = nearest(to: name, among: keys)
      report(
        at: range(key.bytes), "The option \(name.visible) is not known",
        help: near.map { "Did you mean \($0)?" } ?? "Known are \(keys.joined(separator: ", ")).")
      return
    }
    guard let text = value.text, !text.isEmpty else {
      report(
        at: range(key.bytes), "\(name) has no value",
        help: "Write \(name): and the value behind it.")
      return
    }
    options[name] = OptionFence.Option(
      key: name, text: text, keyRange: range(key.bytes), range: range(value.bytes))
  }

  /// Bytes of the body as those of the file; one at least, in one line.
  private func range(_ bytes: Range<Int>) -> Range<Int> {
    let first = min(fence.body.lowerBound + bytes.lowerBound, file.bytes.count)
    let end = file.lineRange(file.line(at: first)).upperBound
    let start = min(first, end)
    return start..<max(start, min(start + max(1, bytes.count), end))
  }

  mutating func report(at range: Range<Int>, _ summary: String, help: String) {
    findings.append(Finding(kind, at: Location(file, range), summary, help: help))
  }

  mutating func add(_ findings: [Finding]) { self.findings += findings }

  // MARK: - Values

  func option(_ key: String) -> OptionFence.Option? { options[key] }

  /// An option that must be there.
  mutating func required(_ key: String, _ example: String) -> OptionFence.Option? {
    if let option = options[key] { return option }
    if findings.isEmpty {
      report(
        at: fence.heading, "This \(fence.word.rawValue) fence has no \(key)",
        help: "Add a line \(key): \(example)")
    }
    return nil
  }

  /// A whole number in a range.
  mutating func whole(_ key: String, _ range: ClosedRange<Int>) -> Int? {
    guard let option = options[key] else { return nil }
    if let number = Int(option.text), range.contains(number) { return number }
    report(
      at: option.range,
      "\(key) is a whole number from \(range.lowerBound) to \(range.upperBound), and not "
        + option.text.visible, help: "Write \(key): \(range.lowerBound), or more.")
    return nil
  }

  /// One of some words.
  mutating func word<Word: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Word.Type
  ) -> Word? where Word.RawValue == String {
    guard let option = options[key] else { return nil }
    if let word = Word(rawValue: option.text) { return word }
    let words = Word.allCases.map(\.rawValue)
    report(
      at: option.range,
      "\(key) is \(words.joined(separator: " or ")), and not \(option.text.visible)",
      help: nearest(to: option.text, among: words).map { "Did you mean \($0)?" }
        ?? "Write \(key): \(words[0]).")
    return nil
  }

  /// A name that has no value yet; what a name is is said by how a given is read.
  func newName(_ text: String, _ workspace: Workspace) -> Name? {
    let read = Self.asGiven(text, workspace)
    return read.isSound ? read.names.first : nil
  }

  /// The name whose entry a text is, as X of `X_2`.
  func entry(_ text: String) -> Name? {
    let tree = MathReader.read(text)
    guard let scripts = tree.scripts ?? tree.nodes.first?.scripts, let lower = scripts.lower,
      tree.nodes.count == 1, lower.nodes.allSatisfy({ $0.isNumber || $0.isLetter }),
      lower.nodes.count == 1
    else { return nil }
    return Name(scripts.base.latex)
  }

  /// Whether a text is a name that has a value.
  func isTaken(_ text: String, _ workspace: Workspace) -> Bool {
    Self.asGiven(text, workspace).isTaken
  }

  private static func asGiven(
    _ text: String, _ workspace: Workspace
  ) -> (names: [Name], isSound: Bool, isTaken: Bool) {
    var own = workspace
    let given = SourceFile(path: "data", text: "\(text) = 1")
    let read = MathReader.read(MathSource(given, given.bytes.indices), for: .live)
    let result = EquationReader.read(read.lines, in: given, &own)
    return (
      result.equations.first?.names ?? [], read.findings.isEmpty && result.findings.isEmpty,
      result.findings.contains { $0.kind == .redefined }
    )
  }

  /// Rows and columns of a tile.
  mutating func tile() -> Shape? {
    guard let option = required("tile", "8 × 8") else { return nil }
    let sides = option.text.split(whereSeparator: { $0 == "×" || $0 == "x" || $0 == " " })
      .map { Int($0) ?? 0 }
    guard sides.count == 2, sides.allSatisfy({ (1...64).contains($0) }) else {
      report(
        at: option.range, "A tile is rows × columns, each from 1 to 64",
        help: "Write tile: 8 × 8.")
      return nil
    }
    return Shape(sides[0], sides[1])
  }

  /// Words in which `$…$` are formulas.
  func inlines(_ key: String) -> [Inline] {
    guard let text = options[key]?.text else { return [] }
    let pieces = text.split(separator: "$", omittingEmptySubsequences: false)
    return pieces.enumerated().compactMap { index, piece in
      if piece.isEmpty { return nil }
      let isFormula = index % 2 == 1 && index < pieces.count - 1
      return isFormula
        ? .math(MathReader.read(String(piece)), isDisplay: false)
        : .text((index % 2 == 1 ? "$" : "") + String(piece))
    }
  }

  /// A formula, with what it looks like.
  typealias Formula = (tree: MathTree, kernel: Kernel, range: Range<Int>)

  /// The formulas of a list in LaTeX.
  mutating func formulas(_ option: OptionFence.Option, _ workspace: Workspace) -> [Formula]? {
    var formulas: [Formula] = []
    for part in parts(of: option) {
      guard let kernel = formula(part, workspace) else { return nil }
      formulas.append((MathReader.read(part.text), kernel, part.range))
    }
    return formulas
  }

  /// A formula of one number, and its value.
  mutating func number(_ option: OptionFence.Option, _ workspace: Workspace) -> Double? {
    guard let kernel = formula(option, workspace) else { return nil }
    let value = kernel.value(in: Scope<Double>(workspace))
    if kernel.shape.isScalar, value.isFinite { return value.elements[0] }
    report(
      at: option.range, "\(option.key) is a number, and \(option.text.visible) is none",
      help: "Write a number, or a formula of one.")
    return nil
  }

  /// The numbers of a list of formulas.
  mutating func numbers(_ option: OptionFence.Option, _ workspace: Workspace) -> [Double]? {
    var numbers: [Double] = []
    for part in parts(of: option) {
      guard let number = number(part, workspace) else { return nil }
      numbers.append(number)
    }
    return numbers
  }

  /// A formula of one value, in LaTeX.
  mutating func formula(_ option: OptionFence.Option, _ workspace: Workspace) -> Kernel? {
    let read = MathReader.read(MathSource(file, unquoted(option)), for: .live)
    guard read.findings.isEmpty, read.lines.count == 1 else {
      add(read.findings)
      if read.findings.isEmpty {
        report(at: option.range, "\(option.key) is one formula", help: "Write it in one line.")
      }
      return nil
    }
    let (kernel, findings) = EquationReader.kernel(of: read.lines[0], in: file, workspace)
    add(findings)
    return kernel
  }

  /// The names of a list in LaTeX, such as `W^{(1)}, b^{(1)}`, each with a value.
  mutating func names(_ option: OptionFence.Option, _ workspace: Workspace) -> [Name]? {
    var names: [Name] = []
    for part in parts(of: option) {
      let before = findings.count
      guard let kernel = formula(part, workspace) else { return nil }
      guard let name = kernel.nodes.last?.operation.name, kernel.nodes.count == 1,
        workspace.values[name] != nil
      else {
        if findings.count == before {
          report(
            at: part.range, "\(part.text.visible) is no name with a value",
            help: "Name values that stand in the lesson before, with commas between them.")
        }
        return nil
      }
      names.append(name)
    }
    return names
  }

  /// The parts of a list, each as the value of the option.
  func parts(of option: OptionFence.Option) -> [OptionFence.Option] {
    Self.pieces(unquoted(option), of: file).map { piece in
      OptionFence.Option(
        key: option.key, text: file.text(piece), keyRange: option.keyRange, range: piece)
    }
  }

  /// The bytes of a value without the quotes around it.
  private func unquoted(_ option: OptionFence.Option) -> Range<Int> {
    let bytes = file.bytes[option.range]
    let quotes: [UInt8] = [UInt8(ascii: "\""), UInt8(ascii: "'")]
    guard bytes.count > 1, let first = bytes.first, quotes.contains(first), bytes.last == first
    else { return option.range }
    return option.range.lowerBound + 1..<option.range.upperBound - 1
  }

  /// Between the commas that stand in no braces or parentheses.
  private static func pieces(_ range: Range<Int>, of file: SourceFile) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var (start, depth) = (range.lowerBound, 0)
    func add(_ end: Int) {
      var (first, last) = (start, end)
      while first < last, file.bytes[first] <= 0x20 { first += 1 }
      while last > first, file.bytes[last - 1] <= 0x20 { last -= 1 }
      pieces.append(first..<last)
    }
    for index in range {
      switch file.bytes[index] {
      case UInt8(ascii: "{"), UInt8(ascii: "("): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: ")"): depth -= 1
      case UInt8(ascii: ",") where depth == 0:
        add(index)
        start = index + 1
      default: break
      }
    }
    add(range.upperBound)
    return pieces
  }
}
