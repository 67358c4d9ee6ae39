import Lessons
package import SourceText
package import Terminal

/// What a command finds around it: the terminal, the environment and the day. What the commands
/// have of the process in this way tests give them otherwise, as `Files` are what a lesson has of
/// the disk.
package struct Surroundings {
  var environment: (_ name: String) -> String?
  var inputIsTerminal: Bool
  var outputIsTerminal: Bool
  /// Columns and rows of the terminal on standard output, or nil when there is none.
  var size: () -> (columns: Int, rows: Int)?
  /// Standard input byte by byte; nil at its end.
  var readByte: () -> UInt8?
  var write: (_ text: TerminalText, _ toError: Bool) throws(TerminalDevice.WriteFailure) -> Void
  var screen: Screen
  /// Counted from 1970-01-01, where the student is.
  var today: () -> Int
  /// Seconds since 1970-01-01 00:00 on the clocks of this place.
  var now: () -> Int
  /// Whether somebody has asked the program to stop what it does.
  var isInterrupted: () -> Bool
  /// A path from the folder where one is.
  var path: (String) -> String
  /// How many threads can run at once.
  var processors: Int
  /// Where the program itself lies, through no link; nil where nobody knows.
  var executable: () -> String?
  /// Milliseconds of a clock that only goes forward.
  var milliseconds: () -> Int

  /// The full screen of the process: `FullScreen`, but for tests.
  package struct Screen {
    /// - Returns: false when there is no terminal that could do it.
    var begin: () -> Bool
    var wait: (_ milliseconds: Int32?) -> FullScreen.Event
    /// Says that something is being computed, or no longer: meanwhile `q` ends the program.
    var compute: (_ isComputing: Bool) -> Void
    /// Also waits for a descriptor that becomes readable.
    var listen: (_ descriptor: Int32) -> Void
    /// Does something meanwhile; the wait ends when it is done.
    var computeApart: (_ work: @escaping @Sendable () -> Void) -> Void
    var end: () -> Void

    package init(
      begin: @escaping () -> Bool, wait: @escaping (_ milliseconds: Int32?) -> FullScreen.Event,
      compute: @escaping (_ isComputing: Bool) -> Void = { _ in },
      listen: @escaping (_ descriptor: Int32) -> Void = { _ in },
      computeApart: @escaping (_ work: @escaping @Sendable () -> Void) -> Void = { $0() },
      end: @escaping () -> Void
    ) {
      self.listen = listen
      self.computeApart = computeApart
      self.compute = compute
      self.begin = begin
      self.wait = wait
      self.end = end
    }
  }

  package init(
    environment: @escaping (_ name: String) -> String?, inputIsTerminal: Bool,
    outputIsTerminal: Bool, size: @escaping () -> (columns: Int, rows: Int)?,
    readByte: @escaping () -> UInt8?,
    write:
      @escaping (_ text: TerminalText, _ toError: Bool) throws(TerminalDevice.WriteFailure) -> Void,
    screen: Screen, today: @escaping () -> Int, now: (() -> Int)? = nil,
    isInterrupted: @escaping () -> Bool = { false }, processors: Int = 1,
    executable: @escaping () -> String? = { nil },
    milliseconds: @escaping () -> Int = { Clock.milliseconds },
    path: @escaping (String) -> String = { $0 }
  ) {
    self.path = path
    self.milliseconds = milliseconds
    self.executable = executable
    self.isInterrupted = isInterrupted
    self.processors = processors
    self.environment = environment
    self.inputIsTerminal = inputIsTerminal
    self.outputIsTerminal = outputIsTerminal
    self.size = size
    self.readByte = readByte
    self.write = write
    self.screen = screen
    self.today = today
    self.now = now ?? { today() * 86_400 }
  }

  /// Those of this process.
  static var process: Surroundings {
    Surroundings(
      environment: TerminalDevice.environment,
      inputIsTerminal: TerminalDevice.inputIsTerminal,
      outputIsTerminal: TerminalDevice.outputIsTerminal,
      size: { TerminalDevice.size },
      readByte: TerminalDevice.readByte,
      write: { text, toError throws(TerminalDevice.WriteFailure) in
        try TerminalDevice.write(text, toError: toError)
      },
      screen: Screen(
        begin: FullScreen.begin, wait: { FullScreen.wait(milliseconds: $0) },
        compute: { FullScreen.compute($0) }, listen: FullScreen.listen,
        computeApart: { FullScreen.compute(apart: $0) }, end: FullScreen.end),
      today: { Day.today.number }, now: { Clock.localSeconds },
      isInterrupted: { Interruption.isAskedFor }, processors: Interruption.processors,
      executable: { TerminalDevice.executable })
  }
}
