/// What a student can ask for on the way through a lesson: with keys on the full screen, with words
/// in line mode. `table` is the one list of them, from which keys and words are read, and help and
/// the line of keys are written.
package enum Command: CaseIterable, Sendable {
  case next, back, finish, nextStep, previousStep, first, last, goToStep, scrollUp, scrollDown
  case scrollLeft, scrollRight
  case lastNumber, firstNumber, move, open, uses, change, undo, redo, restore, close
  case reason, values
  case answer, hint
  case picture, network, save, otherDots
  case train, pause, oneIteration, faster, slower, stopTraining, beginAnew, otherView, otherScale
  case contents, lesson, search, numPy, copy, reload, help, quit

  /// Where keys are pressed.
  package enum Place: CaseIterable, Sendable {
    case reading
    /// On one of the shown numbers.
    case numbers
    /// In an opened number.
    case opening
    /// In a picture.
    case picture
    /// At a training.
    case training
  }

  /// A command with its keys and its word.
  package struct Entry: Sendable {
    package var command: Command
    package var keys: [Place: [Key]]
    /// The word of line mode; empty for what has none.
    package var word: String
    /// An example of what follows the word.
    package var argument: String
    /// Whether the word alone says nothing.
    package var needsArgument: Bool
    /// What the line of keys says of it, in as few words as will do.
    package var brief: String

    init(
      _ command: Command, _ keys: [Key], _ word: String = "", _ argument: String = "",
      needsArgument: Bool = false, brief: String = "", onNumber: [Key] = [], opened: [Key] = [],
      inPicture: [Key] = [], training: [Key] = []
    ) {
      self.command = command
      self.keys = [
        .reading: keys, .numbers: onNumber, .opening: opened, .picture: inPicture,
        .training: training,
      ]
      self.word = word
      self.argument = argument
      self.needsArgument = needsArgument
      self.brief = brief
    }

    /// The key that is named where one has to do.
    var key: String {
      Place.allCases.compactMap { keys[$0]?.first?.name }.first ?? ""
    }
  }

  /// A line of the help: a command, or some that belong together.
  package struct Row: Sendable {
    package var entries: [Entry]
    package var what: String

    init(_ entries: Entry..., what: String) {
      self.entries = entries
      self.what = what
    }
  }

  package static let table: [(title: String, rows: [Row])] = [
    (
      "Going on",
      [
        Row(
          Entry(.next, [" ", .right, "l", .enter], "next", brief: "next"),
          what: "the next operation"),
        Row(Entry(.back, [.left, "h", .backspace], "back", brief: "back"), what: "back by one"),
        Row(Entry(.finish, ["."], "finish", brief: "finish"), what: "finish this equation"),
        Row(
          Entry(.nextStep, ["n", .pageDown], "step", brief: "step"),
          Entry(.previousStep, ["p", .pageUp], "previous"),
          what: "next, previous step"),
        Row(
          Entry(.first, ["g", .home], "first"), Entry(.last, ["G", .end], "last"),
          what: "the beginning, the end"),
        Row(
          Entry(.goToStep, ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"], "go", "3"),
          what: "to step 3"),
        Row(
          Entry(.scrollUp, [.up, "k"]), Entry(.scrollDown, [.down, "j"]),
          what: "scroll; the mouse wheel, too"),
        Row(
          Entry(.scrollRight, [">"], brief: "right"), Entry(.scrollLeft, ["<"], brief: "left"),
          what: "right, left: what is too wide"),
      ]
    ),
    (
      "Numbers",
      [
        Row(
          Entry(.lastNumber, [.tab]), Entry(.firstNumber, [.backTab]),
          what: "to the numbers, from value to value"),
        Row(
          Entry(
            .move, [], brief: "move",
            onNumber: [.left, .right, .up, .down, "h", "l", "k", "j"],
            inPicture: [.left, .right, .up, .down, "h", "l", "k", "j"],
            training: [.left, .home, .end]),
          what: "from entry to entry"),
        Row(
          Entry(
            .open, ["o"], "open", "W1_12", needsArgument: true, brief: "open",
            onNumber: ["o", .enter], opened: ["o", .enter, " "], inPicture: ["o", .enter],
            training: [.enter, "o"]),
          what: "open: the arithmetic that made it"),
        Row(
          Entry(
            .uses, ["u"], "used", "W1_12", needsArgument: true, brief: "where used",
            onNumber: ["u"], opened: ["u"], inPicture: ["u"]),
          what: "where it is used"),
        Row(
          Entry(
            .change, ["e"], "change", "W1_12 = 0.5", needsArgument: true, brief: "change",
            onNumber: ["e"], opened: ["e"], training: ["e"]),
          what: "change a given: what if?"),
        Row(
          Entry(.undo, ["U"], "undo", brief: "undo"), Entry(.redo, ["R"], "redo"),
          Entry(
            .restore, ["X"], "restore", brief: "last numbers", opened: ["X"], inPicture: ["X"],
            training: ["X"]),
          what: "take back, again, all back"),
        Row(
          Entry(
            .close, [], "close", brief: "leave", onNumber: [.escape, .backspace],
            opened: [.escape, .backspace], inPicture: [.escape, .backspace],
            training: [.escape, .backspace]),
          what: "back out"),
      ]
    ),
    (
      "Derivations",
      [
        Row(
          Entry(.reason, ["w"], "why", brief: "why"),
          Entry(.values, ["v"], "values", brief: "numbers"),
          what: "why a line follows; its numbers")
      ]
    ),
    (
      "Pictures",
      [
        Row(
          Entry(.picture, ["i"], "picture", "13", brief: "picture"),
          what: "into the picture: arrows choose"),
        Row(
          Entry(.network, ["m"], "network", "2", brief: "network"),
          what: "the network: unit by unit, b forwards or back"),
        Row(
          Entry(.save, [], "save", brief: "save as PNG", inPicture: ["s"], training: ["s"]),
          what: "in it: save it as PNG"),
        Row(
          Entry(.otherDots, [], brief: "other dots", inPicture: ["d"], training: ["d"]),
          what: "in it: draw curves with other dots"),
      ]
    ),
    (
      "Training",
      [
        Row(
          Entry(.train, ["T"], "train", "again", brief: "train"),
          what: "train: watch it, see what was learned"),
        Row(
          Entry(.pause, [], brief: "pause", training: [" "]),
          Entry(.oneIteration, [], brief: "one step", training: [.right, "."]),
          what: "there: pause, one iteration"),
        Row(
          Entry(.faster, [], brief: "faster", training: ["+", "="]),
          Entry(.slower, [], brief: "slower", training: ["-"]),
          what: "there: faster, slower"),
        Row(
          Entry(.stopTraining, [], brief: "stop", training: ["x"]),
          Entry(.beginAnew, [], brief: "anew", training: ["0"]),
          what: "there: stop and keep, begin anew"),
        Row(
          Entry(.otherView, [], brief: "curve, features", training: ["f"]),
          Entry(.otherScale, [], brief: "other axis", training: ["l"]),
          what: "there: curve or features, other axis"),
      ]
    ),
    (
      "Questions",
      [
        Row(
          Entry(.answer, ["a"], "answer", "0.5", needsArgument: true, brief: "answer"),
          what: "answer the question here; so does a digit"),
        Row(Entry(.hint, ["H"], "hint", brief: "hint"), what: "a hint; at last the answer"),
      ]
    ),
    (
      "Around",
      [
        Row(
          Entry(.contents, ["t"], "contents", brief: "contents"), what: "the lessons and steps"),
        Row(Entry(.lesson, [], "lesson", "NAME", needsArgument: true), what: "another lesson"),
        Row(
          Entry(.search, ["/"], "search", "words", needsArgument: true, brief: "search"),
          what: "search this lesson"),
        Row(Entry(.numPy, ["c"], "numpy", brief: "NumPy"), what: "as NumPy and on one line"),
        Row(Entry(.copy, ["y"], "copy", "latex"), what: "copy as LaTeX, keyboard, NumPy"),
        Row(Entry(.reload, ["r"], "reload"), what: "read the file again"),
        Row(Entry(.help, ["?"], "help", brief: "help"), what: "this"),
        Row(
          Entry(.quit, ["q", .control("c")], "quit", brief: "quit"),
          what: "quit; the place is kept"),
      ]
    ),
  ]

  package static let entries = table.flatMap(\.rows).flatMap(\.entries)

  package var entry: Entry { Self.entries.first { $0.command == self } ?? Entry(self, []) }

  // MARK: - Reading keys and words

  private static let byKey: [Place: [Key: Command]] = Dictionary(
    uniqueKeysWithValues: Place.allCases.map { place in
      let keys = entries.flatMap { entry in
        (entry.keys[place] ?? []).map { ($0, entry.command) }
      }
      return (place, Dictionary(uniqueKeysWithValues: keys))
    })

  /// What a key asks for.
  static func meant(by key: Key, in place: Place) -> Command? { byKey[place]?[key] }

  /// What a word asks for.
  static func named(_ word: String) -> Command? {
    // Somebody who wants to leave tries this, too.
    word == "exit" ? .quit : entries.first { !$0.word.isEmpty && $0.word == word }?.command
  }

  /// What a row of keys asks for, typed as a line; nil when one of them means nothing there.
  static func meant(byKeys keys: String) -> [Command]? {
    let all = keys.compactMap { character -> Command? in
      // What goes back on paper is asked for as in less.
      if character == "b" { return .back }
      guard let entry = meant(by: .character(character), in: .reading)?.entry,
        !entry.word.isEmpty, !entry.needsArgument, entry.command != .goToStep
      else { return nil }
      return entry.command
    }
    return all.count == keys.count ? all : nil
  }

  // MARK: - How it is asked for

  /// How a student asks: with a key, or with a word.
  package enum Manner: Sendable { case keys, words }

  /// The key or the word.
  func name(_ manner: Manner) -> String {
    switch manner {
    case .keys: entry.key
    case .words: entry.word
    }
  }
}

extension Command.Row {
  /// Its keys as help writes them: the letters of all, then what has a name.
  var keys: String {
    if entries.contains(where: { $0.command == .goToStep }) { return "3 Enter" }
    if entries.contains(where: { $0.command == .move }) { return "arrows" }
    let keys = entries.map { entry in
      Command.Place.allCases.lazy.compactMap { entry.keys[$0] }.first { !$0.isEmpty } ?? []
    }
    guard keys.count > 1 else { return (keys.first ?? []).map(\.name).joined(separator: " ") }
    let most = keys.map(\.count).max() ?? 0
    if most == 1 { return keys.joined().map(\.name).joined(separator: " ") }
    return (0..<most).map { index in
      keys.compactMap { index < $0.count ? $0[index].name : nil }.joined(separator: " ")
    }.joined(separator: "  ")
  }

  /// Its words with what may follow them.
  var words: String {
    entries.filter { !$0.word.isEmpty }.map { entry in
      entry.argument.isEmpty ? entry.word : "\(entry.word) \(entry.argument)"
    }.joined(separator: ", ")
  }
}

extension Key: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) {
    self = value.first.map { .character($0) } ?? .unknown
  }

  /// What the key is called.
  var name: String {
    switch self {
    case .character(" "): "Space"
    case .character(let character): String(character)
    case .up: "↑"
    case .down: "↓"
    case .left: "←"
    case .right: "→"
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .enter: "Enter"
    case .tab: "Tab"
    case .backTab: "Shift-Tab"
    case .backspace: "Backspace"
    case .delete: "Delete"
    case .escape: "Esc"
    case .control(let letter): "Ctrl-\(letter.uppercased())"
    case .paste, .scroll, .click, .background, .unknown: ""
    }
  }
}

extension Command {
  /// Whether, asked for on a number, it leaves the numbers and is done; what moves about the page
  /// would rather be a slip of the finger.
  var leavesNumbers: Bool {
    switch self {
    case .next, .finish, .undo, .redo, .restore, .numPy, .reason, .values, .copy, .search, .help,
      .contents, .quit, .answer, .hint, .picture, .network, .train:
      true
    case .back, .nextStep, .previousStep, .first, .last, .goToStep, .scrollUp, .scrollDown,
      .scrollLeft, .scrollRight, .lastNumber, .firstNumber, .move, .open, .uses, .change, .close,
      .lesson, .reload, .save, .otherDots, .pause, .oneIteration, .faster, .slower, .stopTraining,
      .beginAnew, .otherView, .otherScale:
      false
    }
  }
}
