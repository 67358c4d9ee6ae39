/// What a finding is about. The raw value is the stable id that messages, JSON and tests show.
package enum FindingKind: String, CaseIterable, Sendable {
  // Files and Markdown
  case unreadableFile = "unreadable-file"
  case notText = "not-text"
  case emptyLesson = "empty-lesson"
  case frontMatter = "front-matter"
  case unknownKey = "unknown-key"
  case continues = "continues"
  case courseLink = "course-link"
  case hiddenCharacters = "hidden-characters"
  case notRead = "not-read"
  // LaTeX
  case unknownCommand = "unknown-command"
  case macro
  case unknownCharacter = "unknown-character"
  case secondScript = "second-script"
  case numerals = "numerals-side-by-side"
  case unbraced = "script-without-braces"
  case percent
  case unbalanced = "unbalanced"
  case nestedTooDeep = "nested-too-deep"
  case missingArgument = "missing-argument"
  case formulaTooLong = "formula-too-long"
  case wideFunctionName = "function-without-command"
  // Meaning
  case notationChanged = "notation-changed"
  case doesNotRun = "does-not-run"
  case undefinedName = "undefined-name"
  case redefined = "redefined"
  case shapeMismatch = "shape-mismatch"
  case shapeUnknown = "shape-unknown"
  case ambiguousProduct = "ambiguous-product"
  case frobenius = "frobenius-norm"
  case bars
  case barInTable = "bar-in-table"
  case transposition
  case baseOrName = "base-or-name"
  case givenIndex = "given-index"
  case givenConstant = "given-constant"
  case twoReadings = "two-readings"
  case powerOfVector = "power-of-vector"
  case unit
  case wholeMatrix = "whole-matrix"
  case outOfRange = "out-of-range"
  case unboundIndex = "unbound-index"
  case boundTwice = "index-bound-twice"
  case rangeUnknown = "range-unknown"
  case noFirstMember = "no-first-member"
  case endlessRule = "endless-rule"
  case derivativeShape = "derivative-shape"
  case constantDerivative = "constant-derivative"
  case drawShape = "draw-without-shape"
  // Numbers
  case notFinite = "not-finite"
  case claimFails = "claim-fails"
  case claimUntold = "claim-untold"
  case claimNotGeneral = "claim-not-general"
  case sizesFixed = "sizes-fixed"
  case derivativeUnclear = "derivative-unclear"
  case reasonUnknown = "reason-unknown"
  case reasonDiffers = "reason-differs"
  case longStep = "long-step"
  case undiagnosable
  case spellingClash = "spelling-clash"
  // Data, training and pictures
  case data
  case training = "train"
  case tiles
  case plot
  case network
  // Self-checks
  case check
  case deadSlip = "dead-slip"
  case unanswerable = "unanswerable-check"
}

/// Something wrong, or worth saying, at a place: a flat value that is collected, sorted and
/// printed.
package struct Finding: Sendable {
  package enum Severity: String, Sendable, Comparable {
    case error, warning, hint

    package static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
    private var rank: Int { self == .error ? 2 : self == .warning ? 1 : 0 }
  }

  /// Another place that has to do with it, such as where a shape was given.
  package struct Note: Sendable {
    package var location: Location
    package var text: String

    package init(_ location: Location, _ text: String) {
      self.location = location
      self.text = text
    }
  }

  /// A change of the text that mends it: what stands at the location is replaced.
  package struct Fix: Sendable {
    package var location: Location
    package var replacement: String
    /// What it does: `transpose W`.
    package var title: String

    package init(_ location: Location, _ replacement: String, _ title: String) {
      self.location = location
      self.replacement = replacement
      self.title = title
    }
  }

  package var kind: FindingKind
  package var severity: Severity
  package var location: Location
  /// What is wrong, in one sentence without a full stop.
  package var summary: String
  /// What to do about it.
  package var help: String?
  package var notes: [Note]
  /// The likeliest first.
  package var fixes: [Fix]

  package init(
    _ kind: FindingKind, _ severity: Severity = .error, at location: Location,
    _ summary: String, help: String? = nil, notes: [Note] = [], fixes: [Fix] = []
  ) {
    self.kind = kind
    self.severity = severity
    self.location = location
    self.summary = summary
    self.help = help
    self.notes = notes
    self.fixes = fixes
  }
}

extension Finding {
  /// At the places of the text that a person wrote; changes that cannot be made there are left out.
  fileprivate var asWritten: Finding {
    var finding = self
    finding.location = location.asWritten
    for index in notes.indices { finding.notes[index].location = notes[index].location.asWritten }
    finding.fixes = fixes.filter(\.location.isAsWritten).map {
      Fix($0.location.asWritten, $0.replacement, $0.title)
    }
    return finding
  }
}

/// What is said at a place once.
private struct Saying: Hashable {
  var path: String
  var offset: Int
  var kind: FindingKind
}

extension [Finding] {
  /// In the order of the text, at one place the graver first; each thing is said once. Of a text
  /// that was made from a lesson, they are at the places of the lesson.
  package func inReadingOrder() -> [Finding] {
    var said: Set<Saying> = []
    return map(\.asWritten).inOrder().filter { finding in
      let (file, bytes) = (finding.location.file, finding.location.bytes)
      return said.insert(
        Saying(path: file.path, offset: bytes.lowerBound, kind: finding.kind)
      ).inserted
    }
  }

  private func inOrder() -> [Finding] {
    sorted { a, b in
      if a.location.file.path != b.location.file.path {
        return a.location.file.path < b.location.file.path
      }
      if a.location.bytes.lowerBound != b.location.bytes.lowerBound {
        return a.location.bytes.lowerBound < b.location.bytes.lowerBound
      }
      return a.severity > b.severity
    }
  }
}
