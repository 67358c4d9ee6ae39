import Notation

/// What names are called in Python: `W1`, `delta3`, `rho_hat`; no two the same.
struct NumPyNames {
  private var given: [Name: String] = [:]
  private var temporaries: [Name: String] = [:]
  private var indices: [String: String] = [:]
  private var taken: Set<String> = Self.reserved

  /// Python's keywords and built-in functions and types, and what the file itself uses: a name of a
  /// lesson is none of these.
  private static let reserved = Set(
    """
    ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError
    BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError
    ConnectionError ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError
    Ellipsis EncodingWarning EnvironmentError Exception ExceptionGroup False FileExistsError
    FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError
    ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError
    KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError None NotADirectoryError
    NotImplemented NotImplementedError OSError OverflowError PendingDeprecationWarning
    PermissionError ProcessLookupError PythonFinalizationError RecursionError ReferenceError
    ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError
    SyntaxWarning SystemError SystemExit TabError TimeoutError True TypeError UnboundLocalError
    UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning
    UserWarning ValueError Warning ZeroDivisionError abs aiter all and anext any as ascii assert
    async await bin bool break breakpoint bytearray bytes callable case chr class classmethod
    compile complex continue copyright credits def del delattr dict dir divmod elif else enumerate
    eval except exec exit filter finally float for format from frozenset getattr global globals
    hasattr hash help hex id if import in input int is isinstance issubclass iter lambda len
    license list locals map match max memoryview min next nonlocal not object oct open or ord pass
    pow print property quit raise range repr return reversed round set setattr slice sorted
    staticmethod str sum super try tuple type vars while with yield zip
    np derivative absolute factorial softmax eigenvalues eigenvectors
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  /// The name in Python, chosen when it is first asked for.
  mutating func callAsFunction(_ name: Name) -> String {
    if let known = given[name] { return known }
    let chosen = free(Self.identifier(name.spelled))
    given[name] = chosen
    return chosen
  }

  /// A spelling that Python takes for a name, whatever it is made from: one without a letter of
  /// ASCII, or that begins with a digit, has a word before it.
  private static func identifier(_ spelled: String) -> String {
    spelled.first?.isLetter == true ? spelled : spelled.isEmpty ? "name" : "name_\(spelled)"
  }

  /// The value that an updated name is to have, until all in a row are computed.
  mutating func next(_ name: Name) -> String {
    if let known = temporaries[name] { return known }
    let chosen = free("\(self(name))_next")
    temporaries[name] = chosen
    return chosen
  }

  /// The variable of the loops over an index, by its letter in LaTeX.
  mutating func index(_ letter: String) -> String {
    if let known = indices[letter] { return known }
    let chosen = free(Self.identifier(Name(letter).spelled))
    indices[letter] = chosen
    return chosen
  }

  /// A new name that nothing else has.
  mutating func free(_ wanted: String) -> String {
    var chosen = wanted
    if taken.contains(chosen) { chosen += "_" }
    var count = 2
    while taken.contains(chosen) {
      chosen = "\(wanted)_\(count)"
      count += 1
    }
    taken.insert(chosen)
    return chosen
  }
}

extension Name {
  /// The name as it is typed: Greek letters and accents by their words, members and labels behind.
  package var spelled: String {
    if isDerivative {
      let parts = [arguments, label].map { MathReader.read($0).identifier }
      return "d\(parts[0])_d\(parts[1])"
    }
    var text = MathReader.read(base).identifier
    for accent in accents { text += "_\(accent.rawValue)" }
    if !label.isEmpty {
      let plain = label.replacing("+", with: "plus").replacing("-", with: "minus")
      text += "_" + MathReader.read(plain).identifier
    }
    if !raised.isEmpty {
      let plain = raised.replacing("+", with: "plus").replacing("-", with: "minus")
      let word = MathReader.read(plain).identifier
      text += "_" + (word.isEmpty ? "prime" : word)
    }
    if let member { text += String(member).replacing("-", with: "m") }
    if isStarred { text += "_star" }
    if !arguments.isEmpty { text += "_" + MathReader.read(arguments).identifier }
    return text
  }
}

extension MathTree {
  /// Its letters and digits with the words of Greek letters, other signs as underscores.
  fileprivate var identifier: String {
    let ascii = oneLine(ascii: true)
    let kept = ascii.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
    return String(kept).split(separator: "_").joined(separator: "_")
  }
}
