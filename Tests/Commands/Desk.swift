import Commands
import SourceText
import Terminal
import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A folder with a course, a home and a terminal of its own, at which the program is run. The
/// folder goes when the desk does.
final class Desk {
  let folder: String
  private let hasCourse: Bool
  var environment: [String: String]
  /// Counted from 1970-01-01: 2026-11-21.
  var today = 20_778
  /// The clock that only goes forward.
  var milliseconds = 0
  /// How often something that takes long may ask whether to go on, before it is to stop.
  var asksBeforeStopping: Int?
  /// Columns and rows; without them there is no terminal.
  var terminal: (columns: Int, rows: Int)?
  /// Whether that terminal can be drawn on.
  var takesScreen = true

  /// What a run came to.
  struct Run {
    var status: Int32
    var output = ""
    var error = ""
    /// How often the full screen was begun and put back.
    var begun = 0
    var ended = 0

    var lines: [Substring] { output.split(separator: "\n", omittingEmptySubsequences: false) }

    /// The output as a terminal would show its text: without control sequences.
    var text: String {
      var text = ""
      var rest = output.unicodeScalars[...]
      while let scalar = rest.popFirst() {
        guard scalar == "\u{1B}" else {
          text.unicodeScalars.append(scalar)
          continue
        }
        if rest.first == "]" {
          while let next = rest.popFirst(), next != "\u{7}", next != "\\" {}
        } else {
          rest.removeFirst()
          while let next = rest.popFirst(), !("@"..."~").contains(next) {}
        }
      }
      return text
    }
  }

  init(course: Bool = true) throws {
    hasCourse = course
    folder =
      FileManager.default.temporaryDirectory.path(percentEncoded: false)
      .trimmingSuffix("/") + "/longhand-tests-\(UUID().uuidString)"
    environment = ["HOME": folder, "LONGHAND_LESSONS": folder + "/course"]
    try FileManager.default.createDirectory(
      atPath: folder + "/course", withIntermediateDirectories: true)
    if course {
      for (name, text) in Desk.course { try write(text, to: "course/" + name) }
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Of the course that lies on it, whose number was computed from its title elsewhere.
  var journalPath: String { folder + "/" + (hasCourse ? Self.journal : Self.sharedJournal) }
  static let journal = sharedJournal + "-a-course-04018fa6"
  /// Of what belongs to no course.
  static let sharedJournal = ".local/state/longhand/progress"

  /// The lines of the journal; none when there is no journal.
  var journal: [String] {
    guard let data = FileManager.default.contents(atPath: journalPath) else { return [] }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  func write(_ text: String, to path: String) throws {
    try write(Array(text.utf8), to: path)
  }

  func write(_ bytes: [UInt8], to path: String) throws {
    let path = folder + "/" + path
    let parent = path.split(separator: "/").dropLast().joined(separator: "/")
    try FileManager.default.createDirectory(
      atPath: "/" + parent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: path))
  }

  func remove(_ path: String) throws {
    try FileManager.default.removeItem(atPath: folder + "/" + path)
  }

  // MARK: - Running

  /// Runs the program with what is typed into its lines, or into its screen.
  ///
  /// - Parameters:
  ///   - input: the lines that standard input has.
  ///   - events: what the full screen waits for; after the last of them nobody types any more.
  ///   - failure: what becomes of every write to standard output.
  ///   - meanwhile: what happens elsewhere each time that the screen waits.
  func run(
    _ arguments: [String], input: String = "", events: [FullScreen.Event] = [],
    failure: TerminalDevice.WriteFailure? = nil, meanwhile: () -> Void = {}
  ) -> Run {
    withoutActuallyEscaping(meanwhile) { meanwhile in
      start(arguments, input, events, failure, meanwhile)
    }
  }

  private func start(
    _ arguments: [String], _ input: String, _ events: [FullScreen.Event],
    _ failure: TerminalDevice.WriteFailure?, _ meanwhile: @escaping () -> Void
  ) -> Run {
    var run = Run(status: 0)
    var bytes = Array(input.utf8)[...]
    var events = events[...]
    let surroundings = Surroundings(
      environment: { self.environment[$0] }, inputIsTerminal: terminal != nil,
      outputIsTerminal: terminal != nil, size: { self.terminal },
      readByte: { bytes.popFirst() },
      write: { text, toError throws(TerminalDevice.WriteFailure) in
        if toError {
          run.error += text.written
        } else {
          if let failure { throw failure }
          run.output += text.written
        }
      },
      screen: Surroundings.Screen(
        begin: {
          run.begun += self.takesScreen ? 1 : 0
          return self.takesScreen
        },
        wait: { _ in
          meanwhile()
          return events.popFirst() ?? .end
        }, end: { run.ended += 1 }),
      today: { self.today },
      isInterrupted: {
        guard let left = self.asksBeforeStopping else { return false }
        self.asksBeforeStopping = left - 1
        return left <= 0
      }, milliseconds: { self.milliseconds })
    run.status = LonghandProgram.status(of: arguments, in: surroundings)
    return run
  }

  func run(
    _ arguments: String..., input: String = "", failure: TerminalDevice.WriteFailure? = nil
  ) -> Run {
    run(arguments, input: input, failure: failure)
  }

  /// Runs the program on a screen of 80×24, a key after the other.
  func type(_ keys: String..., at arguments: [String]) -> Run {
    terminal = (80, 24)
    defer { terminal = nil }
    return run(arguments, events: keys.map { .bytes(Array($0.utf8)) })
  }

  // MARK: - What lies on it

  static let course = [
    "README.md": """
    # A course

    1. [The first](01-first.md)
    2. [The second, with δ](02-second.md)

    """,
    "01-first.md": #"""
    # The first lesson

    ## One product

    Weights meet an input.

    ```math
    x = \begin{bmatrix} 1 \\ 2 \end{bmatrix}
    ```

    ```math
    W = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}
    ```

    What does the layer see?

    <!-- check = W x -->

    ```math
    z = W x
    ```

    ## A claim

    ```math
    z = \begin{bmatrix} 5 \\ 11 \end{bmatrix}
    ```

    """#,
    "02-second.md": """
    ---
    continues: first
    ---

    ## Further

    ```math
    u = 2 z
    ```

    """,
  ]

  /// A lesson with one error, in line 5.
  static let broken = #"""
    ## S

    ```math
    W = \begin{bmatrix} 1 & 2 \end{bmatrix}
    y = W W
    ```

    """#
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
